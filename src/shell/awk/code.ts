/** Compiled awk: what can be had at once is a plain function; only what may wait, for input or its turn, is a generator. */
import type { Syscall } from '../../host/index.ts';
import type { Cell, Value } from './values.ts';

/** Asks the machine to run a function's body; so that a recursion is as deep as memory allows, not the stack of the host. */
export class Invocation {
  readonly name: string;
  readonly cells: Cell[];
  constructor(name: string, cells: Cell[]) {
    this.name = name;
    this.cells = cells;
  }
}

export type AwkRun<T> = Generator<Syscall | Invocation, T>;

export type Code<T = Value> = { readonly now: () => T; readonly later?: undefined } | { readonly now?: undefined; readonly later: () => AwkRun<T> };

export function constant<T>(value: T): Code<T> {
  return { now: () => value };
}

export function* valueOf<T>(code: Code<T>): AwkRun<T> {
  return code.now ? code.now() : yield* code.later();
}

export function map<A, T>(code: Code<A>, body: (value: A) => T): Code<T> {
  const { now, later } = code;
  if (now) return { now: () => body(now()) };
  return {
    *later() {
      return body(yield* later());
    },
  };
}

export function map2<A, B, T>(left: Code<A>, right: Code<B>, body: (a: A, b: B) => T): Code<T> {
  if (left.now && right.now) {
    const { now } = left;
    const second = right.now;
    return { now: () => body(now(), second()) };
  }
  return {
    *later() {
      const a = yield* valueOf(left);
      return body(a, yield* valueOf(right));
    },
  };
}

/** All of them, from left to right. */
export function every(codes: readonly Code[]): Code<Value[]> {
  if (codes.every((code) => code.now)) return { now: () => codes.map((code) => code.now!()) };
  return {
    *later() {
      const values: Value[] = [];
      for (const code of codes) values.push(yield* valueOf(code));
      return values;
    },
  };
}
