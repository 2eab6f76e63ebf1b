import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Door } from '../../base/index.ts';
import { errorCode } from '../errors.ts';
import { read, write } from '../process/io-calls.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { ping } from './ping.ts';
import { connectTo, dialRaw } from './request.ts';
import type { Socket } from './socket.ts';

const echo: Door = {
  open(request, call) {
    call.head(200, { 'content-type': 'text/plain', ...(request.path === '/sized' ? { 'content-length': '2' } : {}) });
    if (request.path === '/sized') call.write(encodeUtf8('ok'));
    else call.write(encodeUtf8(`${request.method} ${request.path} ${[...request.query].map((pair) => pair.join()).join()} ${request.headers['x-a'] ?? ''} ${decodeUtf8(request.body)}`));
    call.end();
  },
};

function typed(...texts: readonly string[]): string {
  const world = new TestWorld();
  const host = world.host('a');
  start(host, function* (p) {
    p.listen({ port: 80, door: echo });
    yield pause();
    return 0;
  });
  world.run(1);
  const client = start(host, function* (p) {
    const fd: number = yield connectTo({ address: '127.0.0.1', port: 80 });
    for (const text of texts) yield write(fd, text);
    (p.fds.get(fd) as Socket).shutdown();
    for (let bytes: Uint8Array | null = yield read(fd); bytes; bytes = yield read(fd)) yield p.print(decodeUtf8(bytes));
    return 0;
  });
  world.run(10);
  expect(client.status()?.code).toBe(0);
  return client.text();
}

test('HTTP typed by hand gets the answer of the door', () => {
  expect(typed('GET /a?b=c%20d&b HTTP/1.0\r\nX-A: 1\r\n\r\n')).toBe('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nGET /a b,c d, 1 ');
});

test('requests follow each other on one connection, bodies by their length, answers in chunks or sized', () => {
  const text = typed('POST /x HTTP/1.1\nContent-Length: 4\n\nbo', 'dyGET /sized HTTP/1.1\n\n');
  expect(text).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\ne\r\nPOST /x   body\r\n0\r\n\r\n' +
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok',
  );
});

test('what is no HTTP is a bad request', () => {
  expect(typed('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('a probe that only connects leaves nothing behind', () => {
  const world = new TestWorld();
  const host = world.host('a');
  const server = start(host, function* (p) {
    p.listen({ port: 80, door: echo });
    yield pause();
    return 0;
  });
  world.run(1);
  const results: string[] = [];
  const prober = start(host, function* () {
    yield pause();
    return 0;
  });
  const probe = (port: number) => dialRaw(prober.process, { address: '127.0.0.1', port }, 1_000, (socket) => {
    results.push('open');
    socket.hold().release();
  }, (error) => results.push(errorCode(error)!));
  world.run(2);
  probe(80);
  probe(81);
  host.kernel.send(server.process, 'SIGKILL');
  probe(80);
  expect(results).toEqual(['open', 'ECONNREFUSED', 'ECONNREFUSED']);
});

test('an echo tells who answers', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  world.network.latencyMs = () => 3;
  const results: unknown[] = [];
  const send = () =>
    start(a, function* () {
      const began = world.clock.now;
      try {
        results.push(yield ping('192.168.0.11'));
      } catch (error) {
        results.push(errorCode(error), world.clock.now - began);
      }
      return 0;
    });
  send();
  world.run(100);
  world.network.cut('a', 'b');
  send();
  world.run(2_000);
  b.crash();
  send();
  world.run(10_000);
  expect(results).toEqual([{ address: '192.168.0.11', ms: 6 }, 'ETIMEDOUT', 1_000, 'ETIMEDOUT', 1_000]);
});
