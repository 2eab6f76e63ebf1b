import { expect, test } from 'vitest';
import { Client, CLOCK_BEFORE_OPENING, NO_MOMENTS, type Act, type FromEngine, type PodRow, type Port, type ToEngine } from './index.ts';

function connect() {
  const posted: ToEngine[] = [];
  const frames: (() => void)[] = [];
  const heard: FromEngine[] = [];
  let say: (message: FromEngine) => void = () => {};
  const port: Port = { post: (m) => posted.push(m), listen: (fn) => (say = fn), close() {} };
  const client = new Client(port, {
    afterDrawing: (fn) => frames.push(fn),
    heard: (m) => heard.push(m),
    trips() {},
    files() {},
    journalled() {},
  });
  return { client, posted, frames, heard, say: (m: FromEngine) => say(m) };
}

const rows = (seq: number, acts: Act[] = []): FromEngine => ({
  type: 'rows',
  seq,
  whole: false,
  patch: {},
  clock: { ...CLOCK_BEFORE_OPENING, nowMs: seq },
  moments: { ...NO_MOMENTS, acts },
});

const act = (id: number, code = 'x') => ({ id, code }) as Act;

test('rows are acknowledged when they have been drawn, not before', () => {
  const { posted, frames, say, client } = connect();
  say(rows(1));
  expect(client.clock.nowMs).toBe(1);
  expect(posted).toEqual([]);
  for (const frame of frames) frame();
  expect(posted).toEqual([{ type: 'ack', seq: 1 }]);
});

test('many rows at once are acknowledged some frames later, so that what follows comes as one patch', () => {
  const { posted, frames, say } = connect();
  const puts = Array.from({ length: 300 }, (_, i) => ({ id: `p${i}` }) as PodRow);
  say({ ...rows(1), patch: { pods: { puts, drops: [] } } } as FromEngine);
  let drawn = 0;
  while (posted.length === 0 && drawn < 100) frames[drawn++]!();
  expect(drawn).toBeGreaterThan(2);
  expect(drawn).toBeLessThan(10);
  expect(posted).toEqual([{ type: 'ack', seq: 1 }]);
});

test('an answer goes to its question, a refusal is an error, a cancelled question is silent', async () => {
  const { client, posted, say } = connect();
  const first = client.ask('object', { about: 'pods/1' });
  const second = client.ask('schema', { host: 'laptop' });
  const third = client.ask('share', {});
  third.cancel();
  const [a, b, c] = posted.map((m) => ('id' in m ? m.id : 0));
  say({ type: 'refused', id: b!, message: 'no route to host' });
  say({ type: 'answer', id: a!, answer: null });
  say({ type: 'answer', id: c!, answer: null });
  await expect(first).resolves.toBeNull();
  await expect(second).rejects.toThrow('no route to host');
  expect(posted.at(-1)).toEqual({ type: 'cancel', id: c });
});

test('the journal has what the engine took in; what it may hang on stays apart', () => {
  const { client, posted, say } = connect();
  say({ type: 'opened', session: { engine: '1', scenario: 'default', seed: 's', epochMs: 5 } as never, inputs: [] });
  client.input({ do: 'eof', tty: 't1' });
  client.input({ do: 'line', tty: 't1', text: 'yes' });
  const first = posted[0] as ToEngine & { type: 'input' };
  say({ type: 'accepted', id: first.id, input: { atMs: 1, step: 2, do: first.input } });
  expect(client.record()!.inputs).toEqual([{ atMs: 1, step: 2, do: { do: 'eof', tty: 't1' } }]);
  expect(client.unstamped).toEqual([{ do: 'line', tty: 't1', text: 'yes' }]);
});

test('a command of a button ends with its exit code', async () => {
  const { client, posted, say } = connect();
  const running = client.command('laptop', 'kubectl apply -f web.yaml');
  const { id, input } = posted[0] as ToEngine & { type: 'input' };
  expect(input).toEqual({ do: 'command', id, host: 'laptop', text: 'kubectl apply -f web.yaml' });
  say({ type: 'command-ended', id, exitCode: 1, stdout: '', stderr: 'error: the path "web.yaml" does not exist\n' });
  expect((await running).exitCode).toBe(1);
});

test('acts are found by id and by what is wanted before and after it', () => {
  const { client, say } = connect();
  say(rows(1, [act(3), act(4, 'y')]));
  say(rows(2, [act(4, 'y'), act(7, 'y')]));
  expect(client.acts.list.map((a) => a.id)).toEqual([3, 4, 7]);
  expect(client.acts.get(4)?.code).toBe('y');
  expect(client.acts.get(5)).toBeUndefined();
  const wanted = (a: Act) => a.code === 'y';
  expect(client.acts.before(7, wanted)?.id).toBe(4);
  expect(client.acts.before(4, wanted)).toBeUndefined();
  expect(client.acts.after(4, wanted)?.id).toBe(7);
});

test('a session goes on with the inputs that the engine says it had: a snapshot begins with others than its link', () => {
  const of = (tty: string) => [{ atMs: 1, step: 2, do: { do: 'eof', tty } }] as const;
  const session = { engine: '1', seed: 's', scenario: 'default', epochMs: 0, inputs: of('t1') };
  const { client, say } = connect();
  client.open({ from: 'link', session, snapshot: '' }, true, 1);
  say({ type: 'opened', session: session as unknown as Extract<FromEngine, { type: 'opened' }>['session'], inputs: of('t2') });
  expect(client.record()!.inputs).toEqual(of('t2'));
});
