/** A kind whose names are known from the start, and whose rules are loaded before its first object is made. */
import type { KubeObject } from '../meta/object.ts';
import type { Kind, KindNames, KindRules } from './kind.ts';

const ruleNames = ['defaults', 'admit', 'prepareForCreate', 'prepareForUpdate', 'validate', 'validateUpdate', 'validateStatus', 'checkName', 'conversions', 'columns'] as const satisfies readonly (keyof KindRules)[];

/** `rules` throws NeedsAsset until they are there. Whoever can make such an object has come with them. */
export function withRules<T extends KubeObject>(names: KindNames<T>, rules: () => KindRules<T>): Kind<T> {
  const getters = ruleNames.map((name) => [name, { get: () => rules()[name] }] as const);
  return Object.defineProperties({ ...names }, Object.fromEntries(getters)) as Kind<T>;
}
