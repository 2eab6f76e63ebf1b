/** A world is a pure function of seed, scenario and inputs: replayed, it comes to the same hash; an input at any step comes at that step again. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../client/index.ts';
import { loadAllAssets, loadAsset } from './assets.ts';
import { logHash } from './log-hash.ts';
import { Session } from './session.ts';

beforeAll(loadAllAssets);

const apply: readonly Input[] = [
  { do: 'open-tty', tty: 'a', host: 'laptop', rows: 24, cols: 80 },
  { do: 'line', tty: 'a', text: 'kubectl apply -f nginx-deployment.yaml' },
];

function runSteps(session: Session, steps: number): void {
  for (let i = 0; i < steps; i++) if (!session.world.clock.step()) return;
}

describe('replay', () => {
  it('comes to the same hash', async () => {
    const live = new Session('default', 'seed');
    for (const input of apply) {
      live.feed(input);
      live.world.clock.run(live.world.clock.now + 3_000, { stepsMax: 1e6 });
    }
    live.feed({ do: 'fault', fault: { kind: 'stop-host', host: 'node-1' } });
    const again = await Session.replay(live.record, loadAsset);
    expect(logHash(again.world)).toBe(logHash(live.world));
    for (const { world } of [live, again]) world.clock.run(world.clock.now + 60_000, { stepsMax: 1e6 });
    expect(logHash(again.world)).toBe(logHash(live.world));
  });

  it('takes the edits of a page from the record, and offers again the one that is open', async () => {
    const live = new Session('default', 'edits');
    const seen: string[] = [];
    const show = (edit: { number: number; process: { files: { readText(path: string): string } }; path: string }) => void seen.push(edit.process.files.readText(edit.path));
    live.world.edits.attach(live.world.hosts.values(), show);
    for (const input of apply) live.feed(input);
    const edit = () => {
      live.feed({ do: 'line', tty: 'a', text: 'kubectl edit deployment nginx-deployment' });
      live.world.clock.run(live.world.clock.now + 3_000, { stepsMax: 1e6 });
    };
    edit();
    live.feed({ do: 'edited', edit: 1, text: seen[0]!.replace('replicas: 3', 'replicas: 5') });
    live.world.clock.run(live.world.clock.now + 3_000, { stepsMax: 1e6 });
    edit();
    expect(seen[1]).toContain('replicas: 5');
    const again = await Session.replay(live.record, loadAsset);
    again.world.clock.run(live.world.clock.now, { stepsMax: 1e6 });
    expect(logHash(again.world)).toBe(logHash(live.world));
    const open: string[] = [];
    again.world.edits.attach(again.world.hosts.values(), (e) => void open.push(e.process.files.readText(e.path)));
    expect(open).toEqual([seen[1]]);
  });

  it('differs for another seed', () => {
    const hashOf = (seed: string) => {
      const session = new Session('default', seed);
      for (const input of apply) session.feed(input);
      session.world.clock.run(session.world.clock.now + 5_000, { stepsMax: 1e6 });
      return logHash(session.world);
    };
    expect(hashOf('one')).toBe(hashOf('one'));
    expect(hashOf('one')).not.toBe(hashOf('two'));
  });

  it('puts an input back between the very same two events, in the middle of an instant too', async () => {
    const live = new Session('default', 'steps');
    for (const input of apply) live.feed(input);
    for (let i = 0; i < 60; i++) {
      runSteps(live, 1);
      live.feed({ do: 'fault', fault: i % 2 === 0 ? { kind: 'cut', host: 'node-2', from: '*' } : { kind: 'mend', host: 'node-2', from: '*' } });
    }
    runSteps(live, 200);
    live.feed({ do: 'line', tty: 'a', text: 'kubectl get pods' });
    runSteps(live, 50);
    live.feed({ do: 'close-tty', tty: 'a' });
    const again = await Session.replay(live.record, loadAsset);
    expect(again.record).toEqual(live.record);
    expect(logHash(again.world)).toBe(logHash(live.world));
  });
});
