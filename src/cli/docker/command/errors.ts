/** How a docker command fails: what the daemon refuses, what the client itself refuses, and how many failed of several. */
import { Exit, FlagError } from '../../kubectl/command/errors.ts';

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
