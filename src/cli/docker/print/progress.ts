/** The progress of pulls and pushes: on a terminal each layer keeps its line, elsewhere only changes are printed. */
import { formatGoValue, isJsonObject, type JsonObject, type Json } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { terminalOf } from '../command/streams.ts';
import { DocumentReader } from '../wire/engine-client.ts';
import type { Response } from '../../../host/index.ts';

/** Throws the error that the stream ends with. `aux` takes what is meant for programs. */
export function* showProgress(d: Invocation, response: Response, aux: (value: Json) => void = () => {}, fd: 1 | 2 = 1): Task {
  const terminal = terminalOf(d, fd);
  const say = (text: string) => (fd === 1 ? d.print(text) : d.warn(text));
  const lines = new Map<string, number>();
  const reader = new DocumentReader(response);
  for (let document = yield* reader.next(); document !== undefined; document = yield* reader.next()) {
    const message = document as JsonObject;
    if (message['error'] !== undefined) throw new ClientError(formatGoValue(message['error']), codeOf(message));
    if (message['aux'] !== undefined) aux(message['aux']);
    else if (message['stream'] !== undefined) yield* say(formatGoValue(message['stream']));
    else if (terminal) yield* say(onTerminal(message, lines, terminal.cols));
    else if (message['progress'] === undefined) yield* say(plain(message));
  }
}

/** Of the command that failed, else 1. */
function codeOf({ errorDetail }: JsonObject): number {
  const code = isJsonObject(errorDetail) ? errorDetail['code'] : undefined;
  return typeof code === 'number' && code > 0 ? code : 1;
}

function plain({ id, status = '' }: JsonObject): string {
  return `${id === undefined ? '' : `${formatGoValue(id)}: `}${formatGoValue(status)}\n`;
}

const BAR_COLUMNS_MIN = 110; // a narrower terminal gets the figures alone, or its lines would wrap

/** Up to the layer's line, over it, and down again. */
function onTerminal(message: JsonObject, lines: Map<string, number>, columns: number): string {
  const { id, status = '', progress = '', progressDetail } = message;
  if (id === undefined || progressDetail === undefined) {
    if (id === undefined) lines.clear();
    return plain(message);
  }
  const figures = columns > BAR_COLUMNS_MIN ? formatGoValue(progress) : formatGoValue(progress).replace(/^\[[=> ]*\] ?/, '');
  const text = `${formatGoValue(id)}: ${formatGoValue(status)} ${figures}`;
  const known = lines.get(formatGoValue(id));
  if (known === undefined) {
    lines.set(formatGoValue(id), lines.size);
    return `${text}\n`;
  }
  const up = lines.size - known;
  return `\u001b[${up}A\u001b[2K\r${text}\r\u001b[${up}B`;
}
