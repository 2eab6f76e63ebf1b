/** The verb patch: strategic merge, merge and JSON patches, and server-side apply. */
import { applyJsonPatch, applyMergePatch, decodeUtf8, isJsonObject, JsonError, parseJson, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { storeKey } from '../../kinds/kind.ts';
import { ApiStatus, badRequest, notFound } from '../../meta/api-status.ts';
import { forbiddenField, requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { kindOf } from '../../schema/decode.ts';
import { applyConfiguration } from '../managed/apply.ts';
import { undeclaredFields } from '../managed/object-fields.ts';
import { managedFieldsSince } from '../managed/since.ts';
import { demandNoEscalation } from '../rbac/escalation.ts';
import { applyStrategicMerge, PatchError } from '../patch/strategic-merge.ts';
import { readObject } from './body.ts';
import type { CallContext } from './call-context.ts';
import { inVersion } from './print-object.ts';
import { answerObject } from './read.ts';
import type { ResourceRoute } from './route.ts';
import { givenAsPatch, givenAsYaml } from './strict.ts';
import { inNamespaceOf, managerOf, named, replaceWith, writeOptions } from './write.ts';

type PatchForm = (context: CallContext, original: JsonObject, patch: Json, definition: string) => JsonObject;

const strategicType = 'application/strategic-merge-patch+json';
const forms: Readonly<Record<string, PatchForm>> = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': mergePatch,
  [strategicType]: strategicMergePatch,
};
const applyType = 'application/apply-patch+yaml';

export function answerPatch(context: CallContext, route: ResourceRoute): void {
  const type = (context.request.headers['content-type'] ?? '').split(';')[0]!.trim();
  if (type === applyType && context.server.release.atLeast(managedFieldsSince)) {
    answerApply(context, route);
    return;
  }
  const isOpen = route.served.kind.custom !== undefined; // nobody knows the merge keys of a kind that somebody added
  const form = isOpen && type === strategicType ? undefined : forms[type];
  if (form === undefined) {
    const accepted = [...Object.keys(forms).filter((name) => !isOpen || name !== strategicType), applyType].join(', ');
    throw new ApiStatus(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${accepted}`);
  }
  if (context.query('force') !== undefined) throw context.wrongOption(forbiddenField('force', 'may not be specified for non-apply patch'));
  const live = liveObject(context, route);
  if (live === undefined) throw notFound(route.served.kind, route.name!);
  const patched = patchValue(context, form, inVersion(live, route.served) as unknown as JsonObject, route.served.definition);
  const object = named(route.name!, inNamespaceOf(route, readObject(context, route.served, patched)));
  answerObject(context, route, 200, replaceWith(context, route, object, writeOptions(context, route, 'patch')));
}

/** Patches any value, such as a Scale, with the body of the request. */
export function patchedBy(context: CallContext, original: JsonObject, definition: string): JsonObject {
  const type = (context.request.headers['content-type'] ?? '').split(';')[0]!.trim();
  const form = forms[type];
  if (form === undefined) throw new ApiStatus(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format');
  return patchValue(context, form, original, definition);
}

function patchValue(context: CallContext, form: PatchForm, original: JsonObject, definition: string): JsonObject {
  const text = decodeUtf8(context.request.body);
  let patch: Json;
  try {
    patch = parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw badRequest(context.server.release.atLeast(27) ? `error decoding patch: ${error.message}` : error.message);
    throw error;
  }
  context.given = givenAsPatch(text, patch, form === jsonPatch);
  try {
    return form(context, original, patch, definition);
  } catch (error) {
    if (error instanceof PatchError) throw badRequest(error.message);
    throw error;
  }
}

function liveObject({ server }: CallContext, { served, namespace, name }: ResourceRoute): KubeObject | undefined {
  return server.store.get(storeKey(served.kind, namespace, name!));
}

function jsonPatch(_: CallContext, original: JsonObject, patch: Json): JsonObject {
  if (!Array.isArray(patch)) throw badRequest(`error decoding patch: json: cannot unmarshal ${kindOf(patch)} into Go value of type jsonpatch.Patch`);
  const answer = applyJsonPatch(original, patch);
  if ('value' in answer && isJsonObject(answer.value)) return answer.value;
  throw new ApiStatus(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

function mergePatch(_: CallContext, original: JsonObject, patch: Json): JsonObject {
  if (!isJsonObject(patch)) throw wrongPatch(patch);
  return applyMergePatch(original, patch) as JsonObject;
}

function strategicMergePatch({ server }: CallContext, original: JsonObject, patch: Json, definition: string): JsonObject {
  if (!isJsonObject(patch)) throw wrongPatch(patch);
  return applyStrategicMerge(original, patch, definition, server.structure);
}

function wrongPatch(patch: Json): ApiStatus {
  return badRequest(`json: cannot unmarshal ${kindOf(patch)} into Go value of type map[string]interface {}`);
}

function answerApply(context: CallContext, route: ResourceRoute): void {
  if (!context.query('fieldManager')) throw context.wrongOption(requiredValue('fieldManager', 'is required for apply patch'));
  const { server } = context;
  const { served } = route;
  const config = applyBody(context);
  const live = liveObject(context, route);
  checkRevision(config, live, route);
  demandDeclared(context, config, route);
  const applier = managerOf(context, route);
  const shown = live === undefined ? undefined : inVersion(live, served);
  const { metadata: given, ...rest } = config;
  const meta = { ...(isJsonObject(given) ? given : {}), name: route.name!, ...(route.namespace !== undefined && { namespace: route.namespace }) };
  // Read by its structure first, so that what is unknown is named and what is left is typed.
  const { apiVersion: _, kind: __, ...typed } = inVersion(readObject(context, served, { ...rest, metadata: meta }), served);
  const { object, managedFields } = applyConfiguration(server.structure, shown, typed as unknown as JsonObject, applier, {
    isForced: context.flag('force'),
    now: server.now(),
    kind: served.kind.kind,
  });
  const merged = inNamespaceOf(route, readObject(context, served, object));
  const options = { ...writeOptions(context, route, 'apply'), managedFields: { entries: managedFields } };
  if (live !== undefined) answerObject(context, route, 200, replaceWith(context, route, merged, options));
  else if (route.subresource !== undefined) throw notFound(served.kind, route.name!);
  else {
    demandNoEscalation(server, context.who, served.kind, merged, undefined);
    answerObject(context, route, 201, server.create(context.user, served.kind, merged, options));
  }
}

function applyBody(context: CallContext): JsonObject {
  const answer = parseYaml(decodeUtf8(context.request.body)); // JSON is YAML too
  if ('error' in answer) throw badRequest(`error decoding YAML: ${answer.error}`);
  if (!isJsonObject(answer.value)) throw badRequest(`error decoding YAML: json: cannot unmarshal ${kindOf(answer.value)} into Go value of type map[string]interface {}`);
  if (answer.duplicates.length > 0) {
    context.given = givenAsYaml(answer.duplicates);
    const [refused] = context.given([]).refused;
    if (context.fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${refused!}`);
  }
  const { metadata } = answer.value;
  if (isJsonObject(metadata) && metadata['managedFields'] !== undefined) throw badRequest('metadata.managedFields must be nil');
  return answer.value;
}

/** Who applies must be able to own all of it: what the kind does not have is refused, whatever the request's validation. */
function demandDeclared({ server }: CallContext, config: JsonObject, { served, namespace, name }: ResourceRoute): void {
  if (served.kind.custom?.keepsUnknown === true) return;
  const errors = undeclaredFields(config, server.structure.definition(served.definition), server.structure).map((path) => `${path}: field not declared in schema`);
  if (errors.length === 0) return;
  const { kind, group, version } = served;
  const what = server.release.atLeast(23) ? ` (${namespace ?? ''}/${name!}; ${group}/${version.name}, Kind=${kind.kind})` : '';
  throw new ApiStatus(500, '', `failed to create typed patch object${what}: ${errors.length === 1 ? errors[0]! : `errors:${errors.map((error) => `\n  ${error}`).join('')}`}`);
}

function checkRevision(config: JsonObject, live: KubeObject | undefined, { served, name }: ResourceRoute): void {
  const { metadata } = config;
  const revision = isJsonObject(metadata) ? metadata['resourceVersion'] : undefined;
  if (typeof revision !== 'string' || revision === '' || live?.metadata.resourceVersion === revision) return;
  throw new ApiStatus(409, 'Conflict', `Operation cannot be fulfilled on ${served.kind.plural} "${name!}": the object has been modified; please apply your changes to the latest version and try again`);
}
