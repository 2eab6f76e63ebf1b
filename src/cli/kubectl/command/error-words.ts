/** The last words of a command that failed: which line an error becomes on standard error, and the exit code. */
import { NetError } from '../../../host/index.ts';
import { FileError } from '../../../files/index.ts';
import type { Connection } from '../config/connection.ts';
import { plainStatusWords, statusWords, StatusError } from '../wire/status-error.ts';
import { CommandError, FlagError, ONE_VOICE_SINCE, SeveralErrors, UsageError } from './errors.ts';

export interface LastWords {
  readonly text: string; // whole lines
  readonly exitCode: number;
}

interface Told {
  readonly minor: number; // of the client's release
  readonly connection: () => Connection;
}

/** Undefined for what is no failure of a command but a defect: that is thrown on. */
export function lastWords(error: unknown, path: string, { minor, connection }: Told): LastWords | undefined {
  if (error instanceof FlagError) return failure(`${minor < ONE_VOICE_SINCE ? 'Error' : 'error'}: ${error.message}\nSee '${path} --help' for usage.`, 1);
  if (error instanceof UsageError) return failure(`error: ${error.message}\nSee '${path} -h' for help and examples`, 1);
  if (error instanceof CommandError) return failure(error.isBare ? error.message : `error: ${error.message}`, error.exitCode);
  if (error instanceof SeveralErrors) return several(error, path, { minor, connection });
  if (error instanceof StatusError) return failure(statusWords(error, minor), 1);
  if (error instanceof NetError) return failure(networkWords(error, connection()), 1);
  if (error instanceof FileError) return failure(`error: ${goFileWords(error)}`, 1);
  return undefined;
}

/** Each on its own line, and without "error: ". */
function several(error: SeveralErrors, path: string, told: Told): LastWords | undefined {
  const lines: string[] = [];
  for (const one of error.errors) {
    const words = one instanceof CommandError ? failure(one.message, 1) : one instanceof StatusError ? failure(plainStatusWords(one), 1) : lastWords(one, path, told);
    if (!words) return undefined;
    lines.push(words.text);
  }
  return { text: lines.join(''), exitCode: 1 };
}

function failure(text: string, exitCode: number): LastWords {
  return { text: text.endsWith('\n') ? text : `${text}\n`, exitCode };
}

function networkWords(error: NetError, connection: Connection): string {
  const address = `${connection.host}:${connection.port}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `The connection to the server ${connection.url.replace(/^https?:\/\//, '')} was refused - did you specify the right host or port?`;
    case 'ENOTFOUND':
      return `Unable to connect to the server: dial tcp: lookup ${connection.host}: no such host`;
    case 'EAI_AGAIN':
      return `Unable to connect to the server: dial tcp: lookup ${connection.host}: Temporary failure in name resolution`;
    case 'EHOSTUNREACH':
      return `Unable to connect to the server: dial tcp ${address}: connect: no route to host`;
    case 'ENETUNREACH':
      return `Unable to connect to the server: dial tcp ${address}: connect: network is unreachable`;
    case 'ETIMEDOUT':
      return `Unable to connect to the server: dial tcp ${address}: i/o timeout`;
    default:
      return 'Unable to connect to the server: unexpected EOF';
  }
}

/** What Go's network library says of a dial that failed: the part after the request in log lines. */
export function dialWords(error: NetError, connection: Connection, address: string): string {
  const target = `${address}:${connection.port}`;
  const why: Partial<Record<NetError['code'], string>> = {
    ECONNREFUSED: 'connect: connection refused',
    EHOSTUNREACH: 'connect: no route to host',
    ENETUNREACH: 'connect: network is unreachable',
    ETIMEDOUT: 'i/o timeout',
  };
  if (error.code === 'ENOTFOUND') return `dial tcp: lookup ${connection.host}: no such host`;
  return why[error.code] ? `dial tcp ${target}: ${why[error.code]!}` : 'EOF';
}

/** "open web.yaml: permission denied": a refusal of the file system as Go prints it. */
export function goFileWords(error: FileError, doing = 'open'): string {
  return error.message.replace(/^(.*): (.*)$/, (_, path: string, why: string) => `${doing} ${path}: ${why.toLowerCase()}`);
}
