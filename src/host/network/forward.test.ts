import { expect, test } from 'vitest';
import type { Door } from '../../base/index.ts';
import { PIPE_BYTES } from '../process/byte-queue.ts';
import { sleep } from '../process/time-calls.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { carryBody, type Carried } from './forward.ts';
import { dial, request, type Response } from './request.ts';

const BLOCK = 8_192;

test('an answer without end goes on as fast as the last client reads, and ends for all when that one goes', () => {
  const world = new TestWorld();
  const host = world.host('a');
  let written = 0;
  let isUpstreamLeft = false;
  const carried: Carried[] = [];
  const serve = (port: number, open: (process: Parameters<typeof dial>[0]) => Door['open']): void => {
    start(host, function* (process) {
      process.listen({ port, door: { open: open(process) } });
      yield pause();
      return 0;
    });
  };
  serve(81, () => (_, call) => {
    const fill = (): void => {
      for (let more = true, blocks = 0; more && blocks < 100; blocks++) {
        written += BLOCK;
        more = call.write(new Uint8Array(BLOCK));
      }
    };
    call.onDrain(fill);
    call.onClose(() => (isUpstreamLeft = true));
    fill();
  });
  serve(80, (process) => (_, call) => {
    let clientGone = (): void => {};
    dial(process, { host: '127.0.0.1', port: 81 }, { path: '/' }, (response) => void (clientGone = carryBody(response, call, (end) => carried.push(end))), () => {});
    call.onClose(() => clientGone());
  });
  world.run(1);
  let taken = 0;
  let most = 0;
  start(host, function* () {
    const response: Response = yield request({ host: '127.0.0.1', port: 80 }, { path: '/' });
    while (taken < 40 * BLOCK) {
      const chunk: Uint8Array = yield response.read(4_096);
      taken += chunk.length;
      most = Math.max(most, written - taken);
      yield sleep(1);
    }
    return 0;
  });
  world.run();
  expect(taken).toBe(40 * BLOCK);
  expect(most).toBeLessThan(3 * PIPE_BYTES);
  expect(carried).toEqual([{ bytes: expect.any(Number), end: 'client gone' }]);
  expect(carried[0]!.bytes).toBeGreaterThanOrEqual(taken);
  expect(isUpstreamLeft).toBe(true);
});
