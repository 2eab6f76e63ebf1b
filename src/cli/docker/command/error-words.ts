/** What a failed docker command prints. */
import { FileError } from '../../../files/index.ts';
import { NetError } from '../../../host/index.ts';
import { goFileWords } from '../../kubectl/command/error-words.ts';
import type { EngineAddress } from '../wire/engine-address.ts';
import { ClientError, DaemonError } from './errors.ts';

/** The one line of an error; undefined for what is a defect of ours. */
export function wordsOf(error: unknown, address: EngineAddress): string | undefined {
  if (error instanceof DaemonError) return `Error response from daemon: ${error.message}`;
  if (error instanceof ClientError) return error.message;
  if (error instanceof NetError) return connectionWords(error, address);
  if (error instanceof FileError) return goFileWords(error);
  return undefined;
}

function connectionWords(error: NetError, { url, isUnix, target }: EngineAddress): string {
  if (error.code === 'EACCES' && isUnix) {
    const path = 'unix' in target ? target.unix : '';
    return `permission denied while trying to connect to the Docker daemon socket at ${url}: Head "http://${encodeURIComponent(path)}/_ping": dial unix ${path}: connect: permission denied`;
  }
  if (error.code === 'ECONNRESET') return `error during connect: Get "http://${encodeURIComponent(url.replace(/^\w+:\/\//, ''))}/": EOF`;
  return `Cannot connect to the Docker daemon at ${url}. Is the docker daemon running?`;
}
