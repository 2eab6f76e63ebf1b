/** Reads an object out of a request's body, as strictly as the request asks. */
import { decodeUtf8, isJsonObject, JsonError, parseJson, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import type { ServedKind } from '../../kinds/registry.ts';
import { apiVersionOf } from '../../kinds/kind.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { decode, DecodeError, kindOf } from '../../schema/decode.ts';
import type { Structure } from '../../schema/structure-reader.ts';
import { pruneBySchema } from '../../kinds/custom/schema-pruning.ts';
import type { ApiServer } from '../api-server.ts';
import type { CallContext } from './call-context.ts';
import { givenAsJson, givenAsYaml } from './strict.ts';

/** What the server reads of a body at most. */
const bodyBytesMax = 3 * 1024 * 1024;

/** Throws 415 for what is neither JSON nor YAML, 413 for what is too long. */
export function parseBody(context: CallContext): Json {
  const { request } = context;
  if (request.body.length > bodyBytesMax) throw new ApiStatus(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${bodyBytesMax}`, {});
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim();
  const text = decodeUtf8(request.body);
  if (/[/+]yaml$/.test(type)) return parseYamlBody(context, text);
  if (type !== '' && type !== '*/*' && !/[/+]json$/.test(type)) {
    const accepted = 'application/json, application/yaml';
    throw new ApiStatus(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${accepted}`);
  }
  try {
    const value = parseJson(text);
    context.given = givenAsJson(text, value);
    return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw badRequest(`the object provided is unrecognized (must be of type Object): couldn't get version/kind; json parse error: ${error.message}`);
  }
}

function parseYamlBody(context: CallContext, text: string): Json {
  const answer = parseYaml(text);
  if ('error' in answer) throw badRequest(`error decoding YAML: ${answer.error}`);
  const { duplicates, value } = answer;
  context.given = givenAsYaml(duplicates);
  return value;
}

/** The object of the body in the form that is stored. Unknown fields are refused, warned of or dropped. */
export function readObject(context: CallContext, served: ServedKind, value: Json = parseBody(context)): KubeObject {
  if (!isJsonObject(value)) {
    throw badRequest(`couldn't get version/kind; json parse error: json: cannot unmarshal ${kindOf(value)} into Go value of type struct { APIVersion string; Kind string }`);
  }
  checkType(context.server, value, served);
  const decoded = served.kind.custom ? decodeCustom(context, value, served) : decodeAs(context, value, served.definition, served.kind.kind, served.version.name);
  return toStored(decoded, served, context.server.structure);
}

/** Reads any value by a definition, such as the options of a delete. */
export function decodeAs(context: CallContext, value: JsonObject, definition: string, kind: string, version: string): JsonObject {
  try {
    const { value: object, unknown } = decode(value, definition, context.server.structure);
    tellUnknown(context, unknown, kind, version);
    return object;
  } catch (error) {
    if (error instanceof DecodeError) throw unreadable(kind, version, error.message);
    throw error;
  }
}

function unreadable(kind: string, version: string, why: string): ApiStatus {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

function tellUnknown(context: CallContext, unknown: readonly string[], kind: string, version: string): void {
  const { refused, warned } = context.given(unknown);
  const mode = refused.length === 0 ? 'Ignore' : context.fieldValidation;
  if (mode === 'Strict') throw unreadable(kind, version, `strict decoding error: ${refused.join(', ')}`);
  if (mode === 'Warn') for (const text of warned) context.warn(text);
}

/** A custom object: its metadata as everybody's, the rest by its schema. */
function decodeCustom(context: CallContext, value: JsonObject, { kind, version }: ServedKind): JsonObject {
  const custom = kind.custom!;
  const pruned = custom.keepsUnknown ? { value, unknown: [] } : pruneBySchema(value, custom.schemaOf(version.name));
  tellUnknown(context, pruned.unknown, kind.kind, version.name);
  const { metadata } = pruned.value;
  if (!isJsonObject(metadata)) return pruned.value;
  return { ...pruned.value, metadata: decodeAs(context, metadata, 'meta.v1.ObjectMeta', kind.kind, version.name) };
}

function checkType(server: ApiServer, value: JsonObject, { kind, apiVersion, version }: ServedKind): void {
  const given = value['apiVersion'];
  const givenKind = value['kind'];
  if (typeof given === 'string' && given !== '' && given !== apiVersion) {
    throw badRequest(`the API version in the data (${given}) does not match the expected API version (${apiVersion})`);
  }
  if (typeof givenKind === 'string' && givenKind !== '' && givenKind !== kind.kind) {
    const isOther = server.kinds.served.some((served) => served.apiVersion === apiVersion && served.kind.kind === givenKind);
    const why = isOther
      ? `converting (v1.${givenKind}) to (core.${kind.kind}): unknown conversion`
      : `no kind ${JSON.stringify(givenKind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`;
    throw badRequest(`${givenKind} in version "${version.name}" cannot be handled as a ${kind.kind}: ${why}`);
  }
}

/** A kind that has a spec has one even when nothing is said in it. */
function toStored(object: JsonObject, { kind, apiVersion, definition, release }: ServedKind, structure: Structure): KubeObject {
  const hasSpec = structure.definition(definition).fields.has('spec');
  const typed = { metadata: {}, ...(hasSpec && { spec: {} }), ...object, kind: kind.kind, apiVersion: apiVersionOf(kind.group, kind.storage) } as unknown as KubeObject;
  return kind.conversions?.[apiVersion]?.fromServed?.(typed, release) ?? typed;
}
