/** kubectl get -w: what is there, then every change, in the columns that the first table had. */
import { printJson, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, text } from '../objects/member.ts';
import { TablePrinter } from '../print/table-printer.ts';
import type { ObjectPrinter } from '../print/object-printer.ts';
import { fetchList, selectionFlags, selectorQuery } from '../resources/fetch.ts';
import { collectionPath, objectPath } from '../resources/info.ts';
import { select, type Selected } from '../resources/select.ts';
import { jsonType, tableType, type Query } from '../wire/api-client.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { WatchStream, type WatchEvent } from '../wire/watch-stream.ts';
import { fetchTable, tableOptions } from './get-tables.ts';

export function* watchObjects(k: Invocation, printer: ObjectPrinter | undefined): Task {
  const selection = yield* select(k, { ...selectionFlags(k), typeAlone: true });
  if (selection.types.length > 1) throw new CommandError('you may only specify a single resource type');
  if (selection.items.length > 1) return yield* refuseSeveral(k, selection.items);
  const item = selection.items[0]!;
  const show = printer ? objectShower(k, printer) : tableShower(k, item);
  const first = yield* firstAnswer(k, item, printer !== undefined);
  if (!k.flags.bool('watch-only')) yield* k.print(show(first, k.flags.bool('output-watch-events') ? 'ADDED' : undefined));
  yield* follow(k, item, first, show, printer ? jsonType : tableType);
}

/** What several names are is shown before they are refused. */
function* refuseSeveral(k: Invocation, items: readonly Selected[]): Task {
  const printer = new TablePrinter(tableOptions(k, items[0]!.resource, false));
  for (const item of items) printer.add(yield* fetchTable(k, item));
  yield* k.print(printer.flush());
  throw new CommandError('you may only watch a single resource or type of resource at a time');
}

type Shower = (answer: Json, event: string | undefined) => string;

function* firstAnswer(k: Invocation, item: Selected, asObjects: boolean): Task<Json> {
  if (!asObjects) return yield* fetchTable(k, item);
  if (item.name !== '') return yield* k.client.get(objectPath(item.resource, item.namespace, item.name));
  return yield* fetchList(k, item, selectorQuery(selectionFlags(k)), k.flags.int('chunk-size'));
}

function tableShower(k: Invocation, item: Selected): Shower {
  const printer = new TablePrinter(tableOptions(k, item.resource, false));
  return (table, event) => {
    printer.add(table, event);
    return printer.flush();
  };
}

/** The objects of a list one by one. */
function objectShower(k: Invocation, printer: ObjectPrinter): Shower {
  return (answer, event) => {
    const isList = Array.isArray((answer as JsonObject).items) && text(answer, 'kind').endsWith('List');
    const itemKind = text(answer, 'kind').replace(/List$/, '');
    const objects = isList ? list(answer, 'items').map((item) => ({ apiVersion: text(answer, 'apiVersion'), kind: itemKind, ...(item as JsonObject) })) : [answer as JsonObject];
    return objects.map((object) => (event === undefined ? printer(object) : eventText(k, printer, event, object))).join('');
  };
}

/** A name is the object's; JSON is a line for each event, with all that the server sent. */
function eventText(k: Invocation, printer: ObjectPrinter, type: string, object: JsonObject): string {
  const output = k.flags.text('output');
  if (output === 'name') return printer(object);
  if (output !== 'json') return printer({ type, object });
  return `{"type":${printJson(type)},"object":${printJson(object, { sortKeys: true, escapeHtml: true })}}\n`;
}

function* follow(k: Invocation, item: Selected, first: Json, show: Shower, accept: string): Task {
  const isList = item.name === '';
  const query: Query = [
    ...selectorQuery({ selector: k.flags.text('selector'), fieldSelector: isList ? k.flags.text('field-selector') : `metadata.name=${item.name}` }),
    ['resourceVersion', isList ? text(first, 'metadata', 'resourceVersion') : '0'],
    ['watch', 'true'],
  ];
  const response = yield* k.client.stream(collectionPath(item.resource, item.namespace), { query, accept });
  const stream = new WatchStream(k.client, response);
  let isEcho = !isList; // a watch of one object begins with it as it is
  for (;;) {
    const event = (yield* stream.next()) as WatchEvent | null;
    if (event === null) return;
    if (isEcho) {
      isEcho = false;
      continue;
    }
    yield* k.print(show(typed(event.object, item), k.flags.bool('output-watch-events') ? event.type : undefined));
  }
}

function typed(object: Json, item: Selected): Json {
  if (text(object, 'kind') !== '') return object;
  return { apiVersion: apiVersionOf(item.resource), kind: item.resource.kind, ...(object as JsonObject) };
}
