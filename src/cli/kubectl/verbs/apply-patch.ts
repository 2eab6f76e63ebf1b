/** The patch that leads from what the server has to what a file says, by what was applied last: what apply sends and diff tries. */
import type { JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { text } from '../objects/member.ts';
import { PatchSchema } from '../patch/patch-schema.ts';
import { threeWayMergePatch, threeWayPatch } from '../patch/three-way.ts';
import type { Info } from '../resources/info.ts';
import { lastApplied } from '../resources/last-applied.ts';
import { apiVersionOf } from '../wire/discovery.ts';

export interface ApplyPatch {
  readonly body: JsonObject;
  readonly type: string;
}

export function* applyPatchFor(k: Invocation, info: Info, modified: JsonObject, current: JsonObject): Task<ApplyPatch> {
  const apiVersion = apiVersionOf(info.resource);
  const description = yield* k.openApi.of(apiVersion);
  const schema = description?.knownKind(apiVersion, info.resource.kind);
  const original = lastApplied(current);
  const body = schema ? threeWayPatch(original, modified, current, new PatchSchema(description, schema)) : threeWayMergePatch(original, modified, current);
  return { body, type: schema ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json' };
}

const warnsOfDeletionSince = 20;

/** What is on its way out takes changes, and nobody will see them for long. */
export function* warnOfDeletion(k: Invocation, { name }: Info, object: JsonObject): Task {
  if (k.release.minor >= warnsOfDeletionSince && text(object, 'metadata', 'deletionTimestamp') !== '') yield* k.warn(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`);
}
