/** The tables of kubectl get: one a type, made by the server, a blank line between them. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { ageText } from '../kinds/describe-text.ts';
import { list, member, text } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';
import { TablePrinter, type TableOptions } from '../print/table-printer.ts';
import { sortedBy } from '../print/sort-by.ts';
import { fetchSelected, getList, selectionFlags, selectorQuery } from '../resources/fetch.ts';
import { collectionPath, kindName, objectPath } from '../resources/info.ts';
import { select, type Selected } from '../resources/select.ts';
import { tableType, type Query } from '../wire/api-client.ts';
import { qualifiedName, type ApiResource } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';

interface Answer {
  readonly resource: ApiResource;
  readonly table: Json;
}

export function* printTables(k: Invocation): Task {
  const selection = yield* select(k, { ...selectionFlags(k), typeAlone: true });
  const answers: Answer[] = [];
  const errors: Error[] = [];
  for (const item of selection.items) {
    try {
      answers.push({ resource: item.resource, table: sortedTable(k, yield* fetchTable(k, item)) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.isNotFound && k.flags.bool('ignore-not-found')) continue;
      errors.push(error);
    }
  }
  refuseSortingOfSeveral(k, answers);
  const rowCount = answers.reduce((sum, answer) => sum + list(answer.table, 'rows').length, 0);
  yield* k.print(layOut(k, answers));
  if (rowCount === 0 && errors.length === 0 && !k.flags.bool('ignore-not-found')) yield* sayNothingFound(k, selection.types);
  throwCollected(errors);
}

/** The real client sorts several tables as if they were the objects, whose fields no table has. */
function refuseSortingOfSeveral(k: Invocation, answers: readonly Answer[]): void {
  if (k.flags.text('sort-by') !== '' && answers.length > 1) sortedBy(k.flags.text('sort-by'), answers, ({ table }) => table);
}

/** The first client that says in which namespace it found nothing. */
const PLACED_SINCE = 17;

function* sayNothingFound(k: Invocation, types: readonly ApiResource[]): Task {
  const inNamespace = !k.flags.bool('all-namespaces') && types.every((type) => type.namespaced);
  if (k.release.minor < PLACED_SINCE) return yield* k.warn('No resources found.\n');
  yield* k.warn(inNamespace ? `No resources found in ${k.namespace} namespace.\n` : 'No resources found\n');
}

function layOut(k: Invocation, answers: readonly Answer[]): string {
  const types = new Set(answers.map((answer) => qualifiedName(answer.resource))); // empty ones too: what was asked for decides
  let printed = '';
  let printer: TablePrinter | undefined;
  let current = '';
  for (const { resource, table } of answers) {
    if (list(table, 'rows').length === 0) continue;
    if (!printer || current !== qualifiedName(resource)) {
      if (printer) printed += `${printer.flush()}\n`;
      current = qualifiedName(resource);
      printer = new TablePrinter(tableOptions(k, resource, types.size > 1));
    }
    printer.add(table);
  }
  return printed + (printer?.flush() ?? '');
}

export function tableOptions(k: Invocation, resource: ApiResource, isOneOfSeveral: boolean): TableOptions {
  const { flags } = k;
  return {
    style: listStyle(k.release.minor),
    wide: flags.text('output') === 'wide',
    withNamespace: flags.bool('all-namespaces') && resource.namespaced,
    noHeaders: flags.bool('no-headers'),
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
    namePrefix: isOneOfSeveral || flags.bool('show-kind') ? `${kindName(resource)}/` : '',
  };
}

function sortedTable(k: Invocation, table: Json): Json {
  const field = k.flags.text('sort-by');
  if (field === '') return table;
  const rows = list(table, 'rows');
  try {
    return { ...(table as JsonObject), rows: sortedBy(field, rows, (row) => member(row, 'object') ?? null) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...(table as JsonObject), rows: rows.length === 1 ? rows : [] }; // the real client shows nothing then, and says so
  }
}

/** --server-print=false: what the client itself can tell of any object. */
function* ownTable(k: Invocation, item: Selected): Task<Json> {
  const { infos } = yield* fetchSelected(k, { ...selectionFlags(k), args: item.name === '' ? [qualifiedName(item.resource)] : [`${qualifiedName(item.resource)}/${item.name}`], typeAlone: true, limit: k.flags.int('chunk-size') });
  const rows = infos.map(({ name, object }) => ({ cells: [name, ageText(k, text(object, 'metadata', 'creationTimestamp'))], object }));
  return { columnDefinitions: [{ name: 'Name', format: 'name' }, { name: 'Age' }], rows };
}

/** A list comes in pieces, unless it has to be sorted. */
export function* fetchTable(k: Invocation, item: Selected): Task<Json> {
  if (!k.flags.bool('server-print') || k.flags.bool('use-openapi-print-columns')) return yield* ownTable(k, item);
  const sort = k.flags.text('sort-by') !== '';
  const subresource = k.flags.text('subresource');
  if (subresource !== '' && item.name === '') throw new CommandError('subresource cannot be used when bulk resources are specified');
  const extra: Query = sort ? [['includeObject', 'Object']] : [];
  if (item.name !== '') return yield* k.client.get(objectPath(item.resource, item.namespace, item.name, subresource), extra, tableType);
  const limit = sort ? 0 : k.flags.int('chunk-size');
  const query = [...selectorQuery({ selector: k.flags.text('selector'), fieldSelector: k.flags.text('field-selector') }), ...extra];
  let whole: JsonObject | undefined;
  let next = '';
  do {
    const paging: [string, string][] = [];
    if (next !== '') paging.push(['continue', next]);
    if (limit > 0) paging.push(['limit', String(limit)]);
    const page = (yield* getList(k, item.resource, collectionPath(item.resource, item.namespace), [...query, ...paging], tableType)) as JsonObject;
    whole = whole ? { ...whole, rows: [...list(whole, 'rows'), ...list(page, 'rows')] } : page;
    next = text(page, 'metadata', 'continue');
  } while (next !== '');
  return whole;
}
