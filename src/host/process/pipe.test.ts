import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SystemError } from '../errors.ts';
import { start, TestWorld } from '../test-machine.ts';
import { read, write } from './io-calls.ts';
import { PIPE_BYTES } from './byte-queue.ts';
import { sleep, waitPid } from './time-calls.ts';

function bytesOf(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7) & 255);
}

test('what goes in comes out, in order, however it is cut and whoever is slow', () => {
  const piece = fc.record({ size: fc.integer({ min: 0, max: 90_000 }), pauseMs: fc.integer({ min: 0, max: 3 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.record({ max: fc.integer({ min: 1, max: 70_000 }), pauseMs: fc.integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 12 }), (writes, reads) => {
      const world = new TestWorld();
      const host = world.host('node');
      const got: Uint8Array[] = [];
      let mostHeld = 0;
      start(host, function* (p) {
        const [r, w] = p.pipe();
        p.spawn(function* (child) {
          child.close(r);
          for (const [i, { size, pauseMs }] of writes.entries()) {
            yield sleep(pauseMs);
            yield write(w, bytesOf(size, i));
          }
          return 0;
        }, ['writer']);
        p.close(w);
        for (let i = 0; ; i++) {
          const { max, pauseMs } = reads[i % reads.length]!;
          yield sleep(pauseMs);
          const bytes: Uint8Array | null = yield read(r, max);
          if (bytes === null) break;
          mostHeld = Math.max(mostHeld, bytes.length);
          got.push(bytes);
        }
        yield waitPid(-1);
        return 0;
      });
      world.run();
      expect(mostHeld).toBeLessThanOrEqual(PIPE_BYTES);
      expect(Buffer.compare(Buffer.concat(got), Buffer.concat(writes.map(({ size }, i) => bytesOf(size, i))))).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('a writer without readers gets SIGPIPE, or EPIPE when it ignores that', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const into = (ignore: boolean) =>
    start(host, function* (p) {
      if (ignore) p.on('SIGPIPE', 'ignore');
      const [r, w] = p.pipe();
      p.close(r);
      try {
        yield write(w, 'x');
      } catch (error) {
        yield p.print((error as SystemError).code);
        return 2;
      }
      return 0;
    });
  const dies = into(false);
  const told = into(true);
  world.run();
  expect(dies.status()).toMatchObject({ code: 141, signal: 'SIGPIPE' });
  expect(told.text()).toBe('EPIPE');
  expect(told.status()?.code).toBe(2);
});

test('a fast writer waits for a slow reader: what is under way never exceeds the pipe', () => {
  const world = new TestWorld();
  const host = world.host('node');
  let written = 0;
  let taken = 0;
  let most = 0;
  start(host, function* (p) {
    const [r, w] = p.pipe();
    p.spawn(function* (child) {
      child.close(r);
      for (;;) {
        yield write(w, bytesOf(8_192, 0));
        written += 8_192;
        most = Math.max(most, written - taken);
      }
    }, ['yes']);
    p.close(w);
    for (let i = 0; i < 20; i++) {
      yield sleep(100);
      taken += ((yield read(r, 1_000)) as Uint8Array).length;
    }
    return 0;
  });
  world.run(5_000);
  expect(most).toBeLessThanOrEqual(PIPE_BYTES + 8_192);
  expect(taken).toBe(20_000);
});

test('two processes that pass bytes to and fro without end take time', () => {
  const world = new TestWorld();
  const host = world.host('node');
  start(host, function* (p) {
    const [r1, w1] = p.pipe();
    const [r2, w2] = p.pipe();
    p.spawn(function* (child) {
      for (;;) {
        yield write(w2, (yield read(r1)) as Uint8Array);
        void child;
      }
    }, ['echo']);
    for (;;) {
      yield write(w1, 'ball');
      yield read(r2);
    }
  });
  world.clock.run(1_000, { stepsMax: 1_000_000 });
  expect(world.clock.now).toBe(1_000);
});
