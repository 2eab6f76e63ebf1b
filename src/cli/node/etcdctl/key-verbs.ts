/** etcdctl's verbs of keys: read, watched, removed, and their past forgotten. */
import { encodeBase64, parseJson, Utf8Decoder, type Json, type JsonObject } from '../../../base/index.ts';
import { NetError, type Response } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { call, formatOf, jsonText, open, plain } from './etcd-client.ts';

const prefixFlag: FlagSpec = { name: 'prefix', type: 'bool', initial: 'false', usage: 'Keys with matching prefix' };
const fromKeyFlag: FlagSpec = { name: 'from-key', type: 'bool', initial: 'false', usage: 'Keys that are greater than or equal to the given key using byte compare' };
const revisionFlag: FlagSpec = { name: 'rev', type: 'int', initial: '0', usage: 'A revision of the key-value store' };
const targets: Readonly<Record<string, string>> = { KEY: 'KEY', MODIFY: 'MOD', VALUE: 'VALUE' };

/** The part of a message that says which keys: those that the arguments, --prefix or --from-key name. */
function rangeOf({ args, flags }: NodeCall, command: string): JsonObject {
  const [key = '', end] = args;
  const [prefix, fromKey] = [flags.bool('prefix'), flags.bool('from-key')];
  if (prefix && fromKey) throw new CommandError('`--prefix` and `--from-key` cannot be set at the same time, choose one');
  if ((args.length === 0 || (key === '' && !prefix && !fromKey)) || args.length > 2) throw new CommandError(`${command} command needs one argument as key and an optional argument as range_end`);
  if (end !== undefined && (prefix || fromKey)) throw new CommandError('too many arguments, only accept one argument when `--prefix` or `--from-key` is set');
  const last = fromKey || (prefix && key === '') ? '\0' : prefix ? key.slice(0, -1) + String.fromCharCode(key.charCodeAt(key.length - 1) + 1) : (end ?? '');
  return { key: encodeBase64(key === '' ? '\0' : key), ...(last !== '' && { range_end: encodeBase64(last) }) };
}

function sortOf({ flags }: NodeCall): JsonObject {
  const [order, target] = [flags.text('order').toUpperCase(), flags.text('sort-by').toUpperCase()];
  if (!['', 'ASCEND', 'DESCEND'].includes(order)) throw new CommandError(`bad sort order ${flags.text('order')}`);
  if (target === 'CREATE' || target === 'VERSION') throw new CommandError(`--sort-by=${target}: what is kept here of a key is its last change`);
  if (target !== '' && targets[target] === undefined) throw new CommandError(`bad sort target ${flags.text('sort-by')}`);
  return order === '' && target === '' ? {} : { sort_order: order || 'ASCEND', sort_target: targets[target] ?? 'KEY' };
}

export const getVerb: NodeVerb = {
  name: 'get',
  summary: 'Gets the key or a range of keys',
  usage: 'get [options] <key> [range_end]',
  flags: [
    prefixFlag, fromKeyFlag, revisionFlag,
    { name: 'keys-only', type: 'bool', initial: 'false', usage: 'Get only the keys' },
    { name: 'limit', type: 'int', initial: '0', usage: 'Maximum number of results' },
    { name: 'order', type: 'string', usage: 'Order of results; ASCEND or DESCEND' },
    { name: 'sort-by', type: 'string', usage: 'Sort target; KEY, MODIFY or VALUE' },
    { name: 'print-value-only', type: 'bool', initial: 'false', usage: 'Only write values' },
    { name: 'count-only', type: 'bool', initial: 'false', usage: 'Get only the count' },
  ],
  *run(c) {
    const [keysOnly, countOnly] = [c.flags.bool('keys-only'), c.flags.bool('count-only')];
    if (keysOnly && countOnly) throw new CommandError('`--keys-only` and `--count-only` cannot be set at the same time, choose one');
    const answer = yield* call(c, 'POST', '/v3/kv/range', { ...rangeOf(c, 'get'), ...sortOf(c), keys_only: keysOnly, count_only: countOnly, limit: c.flags.int('limit'), revision: c.flags.int('rev') });
    if (formatOf(c) === 'json') return yield* c.p.print(jsonText(answer));
    if (countOnly) return yield* c.p.print(`${text(answer, 'count')}\n`);
    for (const pair of list(answer, 'kvs')) yield* printPair(c, pair, c.flags.bool('print-value-only'));
  },
};

function* printPair(c: NodeCall, pair: Json, valueOnly = false): Task {
  yield* c.p.print(`${valueOnly ? '' : `${plain(text(pair, 'key'))}\n`}${plain(text(pair, 'value'))}\n`);
}

export const delVerb: NodeVerb = {
  name: 'del',
  summary: 'Removes the specified key or range of keys [key, range_end)',
  usage: 'del [options] <key> [range_end]',
  flags: [prefixFlag, fromKeyFlag],
  *run(c) {
    const answer = yield* call(c, 'POST', '/v3/kv/deleterange', rangeOf(c, 'del'));
    yield* c.p.print(formatOf(c) === 'json' ? jsonText(answer) : `${text(answer, 'deleted')}\n`);
  },
};

export const compactVerb: NodeVerb = {
  name: 'compaction',
  summary: 'Compacts the event history in etcd',
  usage: 'compaction [options] <revision>',
  *run(c) {
    const [revision = ''] = c.args;
    if (c.args.length !== 1) throw new CommandError('compaction command needs 1 argument');
    if (!/^\d+$/.test(revision)) throw new CommandError(`strconv.ParseInt: parsing ${JSON.stringify(revision)}: invalid syntax`);
    yield* call(c, 'POST', '/v3/kv/compaction', { revision });
    yield* c.p.print(`compacted revision ${revision}\n`);
  },
};

export const watchVerb: NodeVerb = {
  name: 'watch',
  summary: 'Watches events stream on keys or prefixes',
  usage: 'watch [options] [key or prefix] [range_end]',
  flags: [prefixFlag, revisionFlag, { name: 'prev-kv', type: 'bool', initial: 'false', usage: 'Get the previous key-value pair before the event happens' }],
  *run(c) {
    const create = { ...rangeOf(c, 'watch'), start_revision: c.flags.int('rev'), prev_kv: c.flags.bool('prev-kv') };
    const format = formatOf(c);
    const response = yield* open(c, 'POST', '/v3/watch', { create_request: create });
    const decoder = new Utf8Decoder();
    let cut = '';
    for (;;) {
      const bytes = yield* nextOf(response);
      if (bytes === null) throw new CommandError('watch is canceled by the server');
      const lines = (cut + decoder.push(bytes)).split('\n');
      cut = lines.pop()!;
      for (const line of lines) yield* told(c, (parseJson(line) as JsonObject)['result'] ?? {}, format);
    }
  },
};

function* nextOf(response: Response): Task<Uint8Array | null> {
  try {
    return yield* response.read();
  } catch (error) {
    if (error instanceof NetError) return null;
    throw error;
  }
}

function* told(c: NodeCall, result: Json, format: string): Task {
  if (text(result, 'cancel_reason') !== '') throw new CommandError(`watch was canceled (${text(result, 'cancel_reason')})`);
  const events = list(result, 'events');
  if (format === 'json' && events.length > 0) return yield* c.p.print(jsonText(result));
  for (const event of events) {
    yield* c.p.print(`${text(event, 'type') || 'PUT'}\n`);
    const before = (event as JsonObject)['prev_kv'];
    if (before !== undefined) yield* printPair(c, before);
    yield* printPair(c, (event as JsonObject)['kv'] ?? {});
  }
}
