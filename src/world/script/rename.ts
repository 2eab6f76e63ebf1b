/**
 * The renamed run: the same script under other names, other ports and another seed. What works only under its own names is
 * canned. The renamed run's output, its names put back and what chance made blanked out, must equal the first run's.
 */
import { assert } from '../../base/index.ts';
import { Random } from '../../sim/index.ts';
import type { Item, Script } from './format.ts';

export interface Renaming {
  readonly to: ReadonlyMap<string, string>; // name in the script -> name in the renamed run, of the same length
}

export function makeRenaming(names: readonly string[], seed: number): Renaming {
  const random = new Random(`rename ${seed}`);
  const to = new Map<string, string>();
  const taken = new Set<string>(names);
  for (const name of names) {
    assert(/[A-Za-z]|^\d+$/.test(name), 'script: a name with nothing in it that could be another', { name });
    let other = name;
    while (taken.has(other)) other = renamed(name, random);
    taken.add(other);
    to.set(name, other);
  }
  return { to };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A name of the same length and shape, so that columns stay where they are: letters for letters, digits for digits. */
function renamed(name: string, random: Random): string {
  if (/^\d+$/.test(name)) return String(random.between(10 ** (name.length - 1), 10 ** name.length - 1));
  return [...name].map((c) => (/[a-z]/.test(c) ? random.pick([...letters]) : /[A-Z]/.test(c) ? random.pick([...letters]).toUpperCase() : c)).join('');
}

export function renameScript(script: Script, { to }: Renaming, seed: number): Script {
  const items = script.items.map((item): Item => {
    if (item.kind === 'prose') return item;
    if (item.kind !== 'command') return { ...item, argument: substitute(item.argument, to) };
    return {
      ...item,
      typed: item.typed.map((l) => substitute(l, to)),
      ...(item.meanwhile !== undefined && { meanwhile: substitute(item.meanwhile, to) }),
    };
  });
  return { ...script, seed: script.seed + seed, items };
}

/** Puts the names of the renamed run back and blanks what chance makes; rows that chance orders are sorted. */
export function comparable(lines: readonly string[], renaming?: Renaming): string[] {
  const back = new Map([...(renaming?.to ?? [])].map(([from, to]) => [to, from]));
  return lines.map((l) => blankChance(substitute(l, back))).sort();
}

const CHANCE: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b(sha256:)?[0-9a-f]{64}\b/g, '<digest>'],
  [/\b[0-9a-f]{12}\b/g, '<id>'],
  [/-[bcdf0-9ghjklmnpqrstvwxz]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<pod>'],
  [/-[bcdf0-9ghjklmnpqrstvwxz]{8,10}\b/g, '-<hash>'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<suffix>'],
  [/(--token )[a-z0-9]{6}\.[a-z0-9]{16}\b/g, '$1<token>'],
  [/\b(pod-template-hash=)[a-z0-9]+/g, '$1<hash>'],
  [/\b\d+\.\d+\.\d+\.\d+\b/g, '<ip>'],
  [/\b\d+(\.\d+)?(ms|s|m|h|d)(\d+(\.\d+)?(ms|s|m|h))*\b/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(\.\d+)?\b/g, '<clock>'],
  [/\bnode-\d+\b/g, '<node>'],
  [/\b(resourceVersion: ")\d+/g, '$1<revision>'],
  [/ {2,}|\t/g, ' '],
];

function blankChance(line: string): string {
  let text = line;
  for (const [pattern, blank] of CHANCE) text = text.replace(pattern, blank);
  return text.trimEnd();
}

function substitute(text: string, map: ReadonlyMap<string, string>): string {
  let out = '';
  let rest = text;
  while (rest !== '') {
    const word = /^[A-Za-z0-9]+/.exec(rest)?.[0];
    const compound = word === undefined ? undefined : longest(rest, map);
    const take = compound ?? word ?? rest[0]!;
    out += map.get(take) ?? take;
    rest = rest.slice(take.length);
  }
  return out;
}

/** The longest name that `text` begins with and that ends at the end of a word. */
function longest(text: string, map: ReadonlyMap<string, string>): string | undefined {
  let best: string | undefined;
  for (const name of map.keys())
    if (text.startsWith(name) && !/^[A-Za-z0-9]/.test(text.slice(name.length)) && name.length > (best?.length ?? 0)) best = name;
  return best;
}
