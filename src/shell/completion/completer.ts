/** What completion is asked and answers, and the type by which a command brings its own. */
import type { Process, Syscall } from '../../host/index.ts';

export type CandidateKind = 'command' | 'file' | 'directory' | 'variable' | 'option' | 'value';

export interface Candidate {
  /** The whole word, unquoted; the shell quotes it as the place needs. */
  readonly value: string;
  readonly kind: CandidateKind;
  /** A few words beside it. */
  readonly summary?: string;
  /** Nothing may follow directly: no blank is added behind it, as after a directory's slash or an option's `=`. */
  readonly open?: boolean;
}

/** The simple command under the cursor. */
export interface CompletionRequest {
  /** Words before the one under the cursor, unquoted; the first is the command's name. */
  readonly words: readonly string[];
  /** What of the word stands before the cursor, unquoted. */
  readonly current: string;
}

/**
 * A command's own completion: it runs as a process beside the shell, with its directory and environment, and may read files
 * and ask servers. Candidates need not be filtered by what is typed already. Undefined leaves it to file names.
 */
export type Completer = (p: Process, request: CompletionRequest) => Generator<Syscall, readonly Candidate[] | undefined>;

/** The completer of a program, by the name in its executable; it may throw that its code is not there yet. */
export type CompletionTable = (program: string) => Completer | undefined;

/** An answer for the line editor: the candidates' texts each replace `line.slice(from, to)`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly CompletedCandidate[];
}

export interface CompletedCandidate {
  /** What to put in, quoted, with the blank behind it when the word is complete. */
  readonly text: string;
  /** What to show in a list. */
  readonly label: string;
  readonly kind: CandidateKind;
  readonly summary: string;
}
