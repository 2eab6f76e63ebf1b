/** etcdctl txn: comparisons, what is done when all hold, what is done otherwise; three paragraphs of standard input. */
import { decodeUtf8, encodeBase64, type Json, type JsonObject } from '../../../base/index.ts';
import { standardInput } from '../../read-input.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { parseFlags } from '../../kubectl/command/parse-flags.ts';
import { bool, list } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { badArguments, call } from './etcd-client.ts';
import { delVerb, getVerb, leaseId, putVerb, rangeOf } from './key-verbs.ts';
import { printAnswer, responseText } from './print.ts';

const targets: Readonly<Record<string, readonly [target: string, field: string]>> = {
  ver: ['VERSION', 'version'], version: ['VERSION', 'version'], c: ['CREATE', 'create_revision'], create: ['CREATE', 'create_revision'],
  m: ['MOD', 'mod_revision'], mod: ['MOD', 'mod_revision'], val: ['VALUE', 'value'], value: ['VALUE', 'value'],
};
const results: Readonly<Record<string, string>> = { '=': 'EQUAL', '!=': 'NOT_EQUAL', '>': 'GREATER', '<': 'LESS' };

/** `mod("key") > "0"`. */
function comparisonOf(line: string): JsonObject {
  const [, name = '', key = '', sign = '', given = ''] = /^(\w+)\("((?:[^"\\]|\\.)*)"\)\s*(!=|[=<>])\s*"((?:[^"\\]|\\.)*)"$/.exec(line.trim()) ?? [];
  const target = targets[name];
  if (!target) throw new CommandError(`malformed comparison: ${line}`, { exitCode: badArguments });
  if (target[0] !== 'VALUE' && !/^-?\d+$/.test(given)) throw new CommandError(`malformed comparison: ${line}`, { exitCode: badArguments });
  return { key: encodeBase64(unquoted(key)), target: target[0], result: results[sign]!, [target[1]]: target[0] === 'VALUE' ? encodeBase64(unquoted(given)) : given };
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}

/** A line of a small shell: words, quoted or not. */
function operationOf(c: NodeCall, line: string): JsonObject {
  const [verb = '', ...words] = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => (double === undefined ? (single ?? bare!) : unquoted(double)));
  const spec = { get: getVerb, put: putVerb, del: delVerb }[verb];
  if (!spec) throw new CommandError(`invalid command ${JSON.stringify(line)}`, { exitCode: badArguments });
  const { flags, args } = parseFlags(words, spec.flags ?? []);
  const part = { ...c, flags, args };
  if (verb === 'get') return { request_range: { ...rangeOf(part, 'get'), keys_only: flags.bool('keys-only'), limit: flags.int('limit') } };
  if (verb === 'del') return { request_delete_range: { ...rangeOf(part, 'del'), prev_kv: flags.bool('prev-kv') } };
  if (args.length < 2) throw new CommandError('put command needs 1 argument and input from stdin or 2 arguments', { exitCode: badArguments });
  return { request_put: { key: encodeBase64(args[0]!), value: encodeBase64(args.slice(1).join(' ')), lease: leaseId(flags.text('lease')), prev_kv: flags.bool('prev-kv') } };
}

export const txnVerb: NodeVerb = {
  name: 'txn',
  summary: 'Txn processes all the requests in one transaction',
  usage: 'txn [options]',
  flags: [{ name: 'interactive', short: 'i', type: 'bool', initial: 'false', usage: 'Input transaction in interactive mode' }],
  *run(c) {
    if (c.args.length > 0) throw new CommandError('txn command does not accept argument', { exitCode: badArguments });
    const isTalking = c.flags.bool('interactive');
    if (isTalking) yield* c.p.print('compares:\n');
    const paragraphs: string[][] = [[], [], []];
    let at = 0;
    for (const line of decodeUtf8(yield* standardInput(c.p)).split('\n')) {
      if (line.trim() !== '') paragraphs[at]!.push(line);
      else if (at < 2) {
        at++;
        if (isTalking) yield* c.p.print(at === 1 ? 'success requests (get, put, del):\n' : '\nfailure requests (get, put, del):\n');
      } else break;
    }
    const [compares, then, otherwise] = paragraphs as [string[], string[], string[]];
    const operations = (lines: readonly string[]) => lines.map((line) => operationOf(c, line));
    const answer: Json = yield* call(c, '/v3/kv/txn', { compare: compares.map(comparisonOf), success: operations(then), failure: operations(otherwise) });
    const said = list(answer, 'responses').map((response) => `\n${responseText(response)}`).join('');
    yield* printAnswer(c, answer, `${isTalking ? '\n' : ''}${bool(answer, 'succeeded') ? 'SUCCESS' : 'FAILURE'}\n${said}`);
  },
};
