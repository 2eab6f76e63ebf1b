/** etcdctl's verbs of keys: read, written, removed, and their past forgotten. */
import { decodeUtf8, encodeBase64, type JsonObject } from '../../../base/index.ts';
import { standardInput } from '../../read-input.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { badArguments, call, formatOf } from './etcd-client.ts';
import { hasMore, pairText, printAnswer, responseText } from './print.ts';

export const prefixFlag: FlagSpec = { name: 'prefix', type: 'bool', initial: 'false', usage: 'Keys with matching prefix' };
const fromKeyFlag: FlagSpec = { name: 'from-key', type: 'bool', initial: 'false', usage: 'Keys that are greater than or equal to the given key using byte compare' };
export const revisionFlag: FlagSpec = { name: 'rev', type: 'int', initial: '0', usage: 'A revision of the key-value store' };
export const previousFlag: FlagSpec = { name: 'prev-kv', type: 'bool', initial: 'false', usage: 'Get the previous key-value pair before the event happens' };
const targets: Readonly<Record<string, string>> = { KEY: 'KEY', MODIFY: 'MOD', VALUE: 'VALUE', CREATE: 'CREATE', VERSION: 'VERSION' };

function misused(message: string): CommandError {
  return new CommandError(message, { exitCode: badArguments });
}

/** The part of a message that says which keys: those that the arguments, --prefix or --from-key name. */
export function rangeOf({ args, flags }: NodeCall, command: string): JsonObject {
  const [key = '', end] = args;
  const [prefix, fromKey] = [flags.bool('prefix'), flags.bool('from-key')];
  if (prefix && fromKey) throw misused('`--prefix` and `--from-key` cannot be set at the same time, choose one');
  if ((args.length === 0 || (key === '' && !prefix && !fromKey)) || args.length > 2) throw misused(`${command} command needs one argument as key and an optional argument as range_end`);
  if (end !== undefined && (prefix || fromKey)) throw misused('too many arguments, only accept one argument when `--prefix` or `--from-key` is set');
  const last = fromKey || (prefix && key === '') ? '\0' : prefix ? key.slice(0, -1) + String.fromCharCode(key.charCodeAt(key.length - 1) + 1) : (end ?? '');
  return { key: encodeBase64(key === '' ? '\0' : key), ...(last !== '' && { range_end: encodeBase64(last) }) };
}

function sortOf({ flags }: NodeCall): JsonObject {
  const [order, target] = [flags.text('order').toUpperCase(), flags.text('sort-by').toUpperCase()];
  if (!['', 'ASCEND', 'DESCEND'].includes(order)) throw misused(`bad sort order ${flags.text('order')}`);
  if (target !== '' && targets[target] === undefined) throw misused(`bad sort target ${flags.text('sort-by')}`);
  return order === '' && target === '' ? {} : { sort_order: order || 'ASCEND', sort_target: targets[target] ?? 'KEY' };
}

const bounds = ['min-create-rev', 'max-create-rev', 'min-mod-rev', 'max-mod-rev'];
const boundFields: Readonly<Record<string, string>> = { 'min-create-rev': 'min_create_revision', 'max-create-rev': 'max_create_revision', 'min-mod-rev': 'min_mod_revision', 'max-mod-rev': 'max_mod_revision' };

export const getVerb: NodeVerb = {
  name: 'get',
  summary: 'Gets the key or a range of keys',
  usage: 'get [options] <key> [range_end]',
  flags: [
    prefixFlag, fromKeyFlag, revisionFlag,
    { name: 'keys-only', type: 'bool', initial: 'false', usage: 'Get only the keys' },
    { name: 'limit', type: 'int', initial: '0', usage: 'Maximum number of results' },
    { name: 'order', type: 'string', usage: 'Order of results; ASCEND or DESCEND' },
    { name: 'sort-by', type: 'string', usage: 'Sort target; CREATE, KEY, MODIFY, VALUE, or VERSION' },
    { name: 'print-value-only', type: 'bool', initial: 'false', usage: 'Only write values when using the "simple" output format' },
    { name: 'count-only', type: 'bool', initial: 'false', usage: 'Get only the count' },
    { name: 'consistency', type: 'string', initial: 'l', usage: 'Linearizable(l) or Serializable(s)' },
    ...bounds.map((name): FlagSpec => ({ name, type: 'int', initial: '0', usage: `Keys whose ${name.includes('mod') ? 'last change' : 'creation'} is not ${name.startsWith('min') ? 'before' : 'after'} that revision` })),
  ],
  *run(c) {
    const [keysOnly, countOnly, valueOnly] = [c.flags.bool('keys-only'), c.flags.bool('count-only'), c.flags.bool('print-value-only')];
    if (keysOnly && countOnly) throw misused('`--keys-only` and `--count-only` cannot be set at the same time, choose one');
    if (!['l', 's'].includes(c.flags.text('consistency'))) throw misused(`unknown consistency flag ${JSON.stringify(c.flags.text('consistency'))}`);
    const format = formatOf(c);
    if (valueOnly && format !== 'simple') throw misused('print-value-only is only for `--write-out=simple`');
    const answer = yield* call(c, '/v3/kv/range', { ...rangeOf(c, 'get'), ...sortOf(c), keys_only: keysOnly, count_only: countOnly, limit: c.flags.int('limit'), revision: c.flags.int('rev'), ...Object.fromEntries(bounds.filter((name) => c.flags.has(name)).map((name) => [boundFields[name]!, c.flags.int(name)])) });
    const pairs = list(answer, 'kvs');
    if (countOnly && format === 'fields') return yield* c.p.print(`"Count" : ${text(answer, 'count')}\n`);
    const lines = pairs.map((pair) => pairText(pair, { valueOnly, hex: c.flags.bool('hex') })).join('');
    yield* printAnswer(c, answer, countOnly ? `${text(answer, 'count')}\n` : lines, pairs, { More: hasMore(answer), Count: text(answer, 'count') || '0' });
  },
};

