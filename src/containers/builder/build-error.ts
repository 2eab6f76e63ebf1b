/** What ends a build after it has begun, in Docker's words. */
export class BuildError extends Error {
  override name = 'BuildError';
  /** Of the command that failed; 0 when it was something else. */
  readonly exitCode: number;

  constructor(message: string, exitCode = 0) {
    super(message);
    this.exitCode = exitCode;
  }
}
