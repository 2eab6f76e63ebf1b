/** How a docker command fails: what the daemon refuses, what the client itself refuses, and how many failed of several. */
import { FileError } from '../../../files/index.ts';
import { NetError } from '../../../host/index.ts';
import { Exit, FlagError } from '../../kubectl/command/errors.ts';
import type { EngineAddress } from '../wire/engine-address.ts';

/** The daemon's answer that was no success. */
export class DaemonError extends Error {
  override name = 'DaemonError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The client's own refusal, printed as it is. */
export class ClientError extends Error {
  override name = 'ClientError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Arguments that are too few or too many; the usage is printed below. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
  readonly sees: boolean;

  constructor(message: string, sees: boolean) {
    super(message);
    this.sees = sees;
  }
}

export { Exit, FlagError };

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

/** "open /nosuch: no such file or directory", as Go prints it. */
export function goFileWords(error: FileError, call = 'open'): string {
  const at = error.message.lastIndexOf(': ');
  const words = error.message.slice(at + 2);
  return `${call} ${error.message.slice(0, Math.max(0, at))}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
