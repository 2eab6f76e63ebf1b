import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Call, type Door, type Request } from '../../base/index.ts';
import { errorCode } from '../errors.ts';
import type { Host } from '../host.ts';
import { read, write } from '../process/io-calls.ts';
import { sleep } from '../process/time-calls.ts';
import { pause, type Program } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import type { Listener, ListenOptions } from './listener.ts';
import { accept, connectTo, request, type RequestInit, type Response, type Target } from './request.ts';
import type { Socket } from './socket.ts';

const hello: Door = {
  open(asked, call) {
    call.head(200, { 'content-type': 'text/plain' });
    call.write(encodeUtf8(`${asked.method} ${asked.path} from ${asked.peer.address}`));
    call.end();
  },
};

function serve(host: Host, options: ListenOptions, also: Parameters<typeof start>[2] = {}) {
  return start(host, function* (p) {
    p.listen(options);
    yield pause();
    return 0;
  }, also);
}

/** The text of the answer, or the code of the refusal with the time it took. */
function get(host: Host, target: Target, init: Partial<RequestInit> = {}, also: Parameters<typeof start>[2] = {}) {
  return start(host, function* (p) {
    const began = host.clock.now;
    try {
      const response: Response = yield request(target, { path: '/', ...init });
      yield p.print(`${response.status} ${decodeUtf8(yield response.readAll())}`);
    } catch (error) {
      yield p.print(`${errorCode(error)} after ${host.clock.now - began}`);
    }
    return 0;
  }, also);
}

test('a request finds its listener on the own host, on another, by address, name and Unix socket, in no time', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  b.files.mkdir('/etc');
  a.files.mkdir('/etc');
  a.files.writeFile('/etc/resolv.conf', `nameserver ${world.network.resolverAddress}\n`);
  a.files.writeFile('/etc/hosts', '127.0.0.1 localhost\n192.168.0.11 bee # the other\n');
  serve(b, { port: 80, door: hello });
  serve(a, { unix: '/run/x.sock', door: hello });
  world.run(5);
  const answers = [
    get(a, { address: '192.168.0.11', port: 80 }),
    get(a, { host: 'b', port: 80 }),
    get(a, { host: 'bee', port: 80 }, { method: 'POST', path: '/x' }),
    get(b, { host: '127.0.0.1', port: 80 }),
    get(a, { unix: '/run/x.sock' }),
    get(a, { host: 'localhost', port: 80 }),
    get(a, { host: 'nobody', port: 80 }),
    get(a, { unix: '/run/y.sock' }),
    get(b, { host: 'a', port: 80 }), // b has no resolver
  ];
  world.run(5);
  expect(answers.map((r) => r.text())).toEqual([
    '200 GET / from 192.168.0.10',
    '200 GET / from 192.168.0.10',
    '200 POST /x from 192.168.0.10',
    '200 GET / from 127.0.0.1',
    '200 GET / from ',
    'ECONNREFUSED after 0',
    'ENOTFOUND after 0',
    'ENOENT after 0',
    'EAI_AGAIN after 0',
  ]);
});

test('a port is taken once, free again when its process has ended, and low ones need root', () => {
  const world = new TestWorld();
  const host = world.host('a');
  const codes: unknown[] = [];
  const binds = (options: ListenOptions, uid = 0): Program =>
    function* (p) {
      p.uid = uid;
      try {
        const listener: Listener = p.listen(options);
        codes.push(listener.port);
      } catch (error) {
        codes.push(errorCode(error));
      }
      yield pause();
      return 0;
    };
  const first = start(host, binds({ port: 80 }));
  world.run(1);
  start(host, binds({ port: 80 }));
  start(host, binds({ port: 80, address: '127.0.0.1' }));
  start(host, binds({ port: 80, protocol: 'udp' }));
  start(host, binds({ port: 81, address: '10.9.9.9' }));
  start(host, binds({ port: 82 }, 1000));
  start(host, binds({}, 1000));
  world.run(2);
  host.kernel.send(first.process, 'SIGKILL');
  start(host, binds({ port: 80 }));
  world.run(3);
  expect(codes).toEqual([80, 'EADDRINUSE', 'EADDRINUSE', 80, 'EADDRNOTAVAIL', 'EACCES', 32_768, 80]);
});

test('nobody there: refused at once; no such neighbour: after three seconds; no way: at once', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  const lonely = a.newNamespaces({ net: true });
  const answers = [
    get(a, { address: '192.168.0.11', port: 80 }),
    get(a, { address: '192.168.9.9', port: 80 }),
    get(a, { address: '8.8.8.8', port: 80 }),
    get(a, { address: '8.8.8.8', port: 80 }, { timeoutMs: 2_000 }),
    get(a, { address: '192.168.0.11', port: 80 }, {}, { namespaces: lonely }),
  ];
  world.run(5_000);
  b.crash();
  answers.push(get(a, { address: '192.168.0.11', port: 80 }));
  world.run(200_000);
  expect(answers.map((r) => r.text())).toEqual([
    'ECONNREFUSED after 0',
    'EHOSTUNREACH after 3000',
    'ETIMEDOUT after 127000',
    'ETIMEDOUT after 2000',
    'ENETUNREACH after 0',
    'EHOSTUNREACH after 3000',
  ]);
});

