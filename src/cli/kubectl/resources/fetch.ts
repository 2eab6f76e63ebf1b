/** Fetches what was selected: objects one by one, lists in pieces, errors collected so that one missing object does not hide the others. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, text } from '../objects/member.ts';
import type { Query } from '../wire/api-client.ts';
import { apiVersionOf, type ApiResource } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';
import { collectionPath, infoOf, objectPath, type Info } from './info.ts';
import type { Selected, Selection, SelectOptions } from './select.ts';
import { select } from './select.ts';

export interface Fetched {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
  readonly selection: Selection;
}

export interface FetchOptions extends SelectOptions {
  readonly ignoreNotFound?: boolean;
  /** Objects of files as the server has them. */
  readonly latest?: boolean;
  readonly limit?: number;
  /** Of each object named, rather than the object. */
  readonly subresource?: string;
  /** Documents that cannot be read are among the errors; what they hide is not. */
  readonly keepsOn?: boolean;
  /** Stop at the first thing that fails. */
  readonly strict?: boolean;
}

export function* fetchSelected(k: Invocation, options: FetchOptions): Task<Fetched> {
  const errors: Error[] = [];
  const selection = yield* select(k, options.keepsOn ? { ...options, faults: errors } : options);
  const infos: Info[] = [];
  const failed = new Set<string>();
  for (const item of selection.items) {
    if (failed.has(item.source)) continue;
    try {
      infos.push(...(yield* fetchOne(k, item, options)));
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
      if (error instanceof StatusError && error.isNotFound && options.ignoreNotFound) continue;
      errors.push(error);
      if (options.strict) break;
      if (item.object) failed.add(item.source); // what stands behind it in the same file is not looked at
    }
  }
  return { infos, errors, selection };
}

/** As `fetchSelected`, failing when anything failed. */
export function* fetchAll(k: Invocation, options: FetchOptions): Task<readonly Info[]> {
  const { infos, errors } = yield* fetchSelected(k, { ...options, strict: options.strict ?? true });
  throwCollected(errors);
  return infos;
}

function* fetchOne(k: Invocation, item: Selected, options: FetchOptions): Task<readonly Info[]> {
  if (item.object && !options.latest) return [{ ...item, object: item.object }];
  if (item.name !== '') {
    const object = (yield* k.client.get(objectPath(item.resource, item.namespace, item.name, options.subresource), k.flags.bool('export') ? [['export', 'true']] : [])) as JsonObject;
    return [{ ...infoOf(item.resource, object, item.source), name: text(object, 'metadata', 'name') || item.name }];
  }
  const document = yield* fetchList(k, item, selectorQuery(options), options.limit);
  return list(document, 'items').map((object) => infoOf(item.resource, withType(object, item)));
}

/** A list leaves out of its items what it says itself. */
function withType(object: Json, item: Selected): Json {
  return { apiVersion: apiVersionOf(item.resource), kind: item.resource.kind, ...(object as JsonObject) };
}

export function selectorQuery(options: { readonly selector?: string; readonly fieldSelector?: string }): [string, string][] {
  const query: [string, string][] = [];
  if (options.fieldSelector) query.push(['fieldSelector', options.fieldSelector]);
  if (options.selector) query.push(['labelSelector', options.selector]);
  return query;
}

/** The whole list, asked for in pieces where there is a limit. */
export function* fetchList(k: Invocation, item: Pick<Selected, 'resource' | 'namespace'>, query: Query, limit?: number): Task<JsonObject> {
  const path = collectionPath(item.resource, item.namespace);
  let whole: JsonObject | undefined;
  let next = '';
  do {
    const paging: [string, string][] = [];
    if (next !== '') paging.push(['continue', next]);
    if (limit) paging.push(['limit', String(limit)]);
    const page = (yield* getList(k, item.resource, path, [...query, ...paging])) as JsonObject;
    whole = whole ? { ...whole, items: [...list(whole, 'items'), ...list(page, 'items')] } : page;
    next = text(page, 'metadata', 'continue');
  } while (next !== '');
  return whole;
}

/** A refusal of the whole question says what was asked for. */
export function* getList(k: Invocation, { group, version, plural }: Pick<ApiResource, 'group' | 'version' | 'plural'>, path: string, query: Query, accept?: string): Task<Json> {
  try {
    return yield* k.client.get(path, query, accept);
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'BadRequest') throw error;
    const [labels, fields] = ['labelSelector', 'fieldSelector'].map((wanted) => query.find(([name]) => name === wanted)?.[1] ?? '');
    const what = JSON.stringify(`${group}/${version}, Resource=${plural}`);
    throw error.during(labels === '' && fields === '' ? `Unable to list ${what}` : `Unable to find ${what} that match label selector ${JSON.stringify(labels)}, field selector ${JSON.stringify(fields)}`);
  }
}

/** The flags by which verbs name files. */
export function fileFlags(doing: string): readonly FlagSpec[] {
  return [
    { name: 'filename', short: 'f', type: 'list', usage: `Files, directories or addresses that name ${doing}.` },
    { name: 'kustomize', short: 'k', type: 'string', usage: 'A kustomization directory; cannot be used with -f or -R.' },
    { name: 'recursive', short: 'R', type: 'bool', initial: 'false', usage: 'Look into the directories of -f all the way down.' },
  ];
}

export const selectorFlag: FlagSpec = {
  name: 'selector',
  short: 'l',
  type: 'string',
  usage: "Label selector, with '=', '==', '!=', 'in', 'notin' (-l key1=value1,key2=value2,key3 in (value3)).",
};

export const fieldSelectorFlag: FlagSpec = {
  name: 'field-selector',
  type: 'string',
  usage: "Field selector, with '=', '==' and '!='; the server knows few fields of each type.",
};

export const allNamespacesFlag: FlagSpec = {
  name: 'all-namespaces',
  short: 'A',
  type: 'bool',
  initial: 'false',
  usage: 'In every namespace, whatever the context or --namespace says.',
};

/** What -f, -R, -l and --field-selector of a command line say. */
export function selectionFlags(k: Invocation): Pick<SelectOptions, 'args' | 'filenames' | 'kustomize' | 'recursive' | 'selector' | 'fieldSelector' | 'all' | 'allNamespaces'> {
  const { flags } = k;
  return {
    args: k.args,
    filenames: flags.list('filename'),
    kustomize: flags.text('kustomize'),
    recursive: flags.bool('recursive'),
    selector: flags.text('selector'),
    fieldSelector: flags.text('field-selector'),
    all: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
  };
}
