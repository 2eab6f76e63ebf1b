/** Whether this server counts the changes of a kind's spec: for some kinds only later releases do. */
import type { Kind } from '../kinds/kind.ts';
import type { ApiServer } from './api-server.ts';

export function countsGenerations(server: ApiServer, kind: Kind): boolean {
  return kind.hasGeneration && server.release.minor >= (kind.generationSince ?? 0);
}
