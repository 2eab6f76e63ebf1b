/** The verbs get and list. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, JsonError, parseJson, isJsonObject } from '../../../base/index.ts';
import { Gone, type Reader } from '../../../sim/index.ts';
import { keyOf, type BytesObject } from '../../etcd/keys.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { storeKey } from '../../kinds/kind.ts';
import { bytesTable } from '../../processes/etcd.ts';
import type { CallContext } from './call-context.ts';
import { demandReached, listOptions } from './list-options.ts';
import { inVersion, pathOf, selfLinksUntil } from './print-object.ts';
import type { ResourceRoute } from './route.ts';
import { selectionOf } from './selection.ts';
import { metadataOnly, tableText, wantsMetadataOnly, wantsTable, type IncludeObject } from './table.ts';

export function answerGet(context: CallContext, route: ResourceRoute): void {
  const { server } = context;
  demandReadable(context, route);
  const object = server.get(route.served.kind, route.namespace, route.name!);
  answerObject(context, route, 200, context.query('export') === 'true' && !server.release.atLeast(18) ? exported(object, route) : object);
}

/** Without what belongs to this cluster: until 1.18 it could be asked for. */
function exported(object: KubeObject, { served }: ResourceRoute): KubeObject {
  const { uid: _, namespace, resourceVersion: __, creationTimestamp: ___, deletionTimestamp: ____, ...metadata } = object.metadata;
  return { ...object, metadata: { creationTimestamp: null, ...metadata, selfLink: `${pathOf(served, namespace)}/${metadata.name}` }, ...(object.status !== undefined && { status: {} }) } as unknown as KubeObject;
}

/** One object in the form that was asked for. */
export function answerObject(context: CallContext, { served }: ResourceRoute, status: number, object: KubeObject): void {
  if (wantsTable(context.accept)) {
    const meta = { resourceVersion: object.metadata.resourceVersion };
    context.answerPrinted(status, tableText(context.server, served, [object], meta, includeObject(context)), tableType);
  } else if (wantsMetadataOnly(context.accept)) context.answer(status, metadataOnly(object));
  else context.answer(status, inVersion(object, served));
}

const tableType = 'application/json';

export function includeObject(context: CallContext): IncludeObject {
  const asked = context.query('includeObject');
  if (asked === undefined || asked === '' || asked === 'Metadata') return 'Metadata';
  if (asked === 'Object' || asked === 'None') return asked;
  throw badRequest(`includeObject: Invalid value: "${asked}": must be 'Metadata', 'Object', 'None', or empty`);
}

/** What somebody has put into etcd in the place of an object cannot be read: not alone, and no list that it would be in. */
function demandReadable({ server: { store } }: CallContext, { served: { kind }, namespace, name }: ResourceRoute): void {
  if (store.size(bytesTable) === 0) return;
  const place = keyOf(name === undefined ? `${kind.table}/${namespace === undefined ? '' : `${namespace}/`}` : storeKey(kind, namespace, name));
  const broken = store.keys(bytesTable).find((own) => (name === undefined ? keyOf(own).startsWith(place) : keyOf(own) === place));
  const decoded = broken === undefined ? undefined : decodeBase64((store.get(broken) as BytesObject).bytes);
  if (decoded && 'bytes' in decoded) throw new ApiStatus(500, '', decodingFault(decodeUtf8(decoded.bytes)));
}

