/** What ends a solve, in BuildKit's words, and the lines of the Dockerfile that it is about. */
export interface SourceLines {
  readonly first: number; // from 1
  readonly last: number;
}

export class SolveError extends Error {
  override name = 'SolveError';
  readonly lines: SourceLines | undefined;

  constructor(message: string, lines?: SourceLines) {
    super(message);
    this.lines = lines;
  }
}
