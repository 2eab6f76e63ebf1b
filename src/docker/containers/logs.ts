/** `docker logs`: what the container has printed, line by line, and then what it goes on to print. */
import { concat, encodeUtf8, formatRfc3339Nano } from '../../base/index.ts';
import type { LogLine } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import { frame, multiplexedStream, rawStream } from '../door/frames.ts';
import { badRequest } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

export function pastOutput(container: DockerContainer): readonly LogLine[] {
  return container.runtime.log.lines();
}

export function sendLogs(container: DockerContainer, api: ApiCall): void {
  const wants = { stdout: api.flag('stdout'), stderr: api.flag('stderr') };
  if (!wants.stdout && !wants.stderr) throw badRequest('Bad parameters: you must choose at least one stream');
  const { log } = container.runtime;
  const isTty = container.config.Tty ?? false;
  const since = secondsOf(api.query('since'), -Infinity);
  const until = secondsOf(api.query('until'), Infinity);
  api.call.head(200, { ...api.headers, 'content-type': isTty ? rawStream : multiplexedStream });
  const send = (line: LogLine): void => {
    if (!wants[line.stream] || line.atMs < since || line.atMs > until) return;
    const bytes = decorated(line, api);
    api.call.write(isTty ? bytes : frame(line.stream, bytes));
  };
  const all = log.lines();
  const shown = all.filter((line) => wants[line.stream]);
  for (const line of tailOf(shown, api.query('tail'))) send(line);
  if (!api.flag('follow') || !container.isRunning) return api.call.end();
  let next = (all.at(-1)?.number ?? -1) + 1;
  const more = (): void => {
    for (const line of log.lines(next)) {
      send(line);
      next = line.number + 1;
    }
  };
  const stop = log.onAdd(() => {
    more();
    if (!log.ended) return;
    stop();
    api.call.end();
  });
  api.call.onClose(stop);
}

function decorated({ bytes, atMs }: LogLine, api: ApiCall): Uint8Array {
  const parts: Uint8Array[] = [];
  if (api.flag('timestamps')) parts.push(encodeUtf8(`${formatRfc3339Nano(atMs, 0, 'fixed')} `));
  if (api.flag('details')) parts.push(encodeUtf8(' '));
  return parts.length === 0 ? bytes : concat([...parts, bytes]);
}

function tailOf(lines: readonly LogLine[], tail: string): readonly LogLine[] {
  if (tail === '' || tail === 'all' || !/^\d+$/.test(tail)) return lines;
  return Number(tail) === 0 ? [] : lines.slice(-Number(tail));
}

/** Seconds since 1970, perhaps with a fraction, as milliseconds. */
function secondsOf(text: string, otherwise: number): number {
  if (text === '' || text === '0') return otherwise;
  const seconds = Number(text);
  if (Number.isNaN(seconds)) throw badRequest(`invalid value for "since": failed to parse value as time or duration: "${text}"`);
  return seconds * 1000;
}
