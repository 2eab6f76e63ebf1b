/** --overrides of run and expose: what was made, patched by what was typed. */
import { applyJsonPatch, applyMergePatch, isJsonObject, parseYaml, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { mergeStrategically } from '../kustomize/strategic-merge.ts';

export const overrideFlags: readonly FlagSpec[] = [
  { name: 'override-type', type: 'string', initial: 'merge', usage: 'How --overrides are taken: json, merge or strategic.', since: 21 },
  { name: 'overrides', type: 'string', usage: 'JSON that overrides what is made.' },
];

export function overridden({ flags }: Invocation, object: JsonObject): JsonObject {
  const typed = flags.text('overrides');
  if (typed === '') return object;
  const parsed = parseYaml(typed);
  const type = flags.text('override-type') || 'merge';
  if (!['json', 'merge', 'strategic'].includes(type)) throw new CommandError(`invalid override type: ${type}`);
  if ('error' in parsed || (type !== 'json' && !isJsonObject(parsed.value))) throw new CommandError('Invalid JSON Patch');
  if (type === 'strategic') return mergeStrategically(object, parsed.value) as JsonObject;
  if (type === 'merge') return applyMergePatch(object, parsed.value) as JsonObject;
  const answer = applyJsonPatch(object, parsed.value);
  if ('error' in answer) throw new CommandError(answer.error);
  return answer.value as JsonObject;
}