function decodingFault(text: string): string {
  const wrong = (why: string): string => `couldn't get version/kind; json parse error: ${why}`;
  try {
    const value = parseJson(text);
    if (!isJsonObject(value)) return wrong(`json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
    const { kind, apiVersion = '' } = value;
    return typeof kind === 'string' && typeof apiVersion === 'string' ? `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"` : wrong("Object 'Kind' is missing");
  } catch (error) {
    if (error instanceof JsonError) return wrong(error.message);
    throw error;
  }
}

export function answerList(context: CallContext, route: ResourceRoute): void {
  demandReadable(context, route);
  const page = listPage(context, route);
  answerObjects(context, route, page.items, {
    ...(!context.server.release.atLeast(selfLinksUntil) && { selfLink: pathOf(route.served, route.namespace) }),
    resourceVersion: String(page.revision),
    ...(page.next !== undefined && { continue: page.next }),
    ...(page.remaining !== undefined && { remainingItemCount: page.remaining }),
  });
}

/** Several objects in the form that was asked for. */
export function answerObjects(context: CallContext, { served }: ResourceRoute, objects: readonly KubeObject[], meta: object): void {
  if (wantsTable(context.accept)) {
    context.answerPrinted(200, tableText(context.server, served, objects, meta, includeObject(context)), tableType);
    return;
  }
  if (wantsMetadataOnly(context.accept)) {
    context.answer(200, { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: meta, items: objects.map(metadataOnly) });
    return;
  }
  const items = objects.map((object) => {
    const { kind: _, apiVersion: __, ...item } = inVersion(object, served);
    return item;
  });
  context.answer(200, { kind: served.kind.listsAs ?? `${served.kind.kind}List`, apiVersion: served.apiVersion, metadata: meta, items });
}

interface Page {
  readonly items: readonly KubeObject[];
  readonly revision: number;
  readonly next: string | undefined;
  readonly remaining: number | undefined;
}

function listPage(context: CallContext, route: ResourceRoute): Page {
  const { kind } = route.served;
  const selection = selectionOf(kind, context.query('labelSelector') ?? '', context.query('fieldSelector') ?? '');
  const { limit, token, revision: asked, isExact } = listOptions(context, false);
  if (asked !== undefined) demandReached(asked, context.server.store.revision);
  const from = token === '' ? undefined : parseToken(token);
  const reader = readerAt(context, from?.revision ?? (isExact ? asked : undefined), from);
  const revision = from?.revision ?? reader.revision;
  const keys = keysOf(reader, route, selection.name);
  const items: KubeObject[] = [];
  let at = from === undefined ? 0 : firstAfter(keys, `${kind.table}/${from.start}`);
  for (; at < keys.length; at++) {
    const object = reader.get(keys[at]!)!;
    if (!selection.matches(object)) continue;
    if (limit > 0 && items.length === limit) break;
    items.push(object);
  }
  if (at >= keys.length) return { items, revision, next: undefined, remaining: undefined };
  const next = printToken({ revision, start: keys[at - 1]!.slice(kind.table.length + 1) });
  return { items, revision, next, remaining: selection.isEverything ? keys.length - at : undefined };
}

const pageTooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function readerAt({ server: { store } }: CallContext, revision: number | undefined, from: Token | undefined): Reader<KubeObject> {
  if (revision === undefined || revision === store.revision) return store;
  try {
    return store.at(revision);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    if (!from) throw new ApiStatus(410, 'Expired', 'The resourceVersion for the provided list is too old.');
    throw new ApiStatus(410, 'Expired', pageTooOld, undefined, printToken({ ...from, revision: undefined }));
  }
}

/** In byte order; of one namespace by two searches in the order that the store keeps anyway. */
export function keysOf(reader: Reader<KubeObject>, { served, namespace }: ResourceRoute, name: string | undefined): readonly string[] {
  const { kind } = served;
  if (name !== undefined && (namespace !== undefined || !kind.namespaced)) {
    const key = storeKey(kind, namespace, name);
    return reader.get(key) === undefined ? [] : [key];
  }
  const keys = reader.keys(kind.table);
  if (!kind.namespaced || namespace === undefined) return keys;
  const prefix = `${kind.table}/${namespace}/`;
  return keys.slice(firstAtLeast(keys, prefix), firstAtLeast(keys, `${kind.table}/${namespace}0`)); // '0' follows '/'
}

function firstAtLeast(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAfter(keys: readonly string[], key: string): number {
  const at = firstAtLeast(keys, key);
  return keys[at] === key ? at + 1 : at;
}

interface Token {
  readonly revision: number | undefined; // undefined: of whatever there is now
  readonly start: string; // the last key of the page before
}

function printToken({ revision, start }: Token): string {
  return encodeBase64(encodeUtf8(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision ?? -1, start: `${start}\u0000` }))).replace(/=+$/, '');
}

function parseToken(text: string): Token {
  try {
    const answer = decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
    const value = 'bytes' in answer ? parseJson(decodeUtf8(answer.bytes)) : null;
    if (isJsonObject(value) && typeof value['rv'] === 'number' && typeof value['start'] === 'string') {
      return { revision: value['rv'] < 0 ? undefined : value['rv'], start: value['start'].replace(/\0$/, '') };
    }
  } catch {
    // Whatever it was, it is no token of ours.
  }
  throw badRequest('continue key is not valid: illegal base64 data at input byte 0');
}
