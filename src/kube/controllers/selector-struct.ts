/** A label selector as components print it into their messages: Go's own form of the value. */
import { compareBytes } from '../../base/index.ts';
import type { LabelSelector } from '../meta/object.ts';

export function formatSelectorStruct(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => compareBytes(a, b)).map(([key, value]) => `${key}: ${value},`);
  const rules = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`);
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${rules.join('')}},}`;
}
