import { afterEach, expect, test } from 'vitest';
import type { FromEngine } from '../../client/index.ts';
import { loadAsset } from '../assets.ts';
import { inputCode } from '../input-code.ts';
import { Engine } from './engine.ts';

afterEach(() => loadAsset(inputCode.name));

const later = () => new Promise((done) => setTimeout(done, 20));

test('what cannot be loaded freezes the session, is tried again when asked for, and nothing that was typed is lost', async () => {
  inputCode.accept(undefined as never); // as in a browser that has not fetched it yet
  const heard: FromEngine[] = [];
  let reachable = false;
  const load = (name: string) => (reachable ? loadAsset(name) : Promise.reject(new Error('no network')));
  const engine = new Engine({ time: { nowMs: () => performance.now(), later: (ms, run) => void setTimeout(run, ms) }, load, post: (message) => heard.push(message) });
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'default', seed: 'frozen' }, playing: false, speed: 1 });
  await later();
  engine.receive({ type: 'input', id: 1, input: { do: 'open-tty', tty: 't1', host: 'laptop', rows: 24, cols: 80 } });
  await later();
  const of = (type: FromEngine['type']) => heard.filter((message) => message.type === type);
  expect(of('needs')).toMatchObject([{ asset: inputCode.name, state: 'failed', message: 'no network' }]);
  engine.receive({ type: 'retry' });
  await later();
  expect(of('needs')).toHaveLength(2);
  expect(of('accepted')).toEqual([]);
  reachable = true;
  engine.receive({ type: 'retry' });
  await later();
  expect(of('needs').at(-1)).toMatchObject({ state: 'loaded' });
  expect(of('accepted')).toHaveLength(1);
  expect(of('crashed')).toEqual([]);
  engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'no such', seed: 's' }, playing: false, speed: 1 }); // which ends the pump of the first
  await later();
  expect(of('crashed')).toHaveLength(1);
});