test('pods on bridges reach each other over routes, services by rules, published ports from outside', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  const pod = (host: Host, n: number) => {
    const bridge = host.network.bridge('cni0') ?? host.network.addBridge('cni0', `10.244.${host === a ? 1 : 2}.0/24`);
    const namespaces = host.newNamespaces({ net: true });
    bridge.attach(namespaces.net, bridge.cidr.at(n));
    return { namespaces, address: bridge.cidr.at(n) };
  };
  const [client, near, far] = [pod(a, 2), pod(a, 3), pod(b, 2)];
  for (const { namespaces } of [near]) serve(a, { port: 80, door: hello }, { namespaces });
  serve(b, { port: 80, door: hello }, { namespaces: far.namespaces });
  world.run(1);
  const from = (address: string, port: number) => get(a, { address, port }, {}, { namespaces: client.namespaces });
  const early = from(far.address, 80);
  world.run(10);
  a.network.addRoute('10.244.2.0/24', b.network.address);
  const targets = [near.address, far.address];
  for (const host of [a, b]) {
    let turn = 0;
    host.network.namespace.nat.add({ address: '10.96.0.1', port: 80, protocol: 'tcp', choose: () => ({ address: targets[turn++ % 2]!, port: 80 }) });
    host.network.namespace.nat.add({ address: '10.96.0.2', port: 80, protocol: 'tcp', choose: () => 'reject' });
  }
  b.network.namespace.nat.add({ address: '*', port: 30_080, protocol: 'tcp', choose: () => ({ address: far.address, port: 80 }) });
  const answers = [from(near.address, 80), from(far.address, 80), from('10.96.0.1', 80), from('10.96.0.1', 80), from('10.96.0.2', 80), get(a, { host: b.network.address, port: 30_080 }), get(b, { host: '127.0.0.1', port: 30_080 }), from('10.244.1.77', 80)];
  world.run(130_000);
  expect(early.text()).toBe('200 GET / from 10.244.1.2'); // it kept trying until there was a route
  expect(answers.map((r) => r.text())).toEqual([
    '200 GET / from 10.244.1.2',
    '200 GET / from 10.244.1.2',
    '200 GET / from 10.244.1.2',
    '200 GET / from 10.244.1.2',
    'ECONNREFUSED after 0',
    '200 GET / from 192.168.0.10',
    '200 GET / from 10.244.2.1',
    'EHOSTUNREACH after 3000',
  ]);
});

test("members of Docker's networks reach those of their own, the outside under the host's address, and not each other's", () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  const member = (bridge: string, cidr: string, n: number) => {
    const net = a.network.bridge(bridge) ?? a.network.addBridge(bridge, cidr, { isolated: true });
    const namespaces = a.newNamespaces({ net: true });
    net.attach(namespaces.net, net.cidr.at(n));
    return namespaces;
  };
  const [one, two, other] = [member('docker0', '172.17.0.0/16', 2), member('docker0', '172.17.0.0/16', 3), member('br-1', '172.18.0.0/16', 2)];
  serve(a, { port: 80, door: hello }, { namespaces: two });
  serve(b, { port: 80, door: hello });
  world.run(1);
  const answers = [
    get(a, { address: '172.17.0.3', port: 80 }, {}, { namespaces: one }),
    get(a, { address: '172.17.0.3', port: 80 }, { timeoutMs: 50 }, { namespaces: other }),
    get(a, { address: '172.17.0.3', port: 80 }),
    get(a, { address: '192.168.0.11', port: 80 }, {}, { namespaces: one }),
  ];
  world.run(100);
  expect(answers.map((r) => r.text())).toEqual(['200 GET / from 172.17.0.2', 'ETIMEDOUT after 50', '200 GET / from 172.17.0.1', '200 GET / from 192.168.0.10']);
});

test('raw connections carry both ways, half-close, and end with their process', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  const server = start(b, function* (p) {
    const listener = p.listen({ port: 7 });
    for (;;) {
      const fd: number = yield accept(listener);
      for (;;) {
        const bytes: Uint8Array | null = yield read(fd);
        if (bytes === null) break;
        yield write(fd, bytes);
      }
      yield write(fd, '.');
      p.close(fd);
    }
  });
  const client = start(a, function* (p) {
    const fd: number = yield connectTo({ host: '192.168.0.11', port: 7 });
    yield write(fd, 'to and fro');
    (p.fds.get(fd) as Socket).shutdown();
    for (let bytes: Uint8Array | null = yield read(fd); bytes; bytes = yield read(fd)) yield p.print(decodeUtf8(bytes));
    const second: number = yield connectTo({ host: '192.168.0.11', port: 7 });
    b.kernel.send(server.process, 'SIGKILL');
    try {
      yield read(second);
    } catch (error) {
      yield p.print(errorCode(error)!);
    }
    return 0;
  });
  world.run(100);
  expect(client.text()).toMatch(/^to and fro\.(ECONNRESET)?$/);
});

test('an answer streams as it comes; the server hears when its client goes, the client when its server does', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('b')];
  const calls: Call[] = [];
  const closed: number[] = [];
  const log: Door = {
    open(_asked: Request, call) {
      const n = calls.push(call);
      call.head(200, {});
      call.onClose(() => closed.push(n));
    },
  };
  const server = serve(b, { port: 80, door: log });
  world.run(1);
  const follow = start(a, function* (p) {
    const response: Response = yield request({ host: '192.168.0.11', port: 80 }, { path: '/log' });
    try {
      for (;;) yield p.print(`${decodeUtf8(yield response.read())} `);
    } catch (error) {
      yield p.print(errorCode(error)!);
      return 3;
    }
  });
  const quits = start(a, function* () {
    yield request({ host: '192.168.0.11', port: 80 }, { path: '/log' });
    yield sleep(10);
    return 0;
  });
  world.run(2);
  calls[0]!.write(encodeUtf8('one'));
  world.run(5);
  calls[0]!.write(encodeUtf8('two'));
  world.run(20);
  expect(quits.status()?.code).toBe(0);
  expect(closed).toEqual([2]);
  b.kernel.send(server.process, 'SIGKILL');
  world.run(30);
  expect(follow.text()).toBe('one two ECONNRESET');
  expect(closed).toEqual([2, 1]);
});
