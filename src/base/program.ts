/**
 * The shape of a program: a generator that yields system calls. Base does not know what a process is, so that a room can
 * speak of programs without the host; the host binds `P` to its Process.
 */

export type ExitCode = number;

/**
 * One request to the kernel. `start` either settles at once, by calling `done` or `fail` before it returns, or later;
 * the function it returns takes the request back when the process is killed or interrupted meanwhile.
 */
export interface Syscall<P> {
  readonly name: string; // what the cost table and `ps` know it by
  start(process: P, done: (value?: unknown) => void, fail: (error: Error) => void): (() => void) | void;
}

/** Results of `yield` are as the system call promises; `yield*` of a call gives them with their type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Program<P> = (process: P) => Generator<Syscall<P>, ExitCode>;
