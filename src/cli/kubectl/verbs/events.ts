/** kubectl events. */
import { parseRfc3339, TableWriter, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { intervalText } from '../kinds/describe-events.ts';
import { has, list, text } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';
import { outputFlags, printerOf } from '../print/object-printer.ts';
import { allNamespacesFlag } from '../resources/fetch.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { findResource, resolveResource } from '../wire/resource-mapper.ts';
import { WatchStream, type WatchEvent } from '../wire/watch-stream.ts';

export const eventsVerb: Verb = {
  name: 'events',
  summary: 'List events',
  details: 'In the order in which they were last seen, the latest at the end.',
  usage: 'events [(-o|--output=)json|yaml|name|go-template|jsonpath] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'none',
  since: 26,
  flags: [
    ...outputFlags(),
    allNamespacesFlag,
    { name: 'chunk-size', type: 'int', initial: '500', usage: 'Ask for long lists in pieces of this many.' },
    { name: 'for', type: 'string', usage: 'Only those about this object (TYPE/NAME).' },
    { name: 'no-headers', type: 'bool', initial: 'false', usage: 'Print no headers.' },
    { name: 'types', type: 'list', usage: 'Only those of these types.' },
    { name: 'watch', short: 'w', type: 'bool', initial: 'false', usage: 'Then go on and print what comes.' },
  ],
  examples: [{ does: 'About one pod', command: 'kubectl events --for pod/web-1' }],
  *run(k) {
    const query = yield* aboutQuery(k);
    if (k.flags.list('types').some((type) => !/^(normal|warning)$/i.test(type))) throw new CommandError('valid --types are Normal or Warning');
    const types = k.flags.list('types').map((type) => type.toLowerCase());
    const isWanted = (event: Json): boolean => types.length === 0 || types.includes(text(event, 'type').toLowerCase());
    const path = k.flags.bool('all-namespaces') ? '/api/v1/events' : `/api/v1/namespaces/${k.namespace}/events`;
    const answer = yield* k.client.get(path, [...query, ['limit', k.flags.text('chunk-size')]]);
    const events = list(answer, 'items').filter(isWanted).sort((a, b) => lastSeen(a) - lastSeen(b));
    const printer = printerOf(k);
    if (k.flags.text('output') === 'name') return; // a list has no name, and the real one looks at nothing else
    if (printer) return yield* k.print(printer({ apiVersion: 'v1', items: events.map((event) => ({ apiVersion: 'v1', kind: 'Event', ...(event as JsonObject) })), kind: 'EventList', metadata: {} }, true));
    const table = new EventTable(k);
    if (events.length === 0 && !k.flags.bool('watch')) {
      return yield* k.warn(k.flags.bool('all-namespaces') ? 'No events found.\n' : `No events found in ${k.namespace} namespace.\n`);
    }
    yield* k.print(table.lines(events));
    if (k.flags.bool('watch')) yield* follow(k, path, [...query, ['resourceVersion', text(answer, 'metadata', 'resourceVersion')]], isWanted, table);
  },
};

function* aboutQuery(k: Invocation): Task<[string, string][]> {
  const about = k.flags.text('for');
  if (about === '') return [];
  const parts = about.split('/');
  if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  if (parts.length !== 2 || parts[0] === '' || parts[1] === '') throw new CommandError('--for must be in resource/name form');
  const discovery = yield* k.discovery();
  if (!findResource(discovery, parts[0]!)) throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(parts[0])}`, { isBare: true });
  const { resource } = resolveResource(discovery, parts[0]!);
  const fields = `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersionOf(resource)},involvedObject.name=${parts[1]!}`;
  return [['fieldSelector', fields]];
}

function* follow(k: Invocation, path: string, query: readonly (readonly [string, string])[], isWanted: (event: Json) => boolean, table: EventTable): Task {
  const stream = new WatchStream(k.client, yield* k.client.stream(path, { query: [...query, ['watch', 'true']] }));
  for (;;) {
    const change = (yield* stream.next()) as WatchEvent | null;
    if (change === null) return;
    if (change.type !== 'DELETED' && isWanted(change.object)) yield* k.print(table.lines([change.object]));
  }
}

function lastSeen(event: Json): number {
  return parseRfc3339(text(event, 'series', 'lastObservedTime') || text(event, 'lastTimestamp') || text(event, 'eventTime')) ?? 0;
}

class EventTable {
  private readonly k: Invocation;
  private readonly writer: TableWriter;
  private hasHeader: boolean;

  constructor(k: Invocation) {
    this.k = k;
    this.writer = new TableWriter(listStyle(k.release.minor));
    this.hasHeader = k.flags.bool('no-headers');
  }

  lines(events: readonly Json[]): string {
    const isAll = this.k.flags.bool('all-namespaces');
    if (!this.hasHeader) this.writer.row([...(isAll ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
    this.hasHeader = true;
    for (const event of events) {
      const object = `${text(event, 'involvedObject', 'kind')}/${text(event, 'involvedObject', 'name')}`;
      const cells = [intervalText(has(event, 'firstTimestamp') || has(event, 'eventTime') ? event : { ...(event as JsonObject), firstTimestamp: text(event, 'lastTimestamp') }, this.k), text(event, 'type'), text(event, 'reason'), object, text(event, 'message').trim()];
      this.writer.row([...(isAll ? [text(event, 'metadata', 'namespace')] : []), ...cells]);
    }
    return this.writer.flush();
  }
}
