/**
 * What is loaded when must not show. Here a world begins with nothing loaded, as on the page: left alone it needs nothing more than
 * what it began with, and a session of any script played again comes to the same hash as it did where everything was there from the start.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FromEngine } from '../client/index.ts';
import type * as World from './index.ts';
import { loadAllAssets } from './assets.ts';
import { logHash } from './log-hash.ts';
import { parseScript } from './script/format.ts';
import { playScript } from './script/player.ts';
import { SessionStage } from './script/session-stage.ts';
import { Session } from './session.ts';

const files = import.meta.glob<string>('./scripts/*.script', { query: '?raw', import: 'default', eager: true });
const AFTER_MS = 60_000; // beyond the last input: what it set going
const LONG_MS = 2 * 3_600_000;

/** This room as a page finds it. */
async function nothingLoaded(): Promise<typeof World> {
  vi.resetModules();
  return import('./index.ts');
}

beforeAll(loadAllAssets);

describe('code on demand', () => {
  it('is there when the playground begins: left alone it asks for nothing more, and never for what only its users need', async () => {
    const fresh = await nothingLoaded();
    const asked: string[] = [];
    const load = (asset: string) => (asked.push(asset), fresh.loadAsset(asset));
    const ended = await new Promise<FromEngine>((resolve) => {
      const engine = new fresh.Engine({
        time: { nowMs: () => performance.now(), later: (ms, run) => void setTimeout(run, ms) },
        load,
        post: (message) => {
          if (message.type === 'rows') engine.receive({ type: 'ack', seq: message.seq });
          if (message.type === 'crashed' || message.type === 'needs' || (message.type === 'work' && message.done)) resolve(message);
        },
      });
      engine.receive({ type: 'open', opening: { from: 'scenario', scenario: 'default', seed: '1' }, playing: false, speed: 1 });
      engine.receive({ type: 'settle' });
    });
    expect(ended).toMatchObject({ type: 'work', what: 'settle' });
    expect(asked.toSorted()).toEqual(['containers', 'docker-disk', 'inputs', 'keys', 'kubernetes', 'kubernetes-addons', 'machine']);
    const { world } = await fresh.Session.open('default', '1', load);
    expect(world.clock.run(LONG_MS, { stepsMax: Infinity }).needs).toBeUndefined();
  });

  it.each(Object.keys(files))('does not show in the history of %s', async (path) => {
    const script = parseScript(files[path]!);
    const live = new Session(script.scenario ?? 'default', String(script.seed));
    playScript(script, new SessionStage(live));
    const { record, world: first } = live;
    const untilMs = Math.max(first.clock.now, (record.inputs.at(-1)?.atMs ?? 0) + AFTER_MS);
    first.clock.run(untilMs, { stepsMax: Infinity });
    const fresh = await nothingLoaded();
    const asked: string[] = [];
    const load = (asset: string) => (asked.push(asset), fresh.loadAsset(asset));
    const { world } = await fresh.Session.replay(record, load);
    for (let run = world.clock.run(untilMs, { stepsMax: Infinity }); run.needs; run = world.clock.run(untilMs, { stepsMax: Infinity })) await load(run.needs);
    expect(asked).toContain('machine');
    for (const { trace } of [first, world]) expect(trace.since(1).filter(({ code }) => code === 'program-crashed')).toEqual([]);
    expect(fresh.logHash(world)).toBe(logHash(first));
  });
});
