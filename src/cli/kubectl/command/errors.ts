/** How a command fails in its own words. What a server or the network refuses is an error of its own, put into words in one place. */

/** Until then what reads the command line said itself what it could not read. */
export const ONE_VOICE_SINCE = 23;

/** Printed as "error: …", or as it is when the words bring a head of their own. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;
  readonly isBare: boolean;

  constructor(message: string, options: { readonly exitCode?: number; readonly isBare?: boolean } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.isBare = options.isBare ?? false;
  }
}

/** A command line that cannot be understood: the help of the verb is named below the error. */
export class UsageError extends CommandError {
  override name = 'UsageError';
}

/** As above, with the whole help printed first: what the verbs of `config` do. */
export class HelpError extends CommandError {
  override name = 'HelpError';
}

/** The flags of a command line are wrong, which another line tells. */
export class FlagError extends CommandError {
  override name = 'FlagError';
}

/** Several things failed, each told on its own. */
export class SeveralErrors extends Error {
  override name = 'SeveralErrors';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join(', '));
    this.errors = errors;
  }
}

/** The program ends with this code; everything has been said. */
export class Exit extends Error {
  override name = 'Exit';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Throws what was collected: nothing, the one error, or all. */
export function throwCollected(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0]!;
  if (errors.length > 1) throw new SeveralErrors(errors);
}
