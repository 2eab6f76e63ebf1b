/** How the kernel refuses what is not about a file: processes, descriptors, the network. The words are strerror's. */
import { FileError, strerror, type ErrorCode } from '../files/index.ts';

export class SystemError extends Error {
  override name = 'SystemError';
  readonly code: ErrorCode;
  readonly call: string;

  /** `call` is what was asked for: "kill", "read", "fork". */
  constructor(code: ErrorCode, call: string) {
    super(`${call}: ${strerror(code)}`);
    this.code = code;
    this.call = call;
  }
}

/** ENOTFOUND and EAI_AGAIN are the resolver's: the name does not exist; no server could be asked. */
export type NetErrorCode =
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EAI_AGAIN'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ENOENT'
  | 'EACCES'
  | 'ENOTFOUND'
  | 'ETIMEDOUT';

export class NetError extends Error {
  override name = 'NetError';
  readonly code: NetErrorCode;
  readonly target: string;

  /** `target` is what was dialled or bound: "10.0.0.1:80", "web.default", "/var/run/docker.sock". */
  constructor(code: NetErrorCode, target: string) {
    super(`${target}: ${netWords(code)}`);
    this.code = code;
    this.target = target;
  }
}

/** "Connection refused", "Name or service not known": what programs print after the address. */
export function netWords(code: NetErrorCode): string {
  if (code === 'ENOTFOUND') return 'Name or service not known';
  if (code === 'EAI_AGAIN') return 'Temporary failure in name resolution';
  return strerror(code);
}

/** The POSIX code of an error that the kernel, the file system or the network threw. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a program may meet through no fault of ours: the kernel, a file system or the network said no. */
export function isRefusal(error: unknown): error is SystemError | FileError | NetError {
  return error instanceof SystemError || error instanceof FileError || error instanceof NetError;
}
