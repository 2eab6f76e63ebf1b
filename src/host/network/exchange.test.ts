import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Call, type Door } from '../../base/index.ts';
import { Asset } from '../../sim/index.ts';
import { write } from '../process/io-calls.ts';
import { PIPE_BYTES } from '../process/byte-queue.ts';
import { sleep } from '../process/time-calls.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { OnDemandDoor } from './on-demand-door.ts';
import { request, type Response } from './request.ts';

function behind(open: Door['open']) {
  const world = new TestWorld();
  const host = world.host('a');
  start(host, function* (p) {
    p.listen({ port: 80, door: { open } });
    yield pause();
    return 0;
  });
  world.run(1);
  return { world, host };
}

const here = { address: '127.0.0.1', port: 80 };

test('a server that writes faster than its client reads is told to wait, and when to go on', () => {
  const told: boolean[] = [];
  let written = 0;
  const { world, host } = behind((_, call) => {
    const fill = (): void => {
      while (written < 40 * 8_192) {
        written += 8_192;
        const more = call.write(new Uint8Array(8_192));
        told.push(more);
        if (!more) return;
      }
      call.end();
    };
    call.onDrain(fill);
    fill();
  });
  let taken = 0;
  let most = 0;
  const { status } = start(host, function* () {
    const response: Response = yield request(here, { path: '/' });
    for (let chunk: Uint8Array | null = yield response.read(4_096); chunk; chunk = yield response.read(4_096)) {
      taken += chunk.length;
      most = Math.max(most, written - taken);
      yield sleep(1);
    }
    return 9;
  });
  world.run();
  expect(status()?.code).toBe(9);
  expect([taken, written]).toEqual([40 * 8_192, 40 * 8_192]);
  expect(most).toBeLessThanOrEqual(PIPE_BYTES + 8_192);
  expect(told).toContain(false);
});

test("a client's input streams as the server takes it, and its end is a half-close", () => {
  const got: string[] = [];
  let call: Call | undefined;
  const { world, host } = behind((_, opened) => {
    call = opened;
    opened.onInput((chunk) => {
      got.push(chunk ? decodeUtf8(chunk) : 'end');
      return got.length % 2 === 0; // every other time it has enough
    });
  });
  const client = start(host, function* (p) {
    const [r, w] = p.pipe();
    p.spawn(function* (child) {
      child.close(r);
      for (const word of ['a', 'b', 'c', 'd']) {
        yield write(w, word);
        yield sleep(10);
      }
      return 0;
    }, ['typist']);
    p.close(w);
    const response: Response = yield request(here, { path: '/', input: r });
    yield p.print(decodeUtf8(yield response.readAll()));
    return 0;
  });
  world.run(15);
  expect(got).toEqual(['a']);
  call!.acceptInput();
  expect(got).toEqual(['a', 'b']);
  world.run(100);
  expect(got).toEqual(['a', 'b', 'c']);
  call!.acceptInput();
  expect(got).toEqual(['a', 'b', 'c', 'd', 'end']);
  call!.acceptInput();
  call!.write(encodeUtf8('still open'));
  call!.end();
  world.run(200);
  expect(client.text()).toBe('still open');
});

test('input that the server does not take makes its writer wait', () => {
  const { world, host } = behind((_, call) => call.onInput(() => false));
  let written = 0;
  start(host, function* (p) {
    const [r, w] = p.pipe();
    p.spawn(function* (child) {
      child.close(r);
      for (;;) {
        yield write(w, new Uint8Array(8_192));
        written += 8_192;
      }
    }, ['yes']);
    p.close(w);
    yield request(here, { path: '/', input: r });
    return 0;
  });
  world.run(1_000);
  expect(written).toBeLessThanOrEqual(4 * PIPE_BYTES);
});

test('a door on demand is opened when its code is there, with the same events as if it had been there', () => {
  const hashes = [true, false].map((isLoaded) => {
    const asset = new Asset('door', () => Promise.resolve('schema'));
    const world = new TestWorld();
    const host = world.host('a');
    let opened = 0;
    const door: Door = {
      open(_, call) {
        opened++;
        call.write(encodeUtf8(asset.get()));
        call.end();
      },
    };
    start(host, function* (p) {
      p.listen({ port: 80, door: new OnDemandDoor(world, 'server', () => (asset.get(), door)) });
      return yield pause();
    });
    const client = start(host, function* (p) {
      const response: Response = yield request(here, { path: '/' });
      yield p.print(decodeUtf8(yield response.readAll()));
      return 0;
    });
    if (!isLoaded) for (let tries = 0; tries < 2; tries++) expect(world.clock.run(100, { stepsMax: 1_000 })).toMatchObject({ reason: 'needs', needs: 'door' });
    asset.accept('schema');
    world.run(100);
    expect([client.text(), opened]).toEqual(['schema', 1]);
    return `${world.clock.hash.hex()} ${world.clock.steps}`;
  });
  expect(hashes[1]).toBe(hashes[0]);
});

test('a door on demand is not opened for a client that has gone', () => {
  const asset = new Asset('door', () => Promise.resolve(1));
  const world = new TestWorld();
  const host = world.host('a');
  let opened = 0;
  const door: Door = { open: () => void opened++ };
  start(host, function* (p) {
    p.listen({ port: 80, door: new OnDemandDoor(world, 'server', () => (asset.get(), door)) });
    return yield pause();
  });
  const { process } = start(host, function* () {
    yield request(here, { path: '/' });
    return 0;
  });
  expect(world.clock.run(100, { stepsMax: 1_000 }).reason).toBe('needs');
  host.kernel.send(process, 'SIGKILL');
  asset.accept(1);
  world.run(100);
  expect(opened).toBe(0);
});
