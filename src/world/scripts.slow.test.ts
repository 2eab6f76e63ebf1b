/** Every script of the project, played as it stands and once more under other names, ports and another seed: what only works under its own names is canned. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { parseScript, type Script } from './script/format.ts';
import { playScript, type Played } from './script/player.ts';
import { comparable, makeRenaming, renameScript, type Renaming } from './script/rename.ts';
import { SessionStage } from './script/session-stage.ts';
import { Session } from './session.ts';

const files = import.meta.glob<string>('./scripts/*.script', { query: '?raw', import: 'default', eager: true });
const RENAME_SEED = 7;

function play(script: Script): Played {
  return playScript(script, new SessionStage(new Session(script.scenario ?? 'default', String(script.seed))));
}

function comparableOutputs({ outputs }: Played, renaming?: Renaming): string[][] {
  return outputs.map((lines) => comparable(lines, renaming));
}

beforeAll(loadAllAssets);

describe.each(Object.keys(files))('%s', (path) => {
  const script = parseScript(files[path]!);
  let first: Played | undefined;
  const played = (): Played => (first ??= play(script));

  it('prints what it says', () => {
    expect(played().differences).toEqual([]);
  });

  it('prints the same under other names', () => {
    const renaming = makeRenaming(script.names, RENAME_SEED);
    const other = renameScript(script, renaming, RENAME_SEED);
    expect(comparableOutputs(play(other), renaming)).toEqual(comparableOutputs(played()));
  });
});
