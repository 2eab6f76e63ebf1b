/** A patch applied where no server is asked: --overrides, and patch with --local or --dry-run=client. */
import { applyJsonPatch, applyMergePatch, isJsonObject, parseYaml, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { mergeStrategically } from './strategic-merge.ts';

export type PatchType = 'json' | 'merge' | 'strategic';

/** `wrong`: what is said of a text that is no patch of this type. */
export function patchedLocally(object: JsonObject, patch: string, type: PatchType, wrong: string): JsonObject {
  const parsed = parseYaml(patch);
  if ('error' in parsed || (type !== 'json' && !isJsonObject(parsed.value))) throw new CommandError(wrong);
  if (type === 'strategic') return mergeStrategically(object, parsed.value) as JsonObject;
  if (type === 'merge') return applyMergePatch(object, parsed.value) as JsonObject;
  const answer = applyJsonPatch(object, parsed.value);
  if ('error' in answer) throw new CommandError(answer.error);
  return answer.value as JsonObject;
}
