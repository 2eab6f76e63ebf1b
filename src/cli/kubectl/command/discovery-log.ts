/** The log lines that the real client leaves on standard error when it cannot ask a server for its types: it tries five times. */
import { klogHead, type KlogLevel } from '../../../base/index.ts';
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

/** Where a log line of this client begins. */
export function logHead(k: Invocation, level: KlogLevel): string {
  return klogHead(level, k.nowMs, k.p.pid);
}
