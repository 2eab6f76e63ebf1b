/** `-f name=value`, collected into the one parameter of the API. */
import { printJson } from '../../../base/index.ts';
import type { Query } from './engine-client.ts';

export function filterQuery(filters: readonly string[], more: Readonly<Record<string, string>> = {}): Query {
  const all: Record<string, Record<string, boolean>> = {};
  const add = (name: string, value: string): void => {
    (all[name] ??= {})[value] = true;
  };
  for (const filter of filters) add(filter.slice(0, filter.indexOf('=')).toLowerCase().trim(), filter.slice(filter.indexOf('=') + 1).trim());
  for (const [name, value] of Object.entries(more)) add(name, value);
  return Object.keys(all).length === 0 ? [] : [['filters', printJson(all, { sortKeys: true })]];
}
