/** The log lines that the real client leaves on standard error when it cannot ask a server for its types: it tries five times. */
import { civilTime } from '../../../base/index.ts';
import { resolve, type NetError } from '../../../host/index.ts';
import { dialWords } from './error-words.ts';
import type { Invocation } from './invocation.ts';
import type { Task } from './task.ts';

const TRIES = 5;

export function* discoveryLog(k: Invocation, error: NetError): Task<string> {
  const { connection } = k;
  let address = connection.host;
  try {
    address = (yield* resolve(connection.host))[0] ?? address;
  } catch {
    // Then the name itself is what could not be dialled.
  }
  const why = `Get \\"${connection.url}${connection.basePath}/api?timeout=32s\\": ${dialWords(error, connection, address)}`;
  const line = `${logHead(k, 'E')} memcache.go:265] "Unhandled Error" err="couldn't get current server API group list: ${why}"\n`;
  return line.repeat(TRIES);
}

/** E1121 20:15:24.698936    4316: severity, date, time and process. */
export function logHead(k: Invocation, severity: 'E' | 'W' | 'I'): string {
  const t = civilTime(k.nowMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}.${String(Math.floor(t.millisecond * 1000)).padStart(6, '0')}`;
  return `${severity}${two(t.month)}${two(t.day)} ${time} ${String(k.p.pid).padStart(7)}`;
}
