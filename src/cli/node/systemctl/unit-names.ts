/** Units as they are named: "kubelet" is kubelet.service, a pattern is those that are known, and other kinds of units keep their ending. */
import { compileGlob, hasGlob } from '../../../base/index.ts';
import type { Init } from '../../../host/index.ts';

export const unitTypes = ['service', 'mount', 'swap', 'socket', 'target', 'device', 'automount', 'timer', 'path', 'slice', 'scope'];

/** Services go without their ending here. */
export function unitName(word: string): string {
  return word.replace(/\.service$/, '');
}

export function fullName(unit: string): string {
  return unitTypes.some((type) => unit.endsWith(`.${type}`)) ? unit : `${unit}.service`;
}

/** Each once, in the order in which they are named. */
export function unitsNamed(init: Init, words: readonly string[]): readonly string[] {
  return [...new Set(words.flatMap((word) => (hasGlob(word) ? matching(init, word) : [unitName(word)])))];
}

export function matching(init: Init, pattern: string): readonly string[] {
  const glob = compileGlob(pattern);
  return init.units.map(({ name }) => name).filter((name) => glob.matches(fullName(name))).sort();
}

/** One that still runs, or is remembered as failed, though its file has gone. */
export function isGone(init: Init, unit: string): boolean {
  return init.find(unit) === undefined;
}
