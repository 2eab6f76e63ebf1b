/** What makes two runs of the same commands alike: everything but what chance and timing make, on a real cluster as here. */
import { comparable } from '../script/rename.ts';

/** Blanked before lines are compared: each differs between two runs of the real thing. */
const CHANCE: readonly [RegExp, string][] = [
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, '<date>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ \d\d:\d\d:\d\d UTC \d{4}/g, '<date>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| \+0000)/g, '<date>'],
  [/\b\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000/g, '<date>'],
  [/\b\w{3} \d\d \d\d:\d\d\b/g, '<date>'],
  [/(" 200 )\d+( "-" "kube-probe)/g, '$1<size>$2'], // of a page in our own words
  [/\b(pod-template-hash: )[a-z0-9]+/g, '$1<hash>'],
  [/\b(resourceVersion: ")\d+/g, '$1<revision>'],
  [/\(x\d+ over /g, '(x<n> over '],
  [/\bhttps?:\/\/[\d.]+:\d+/g, '<server>'],
  [/\b(LIVE|MERGED)-\d+/g, '$1-<n>'],
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/\b3[0-2]\d{3}\b/g, '<node port>'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<suffix>'],
  [/\b(Finished rollout|rollout to finish): \d+/g, '$1: <n>'],
  [/\b(Resource Version: +)\d+/g, '$1<revision>'],
  [/\b(Machine ID|System UUID):.*/g, '$1:'],
  [/\b(memory: +)\d{7,}Ki\b/g, '$1<size>'], // the machine's
];

/** Lines as they may be compared: blanked; in any order, as names of chance decide it; waiting told once, however often it was told. */
export function alikeLines(lines: readonly string[]): readonly string[] {
  const blanked = comparable(lines.filter((line) => !isLeftOver(line)).flatMap(partsOf).filter((line) => line !== '').map(blankChance));
  return blanked.filter((line, i) => !line.startsWith('Waiting for ') || blanked.indexOf(line) === i);
}

/** A pod that has ended and waits to be removed: how long it does so is the machine's, and the captured one was slow. */
function isLeftOver(line: string): boolean {
  return /^\S+ +0\/\d+ +Terminating /.test(line);
}

/**
 * A watch as it may be compared: what each object went through, repetitions left out, in whatever order the objects took turns. A pod
 * that was ending already when the watch began is of what came before. What lasts a moment is seen or not, as chance has it: that a pod
 * has no node yet, that a container runs which ends or is ready at once, that an ended one has not been removed.
 */
export function alikeWatch(lines: readonly string[]): readonly string[] {
  const seen = new Map<string, string[]>();
  for (const line of lines.filter((l) => l.trim() !== '')) {
    const [name = '', ...cells] = line.trim().split(/ {2,}|\t/);
    const state = withoutAge(cells).join(' ');
    const states = seen.get(name) ?? [];
    if (states.at(-1) !== state) states.push(state);
    seen.set(name, states);
  }
  const begun = [...seen].filter(([, [first = '']]) => !first.includes('Terminating'));
  return alikeLines(begun.map(([name, states]) => `${name}: ${states.filter(isLasting).join(', ')}`));
}

function isLasting(state: string, i: number, states: readonly string[]): boolean {
  const [ready, word, count] = state.split(' ');
  const next = states[i + 1];
  if (word === 'Pending') return next === undefined;
  if (word === 'Running') return next !== `0/1 Error ${count}` && next !== `1/1 Running ${count}`;
  return word !== 'Terminating' || !ready?.startsWith('0/');
}

function withoutAge(cells: readonly string[]): readonly string[] {
  return cells.filter((cell) => !/^(\d+[smhd])+$/.test(cell));
}

/** A document without a newline at its end, and what was printed behind it: the captures have what went to stderr elsewhere. */
function partsOf(line: string): readonly string[] {
  return line.startsWith('{') ? line.split(/(?<=\})(?=[A-Za-z])/) : [line];
}

function blankChance(line: string): string {
  let text = line;
  for (const [pattern, blank] of CHANCE) text = text.replace(pattern, blank);
  return text;
}

/** Two ways of the same objects: each may be cut a step earlier or later, as the watch is ended in one moment or the next. */
export function isSameWatch(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((way, i) => isCut(way, other[i]!) || isCut(other[i]!, way));
}

function isCut(way: string, whole: string): boolean {
  return way === whole || (whole.startsWith(`${way}, `) && !whole.slice(way.length + 2).includes(', '));
}
