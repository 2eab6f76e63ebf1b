/** Kinds whose names are known from the start, and whose rules are loaded before anybody needs them. */
import type { KubeObject } from '../meta/object.ts';
import type { Kind, KindChecks, KindNames, KindRules } from './kind.ts';

const checkNames = ['validate', 'validateUpdate', 'validateStatus', 'validateLabels', 'checkName', 'conversions', 'writableParts', 'needsRevision', 'columns', 'fields'] as const satisfies readonly (keyof KindChecks)[];
const ruleNames = ['defaults', 'admit', 'prepareForCreate', 'prepareForUpdate', 'validate', 'validateUpdate', 'validateStatus', 'checkName', 'conversions', 'writableParts', 'columns'] as const satisfies readonly (keyof KindRules)[];

/** `rules` throws NeedsAsset until they are there. Whoever can make such an object has come with them. */
export function withRules<T extends KubeObject>(names: KindNames<T>, rules: () => KindRules<T>): Kind<T> {
  return later(names, ruleNames, rules);
}

/** A kind that a cluster makes objects of by itself when it starts: what it refuses and prints of them comes with whoever else makes some. */
export function withChecks<T extends KubeObject>(kind: Omit<Kind<T>, keyof KindChecks>, checks: () => KindChecks<T>): Kind<T> {
  return later(kind, checkNames, checks);
}

function later<T extends KubeObject, Loaded extends object>(known: object, names: readonly (keyof Loaded)[], load: () => Loaded): Kind<T> {
  const getters = names.map((name) => [name, { get: () => load()[name] }] as const);
  return Object.defineProperties({ ...known }, Object.fromEntries(getters)) as Kind<T>;
}
