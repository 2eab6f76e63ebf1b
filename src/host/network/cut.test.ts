// Cuts and crashes: what hangs, what passes after a mend, and when both ends give up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Call, type Door } from '../../base/index.ts';
import { errorCode } from '../errors.ts';
import { read, write } from '../process/io-calls.ts';
import { sleep } from '../process/time-calls.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { SILENCE_MAX_MS } from './network.ts';
import { accept, connectTo, request, type Response } from './request.ts';

function streaming(world: TestWorld) {
  const [a, b] = [world.host('a'), world.host('b')];
  const calls: Call[] = [];
  const closedAt: number[] = [];
  const door: Door = {
    open(_, call) {
      calls.push(call);
      call.head(200, {});
      call.onClose(() => closedAt.push(world.clock.now));
    },
  };
  const server = start(b, function* (p) {
    p.listen({ port: 80, door });
    yield pause();
    return 0;
  });
  world.run(1);
  const client = start(a, function* (p) {
    try {
      const response: Response = yield request({ address: '192.168.0.11', port: 80 }, { path: '/' });
      for (let chunk: Uint8Array | null = yield response.read(); chunk; chunk = yield response.read()) yield p.print(`${decodeUtf8(chunk)}@${world.clock.now} `);
      yield p.print('end');
    } catch (error) {
      yield p.print(`${errorCode(error)}@${world.clock.now}`);
    }
    return 0;
  });
  world.run(10);
  return { a, b, calls, closedAt, client, server, say: (text: string) => calls[0]!.write(encodeUtf8(text)) };
}

test('a cut holds back what is said; mended in time, it arrives', () => {
  const world = new TestWorld();
  const { client, say } = streaming(world);
  say('one');
  world.run(20);
  world.network.cut('a', 'b');
  say('two');
  world.run(1_000);
  world.network.mend('a', 'b');
  say('three');
  world.run(1_100);
  expect(client.text()).toBe('one@10 two@1000 three@1000 ');
});

test('a cut that lasts is given up by both ends', () => {
  const world = new TestWorld();
  const { client, closedAt } = streaming(world);
  world.run(100);
  world.network.cut('b', '*');
  world.run(200_000);
  expect(client.text()).toBe(`ECONNRESET@${100 + SILENCE_MAX_MS}`);
  expect(closedAt).toEqual([100 + SILENCE_MAX_MS]);
});

test('a cut that came again counts from its last beginning', () => {
  const world = new TestWorld();
  const { client } = streaming(world);
  world.network.cut('a', 'b');
  world.run(30_000);
  world.network.mend('a', 'b');
  world.run(30_010);
  world.network.cut('a', 'b');
  world.run(200_000);
  expect(client.text()).toBe(`ECONNRESET@${30_010 + SILENCE_MAX_MS}`);
});

test('connecting through a cut hangs: until it is mended, or for 127 seconds', () => {
  const world = new TestWorld();
  const { a } = streaming(world);
  world.network.cut('a', 'b');
  const dial = (timeoutMs?: number) =>
    start(a, function* (p) {
      const began = world.clock.now;
      try {
        yield request({ address: '192.168.0.11', port: 80 }, { path: '/', ...(timeoutMs === undefined ? {} : { timeoutMs }) });
        yield p.print(`head after ${world.clock.now - began}`);
      } catch (error) {
        yield p.print(`${errorCode(error)} after ${world.clock.now - began}`);
      }
      return 0;
    });
  const [patient, hasty] = [dial(), dial(5_000)];
  world.run(130_000);
  const saved = dial();
  world.run(131_000);
  world.network.mend('b', 'a');
  world.run(132_000);
  expect([patient.text(), hasty.text(), saved.text()]).toEqual(['ETIMEDOUT after 127000', 'ETIMEDOUT after 5000', 'head after 1000']);
});

test('a crash says no word: its peers hang until they give up; a shutdown says goodbye', () => {
  const world = new TestWorld();
  const crashed = streaming(world);
  crashed.b.crash();
  world.run(300_000);
  expect(crashed.client.text()).toBe(`ECONNRESET@${10 + SILENCE_MAX_MS}`);
  const other = new TestWorld();
  const ended = streaming(other);
  ended.b.kernel.send(ended.server.process, 'SIGTERM');
  other.run(300_000);
  expect(ended.client.text()).toBe('ECONNRESET@10');
});

test('a host that comes back resets what it no longer knows', () => {
  const world = new TestWorld();
  const { b, client } = streaming(world);
  b.crash();
  world.run(5_000);
  b.boot();
  world.run(6_000);
  expect(client.text()).toBe('ECONNRESET@5000');
});

test('over a slow link everything takes its time, and nothing overtakes', () => {
  const world = new TestWorld();
  world.network.latencyMs = () => 15;
  const { client, say } = streaming(world);
  world.run(100);
  say('one');
  world.network.latencyMs = () => 0;
  say('two');
  world.run(200);
  expect(client.text()).toBe('one@115 two@115 ');
});

test('whatever is cut and mended, raw bytes arrive whole or the connection breaks', () => {
  const act = fc.record({ waitMs: fc.integer({ min: 0, max: 40 }), cut: fc.boolean() });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 10 }), fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 3 }), (acts, sizes, latencyMs) => {
      const world = new TestWorld();
      world.network.latencyMs = () => latencyMs;
      const [a, b] = [world.host('a'), world.host('b')];
      const got: Uint8Array[] = [];
      start(b, function* (p) {
        const listener = p.listen({ port: 7 });
        const fd: number = yield accept(listener);
        for (let bytes: Uint8Array | null = yield read(fd, 9_000); bytes; bytes = yield read(fd, 9_000)) {
          got.push(bytes);
          yield sleep(3);
        }
        return 0;
      });
      world.run(1);
      const sent: Uint8Array[] = [];
      start(a, function* () {
        const fd: number = yield connectTo({ address: '192.168.0.11', port: 7 });
        for (const [i, size] of sizes.entries()) {
          const bytes = new Uint8Array(size).fill(i);
          yield write(fd, bytes);
          sent.push(bytes);
          yield sleep(5);
        }
        return 0;
      });
      for (const { waitMs, cut } of acts) {
        world.run(world.clock.now + waitMs);
        if (cut) world.network.cut('a', 'b');
        else world.network.mend('a', 'b');
      }
      world.network.mend('a', 'b');
      world.run();
      expect(sent.length).toBe(sizes.length);
      expect(Buffer.compare(Buffer.concat(got), Buffer.concat(sent))).toBe(0);
    }),
    { numRuns: 25 },
  );
});
