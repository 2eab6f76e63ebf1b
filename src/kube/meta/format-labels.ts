/** Labels as tables print them: `app=web,tier=front`; keys in order. */
import { sortedKeys } from '../../base/index.ts';
import type { Labels } from './object.ts';

export function formatLabels(labels: Labels | undefined): string {
  if (labels === undefined) return '<none>';
  const text = sortedKeys(labels).map((key) => `${key}=${labels[key]}`);
  return text.length === 0 ? '<none>' : text.join(',');
}
