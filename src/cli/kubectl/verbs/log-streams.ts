/** Logs of one or several containers, printed as they come: whole lines where each has a prefix, bytes where there is one alone. */
import { decodeUtf8, Utf8Decoder } from '../../../base/index.ts';
import { until, write, type Response } from '../../../host/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { StatusError } from '../wire/status-error.ts';

export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

interface OpenLog {
  readonly source: LogSource;
  readonly response: Response;
  readonly decoder: Utf8Decoder;
  cut: string;
}

/** Answers what failed. */
export function* printStreams(k: Invocation, sources: readonly LogSource[], query: readonly (readonly [string, string])[]): Task<readonly Error[]> {
  const failures: Error[] = [];
  const isTogether = k.flags.bool('follow') && sources.length > 1;
  const open: OpenLog[] = [];
  for (const source of sources) {
    try {
      const path = `/api/v1/namespaces/${source.namespace}/pods/${source.pod}/log`;
      const response = yield* k.client.stream(path, { query: [['container', source.container], ...query] });
      const log = { source, response, decoder: new Utf8Decoder(), cut: '' };
      if (isTogether) open.push(log);
      else yield* printOne(k, log);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!k.flags.bool('ignore-errors')) return [error];
      yield* k.print(`error: ${error.message}\n`);
    }
  }
  yield* printTogether(k, open);
  return failures;
}

function* printOne(k: Invocation, log: OpenLog): Task {
  for (;;) {
    const bytes = yield* log.response.read();
    if (bytes === null) break;
    if (hasPrefix(k)) yield* k.print(prefixed(log, bytes));
    else yield* write(1, bytes);
  }
  if (hasPrefix(k) && log.cut !== '') yield* k.print(`${prefixOf(log.source)}${log.cut}`);
}

function* printTogether(k: Invocation, logs: readonly OpenLog[]): Task {
  const open = new Set(logs);
  while (open.size > 0) {
    const ready = yield* firstReadable([...open]);
    const bytes = ready.response.stream.read(65_536);
    if (bytes === undefined) continue;
    if (bytes === null) open.delete(ready);
    else yield* k.print(hasPrefix(k) ? prefixed(ready, bytes) : decodeUtf8(bytes));
  }
}

function firstReadable(logs: readonly OpenLog[]) {
  return until<OpenLog>((wake) => {
    const readable = logs.find((log) => log.response.stream.readable);
    if (readable) return wake(readable);
    const cancels = logs.map((log) => (log.response.stream).onReadable(() => {
      for (const cancel of cancels) cancel();
      wake(log);
    }));
    return () => cancels.forEach((cancel) => cancel());
  });
}

function hasPrefix(k: Invocation): boolean {
  return k.flags.bool('prefix') || k.flags.bool('all-pods');
}

function prefixOf({ pod, container }: LogSource): string {
  return `[pod/${pod}/${container}] `;
}

/** Whole lines with their prefix; what is left of one waits for its end. */
function prefixed(log: OpenLog, bytes: Uint8Array): string {
  const lines = (log.cut + log.decoder.push(bytes)).split('\n');
  log.cut = lines.pop()!;
  return lines.map((line) => `${prefixOf(log.source)}${line}\n`).join('');
}
