/** etcdctl watch: the changes of keys as they come, or from a revision on. */
import { parseJson, Utf8Decoder, type Json, type JsonObject } from '../../../base/index.ts';
import { NetError, type Response } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { formatOf, open } from './etcd-client.ts';
import { prefixFlag, previousFlag, rangeOf, revisionFlag } from './key-verbs.ts';
import { fieldsText, jsonText, pairText } from './print.ts';

export const watchVerb: NodeVerb = {
  name: 'watch',
  summary: 'Watches events stream on keys or prefixes',
  usage: 'watch [options] [key or prefix] [range_end]',
  flags: [prefixFlag, revisionFlag, previousFlag],
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
    const type = text(event, 'type') || 'PUT';
    const kv = (event as JsonObject)['kv'] ?? {};
    const before = (event as JsonObject)['prev_kv'];
    yield* c.p.print(format === 'fields' ? `${fieldsText(result, [])}"Type" : ${JSON.stringify(type)}\n${fieldsText(result, [kv]).split('\n').slice(4).join('\n')}` : `${type}\n${before === undefined ? '' : pairText(before)}${pairText(kv)}`);
  }
}
