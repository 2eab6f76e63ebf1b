/** --overrides of run and expose: what was made, patched by what was typed. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { patchedLocally, type PatchType } from '../patch/apply-locally.ts';

export const overrideFlags: readonly FlagSpec[] = [
  { name: 'override-type', type: 'string', initial: 'merge', usage: 'How --overrides are taken: json, merge or strategic.', since: 21 },
  { name: 'overrides', type: 'string', usage: 'JSON that overrides what is made.' },
];

export function overridden({ flags }: Invocation, object: JsonObject, flag: 'overrides' | 'service-overrides' = 'overrides'): JsonObject {
  const typed = flags.text(flag);
  if (typed === '') return object;
  const type = flags.text('override-type') || 'merge';
  if (!['json', 'merge', 'strategic'].includes(type)) throw new CommandError(`invalid override type: ${type}`);
  return patchedLocally(object, typed, type as PatchType, 'Invalid JSON Patch');
}
