import { expect, test } from 'vitest';
import { Session } from './session.ts';

test('a container whose main process is ended by hand is told by its name, and is started again', () => {
  const session = new Session('default', 'faults');
  const { world } = session;
  world.clock.run(world.clock.now + 60_000, { stepsMax: 100_000 });
  const runtime = world.runtimes.get('node-1')!;
  const proxy = runtime.list().find(({ record, process }) => record.name === 'kube-proxy' && process)!;
  const first = world.trace.lastId + 1;
  session.feed({ do: 'fault', fault: { kind: 'stop-container', container: `node-1/${proxy.id}` } });
  expect(world.trace.get(first)).toMatchObject({ actor: 'you', code: 'fault-stop-container', args: { container: 'kube-proxy', host: 'node-1' } });
  expect(proxy.process).toBeUndefined();
  world.clock.run(world.clock.now + 60_000, { stepsMax: 100_000 });
  expect(runtime.list().some(({ record, process }) => record.name === 'kube-proxy' && process)).toBe(true);
});
