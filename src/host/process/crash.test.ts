import { expect, test } from 'vitest';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { PROGRAM_CRASHED } from './crash.ts';
import type { ExitStatus } from './process.ts';
import { sleep, waitPid } from './time-calls.ts';

test('a defect of a program ends that program, wherever it lies; the trace keeps it and the world goes on', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const defect = (): never => {
    throw new TypeError('a defect');
  };
  const inside = start(host, function* () {
    yield sleep(0);
    return defect();
  }, { argv: ['inside'] });
  const atOnce = start(host, defect, { argv: ['atOnce'] });
  const inCall = start(host, function* () {
    yield { name: 'strange', start: defect };
    return 0;
  }, { argv: ['inCall'] });
  const atEnd = start(host, function* () {
    try {
      yield pause();
      return 0;
    } finally {
      defect();
    }
  }, { argv: ['atEnd'] });
  const parent = start(host, function* (p) {
    const child = p.spawn(defect, ['child']);
    const status: ExitStatus = yield waitPid(child.pid);
    return status.signal === 'SIGSEGV' ? 7 : 0;
  }, { argv: ['parent'] });
  world.run(5);
  host.kernel.send(atEnd.process, 'SIGKILL');
  world.run(10);
  for (const one of [inside, atOnce, inCall]) expect(one.status()).toMatchObject({ code: 139, signal: 'SIGSEGV' });
  expect([atEnd.status()?.code, parent.status()?.code]).toEqual([137, 7]);
  const crashes = host.trace.since(1).filter((entry) => entry.code === PROGRAM_CRASHED);
  expect(crashes.map((entry) => entry.args['process'])).toEqual(['inside', 'atOnce', 'inCall', 'child', 'atEnd']);
  expect(new Set(crashes.map((entry) => entry.args['message']))).toEqual(new Set(['TypeError: a defect']));
});