export const putVerb: NodeVerb = {
  name: 'put',
  summary: 'Puts the given key into the store',
  usage: 'put [options] <key> <value> (<value> can also be given from stdin)',
  flags: [
    { name: 'lease', type: 'string', initial: '0', usage: 'lease ID (in hexadecimal) to attach to the key' },
    previousFlag,
    { name: 'ignore-value', type: 'bool', initial: 'false', usage: 'updates the key using its current value' },
    { name: 'ignore-lease', type: 'bool', initial: 'false', usage: 'updates the key using its current lease' },
  ],
  *run(c) {
    const { args, flags } = c;
    const ignoresValue = flags.bool('ignore-value');
    if (args.length === 0) throw misused(`put command needs 1 argument and input from stdin or 2 arguments`);
    if (ignoresValue && args.length > 1) throw misused('put command needs only 1 argument when \'ignore-value\' is set');
    const words = args.filter((word) => word !== '');
    if (words.length === 0) throw new CommandError('etcdserver: key is not provided');
    const value = ignoresValue ? '' : args.length > 1 ? args.slice(1).join(' ') : decodeUtf8(yield* standardInput(c.p));
    const lease = leaseId(flags.text('lease'));
    const answer = yield* call(c, '/v3/kv/put', { key: encodeBase64(args[0]!), value: encodeBase64(value), lease, prev_kv: flags.bool('prev-kv'), ignore_value: ignoresValue, ignore_lease: flags.bool('ignore-lease') });
    yield* printAnswer(c, answer, responseText({ response_put: answer }));
  },
};

/** The gateway has in decimals what people write in sixteens. */
export function leaseId(word: string): string {
  if (!/^[0-9a-f]{1,16}$/i.test(word)) throw misused(`bad lease ID (strconv.ParseInt: parsing ${JSON.stringify(word)}: invalid syntax), expecting ID in Hex`);
  return BigInt(`0x${word}`).toString();
}

export const delVerb: NodeVerb = {
  name: 'del',
  summary: 'Removes the specified key or range of keys [key, range_end)',
  usage: 'del [options] <key> [range_end]',
  flags: [prefixFlag, fromKeyFlag, previousFlag, { name: 'range', type: 'bool', initial: 'false', usage: 'delete range of keys without delay' }],
  *run(c) {
    const answer = yield* call(c, '/v3/kv/deleterange', { ...rangeOf(c, 'del'), prev_kv: c.flags.bool('prev-kv') });
    yield* printAnswer(c, answer, responseText({ response_delete_range: answer }), list(answer, 'prev_kvs'), { Deleted: text(answer, 'deleted') });
  },
};

export const compactVerb: NodeVerb = {
  name: 'compaction',
  summary: 'Compacts the event history in etcd',
  usage: 'compaction [options] <revision>',
  flags: [{ name: 'physical', type: 'bool', initial: 'false', usage: 'Wait for compaction to physically remove all old revisions' }],
  *run(c) {
    const [revision = ''] = c.args;
    if (c.args.length !== 1) throw misused('compaction command needs 1 argument');
    if (!/^\d+$/.test(revision)) throw new CommandError(`strconv.ParseInt: parsing ${JSON.stringify(revision)}: invalid syntax`);
    yield* call(c, '/v3/kv/compaction', { revision });
    yield* c.p.print(`compacted revision ${revision}\n`);
  },
};
