/**
 * The captures of a real 1.20 cluster under client 1.32, typed one after the other into one world of that kind: what is not a known
 * difference prints alike. Commands take no time here: a short sleep stands where what follows depends on the time that they took there.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAllAssets } from '../assets.ts';
import { parseScript, type CommandBlock } from '../script/format.ts';
import { playScript } from '../script/player.ts';
import { SessionStage } from '../script/session-stage.ts';
import { Session } from '../session.ts';
import { alikeLines, alikeWatch, isSameWatch } from './likeness.ts';
import { knownDifferences } from './known-differences.ts';

const files = import.meta.glob<string>('./*.script', { query: '?raw', import: 'default', eager: true });
const ALIKE_MIN = 175; // of the 194 blocks compared: nine in ten

interface Compared {
  readonly where: string;
  readonly known: boolean;
  readonly isWatch: boolean;
  readonly expected: readonly string[];
  readonly printed: readonly string[];
}

/** A command in braces sets the stage, and a manifest written down prints nothing: neither was captured. */
function isCaptured({ typed }: CommandBlock): boolean {
  return !typed[0]!.startsWith('{ ') && !typed[0]!.startsWith('cat > ');
}

function compareAll(): Compared[] {
  const stage = new SessionStage(new Session('golden', '1'));
  return Object.keys(files).sort().flatMap((path) => {
    const name = path.replace(/^\.\/|\.script$/g, '');
    const script = parseScript(files[path]!);
    const { outputs } = playScript(script, stage);
    const commands = script.items.flatMap((item) => (item.kind === 'command' ? [item] : []));
    return commands.flatMap((command, i): Compared[] => {
      if (!isCaptured(command)) return [];
      const isWatch = command.forMs !== undefined && / get .* -w$/.test(command.typed[0]!);
      const alike = isWatch ? alikeWatch : alikeLines;
      const known = knownDifferences[name]?.[i + 1] !== undefined;
      return [{ where: `${name} ${i + 1}: ${command.typed[0]!}`, known, isWatch, expected: alike(command.expected), printed: alike(outputs[i]!) }];
    });
  });
}

const isAlike = ({ isWatch, expected, printed }: Compared): boolean => (isWatch ? isSameWatch(expected, printed) : expected.join('\n') === printed.join('\n'));

beforeAll(loadAllAssets);

describe('the captures of a real cluster', () => {
  it('print alike, but for known differences', { timeout: 300_000 }, () => {
    const all = compareAll();
    expect(all.filter((block) => !block.known && !isAlike(block))).toEqual([]);
    expect(all.filter(isAlike).length).toBeGreaterThanOrEqual(ALIKE_MIN);
  });
});
