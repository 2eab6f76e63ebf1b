/** Where a pod may run can still be narrowed while it is kept from being scheduled. */
import { deepEqual, sortedKeys } from '../../../base/index.ts';
import { invalidValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue, goStringMap } from '../../meta/go-syntax.ts';
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from './pod.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

export function placementErrors({ nodeSelector = {}, affinity }: PodSpec, old: PodSpec): readonly FieldError[] {
  const before = old.nodeSelector ?? {};
  const isKept = sortedKeys(before).every((key) => nodeSelector[key] === before[key]);
  return [
    ...(isKept ? [] : [invalidValue('spec.nodeSelector', goStringMap(nodeSelector), 'only additions to spec.nodeSelector are allowed (no mutations or deletions)')]),
    ...termErrors(affinity?.nodeAffinity?.[required]?.nodeSelectorTerms ?? [], old.affinity?.nodeAffinity?.[required]?.nodeSelectorTerms ?? []),
  ];
}

function termErrors(terms: readonly NodeSelectorTerm[], old: readonly NodeSelectorTerm[]): readonly FieldError[] {
  const path = `spec.affinity.nodeAffinity.${required}.nodeSelectorTerms`;
  if (old.length === 0) return [];
  if (terms.length !== old.length) return [invalidValue(path, new GoValue('[]core.NodeSelectorTerm{…}', terms.map(shownTerm)), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  return terms.flatMap((term, i) => (onlyAdds(term, old[i]!) ? [] : [invalidValue(`${path}[${i}]`, new GoValue('core.NodeSelectorTerm{…}', shownTerm(term)), 'only additions are allowed (no mutations or deletions)')]));
}

/** A term without requirements means no node: what is added to it would widen it. */
function onlyAdds({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, { matchExpressions: expressions = [], matchFields: fields = [] }: NodeSelectorTerm): boolean {
  if (expressions.length + fields.length === 0) return matchExpressions.length + matchFields.length === 0;
  return deepEqual(matchExpressions.slice(0, expressions.length), expressions) && deepEqual(matchFields.slice(0, fields.length), fields);
}

function shownTerm({ matchExpressions, matchFields }: NodeSelectorTerm): object {
  const shown = (list: readonly NodeSelectorRequirement[] | undefined) => list?.map(({ key, operator, values }) => ({ Key: key, Operator: operator, Values: values ?? null })) ?? null;
  return { MatchExpressions: shown(matchExpressions), MatchFields: shown(matchFields) };
}

/** The new spec with the placement of the old one, so that only what else differs is left. */
export function withPlacementOf(old: PodSpec, spec: PodSpec): PodSpec {
  const { nodeSelector: _, affinity, ...rest } = spec;
  const { nodeAffinity: __, ...others } = affinity ?? {};
  const was = old.affinity?.nodeAffinity;
  const merged: Affinity = { ...others, ...(was && { nodeAffinity: was }) };
  const isBare = Object.keys(merged).length === 0 && old.affinity === undefined;
  return { ...rest, ...(old.nodeSelector && { nodeSelector: old.nodeSelector }), ...(isBare ? {} : { affinity: merged }) };
}
