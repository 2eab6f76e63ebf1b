/** The verbs get and list. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, parseJson, isJsonObject } from '../../../base/index.ts';
import { Gone, type Reader } from '../../../sim/index.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { storeKey } from '../../kinds/kind.ts';
import type { CallContext } from './call-context.ts';
import { inVersion, pathOf, selfLinksUntil } from './print-object.ts';
import type { ResourceRoute } from './route.ts';
import { selectionOf } from './selection.ts';
import { metadataOnly, tableText, wantsMetadataOnly, wantsTable, type IncludeObject } from './table.ts';

export function answerGet(context: CallContext, route: ResourceRoute): void {
  const { server } = context;
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

export function answerList(context: CallContext, route: ResourceRoute): void {
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
  const limit = parseLimit(context.query('limit'));
  const token = context.query('continue') ?? '';
  const from = token === '' ? undefined : parseToken(token);
  const reader = readerAt(context, from?.revision ?? exactRevision(context));
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

function parseLimit(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

function exactRevision(context: CallContext): number | undefined {
  const revision = parseRevision(context.query('resourceVersion'));
  return context.query('resourceVersionMatch') === 'Exact' ? revision : undefined;
}

/** Undefined when none, or any, is asked for. */
export function parseRevision(text: string | undefined): number | undefined {
  if (text === undefined || text === '' || text === '0') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

const tooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

function readerAt({ server: { store } }: CallContext, revision: number | undefined): Reader<KubeObject> {
  if (revision === undefined || revision === store.revision) return store;
  try {
    return store.at(revision);
  } catch (error) {
    if (error instanceof Gone) throw new ApiStatus(410, 'Expired', tooOld);
    throw error;
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
  readonly revision: number;
  readonly start: string; // the last key of the page before
}

function printToken({ revision, start }: Token): string {
  return encodeBase64(encodeUtf8(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${start}\u0000` }))).replace(/=+$/, '');
}

function parseToken(text: string): Token {
  try {
    const answer = decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
    const value = 'bytes' in answer ? parseJson(decodeUtf8(answer.bytes)) : null;
    if (isJsonObject(value) && typeof value['rv'] === 'number' && typeof value['start'] === 'string') {
      return { revision: value['rv'], start: value['start'].replace(/\0$/, '') };
    }
  } catch {
    // Whatever it was, it is no token of ours.
  }
  throw badRequest('continue key is not valid: illegal base64 data at input byte 0');
}
