/** A part of a program that may wait: what verbs are made of, run with `yield*`. */
import type { Syscall } from '../../../host/index.ts';

// The answer of a yield is as its system call promises.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Task<T = void> = Generator<Syscall, T>;
