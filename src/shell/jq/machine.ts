/**
 * Runs filters: each step evaluates one, or hands on what one gave. Places to come back to for the next answer stand on a
 * stack of our own, so that no recursion is too deep, and the work can stop between any two steps.
 */
import { JqError, shown, type Value } from './value.ts';

/** How a value was reached, when somebody wants to know: the key behind another path. */
export interface PathLink {
  readonly parent: PathLink | undefined;
  readonly key: Value;
}

/** `undefined` when nobody asks for paths. */
export type Path = PathLink | undefined;

export const rootPath: PathLink = { parent: undefined, key: null };
/** The value was computed, so that no path leads to it. */
export const nowhere: PathLink = { parent: undefined, key: null };

export type Continuation = (value: Value, path: Path) => void;

/** Variables and functions in reach, the innermost first. */
export interface Env {
  slot: unknown;
  readonly parent: Env | undefined;
}

/** A filter ready to run. */
export type Node = (machine: Machine, env: Env | undefined, value: Value, path: Path, then: Continuation) => void;

type Fork =
  | { readonly kind: 'again'; readonly run: () => void }
  | { readonly kind: 'catch'; readonly run: () => void; readonly handle: (error: JqError) => void }
  | { readonly kind: 'left'; readonly mark: object }; // what is caught no longer covers what follows

export class Machine {
  private readonly forks: Fork[] = [];
  private node: Node | undefined;
  private env: Env | undefined;
  private value: Value = null;
  private path: Path;
  private then: Continuation | undefined;
  /** Set when the program wants the next input; answered by `resume`. */
  wanted: ((value: Value | undefined) => void) | undefined;
  private answer: { readonly value: Value } | undefined;
  readonly options: MachineOptions;

  constructor(options: MachineOptions) {
    this.options = options;
  }

  start(node: Node, value: Value): void {
    this.forks.length = 0;
    this.evaluate(node, undefined, value, undefined, (given) => {
      this.answer = { value: given };
    });
  }

  /** Does up to `steps` steps. An answer, or why it stopped: it wants input, it has had its turn, it is done. Throws what no filter caught. */
  run(steps: number): { readonly value: Value } | 'wants' | 'turn' | 'done' {
    for (let i = 0; i < steps; i++) {
      try {
        if (this.node) {
          const { node } = this;
          this.node = undefined;
          node(this, this.env, this.value, this.path, this.then!);
        } else if (this.then) {
          const { then } = this;
          this.then = undefined;
          then(this.value, this.path);
        } else if (!this.next()) return 'done';
      } catch (error) {
        if (!(error instanceof JqError)) throw error;
        this.raise(error);
      }
      if (this.wanted) return 'wants';
      if (this.answer) {
        const { answer } = this;
        this.answer = undefined;
        return answer;
      }
    }
    return 'turn';
  }

  resume(value: Value | undefined): void {
    const { wanted } = this;
    this.wanted = undefined;
    try {
      wanted!(value);
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      this.raise(error);
    }
  }

  evaluate(node: Node, env: Env | undefined, value: Value, path: Path, then: Continuation): void {
    this.node = node;
    this.env = env;
    this.value = value;
    this.path = path;
    this.then = then;
  }

  emit(then: Continuation, value: Value, path: Path): void {
    this.node = undefined;
    this.then = then;
    this.value = value;
    this.path = path;
  }

  /** Nothing more from here: back to the last fork. */
  backtrack(): void {
    this.node = undefined;
    this.then = undefined;
  }

  /** `run` has its turn when everything after this point has been tried. */
  fork(run: () => void): void {
    this.forks.push({ kind: 'again', run });
  }

  /** Errors of what is evaluated from here on come to `handle`. The mark is for `leave`. */
  guard(handle: (error: JqError) => void, run: () => void = () => this.backtrack()): object {
    const fork: Fork = { kind: 'catch', run, handle };
    this.forks.push(fork);
    return fork;
  }

  leave(mark: object): void {
    this.forks.push({ kind: 'left', mark });
  }

  get height(): number {
    return this.forks.length;
  }

  /** Forgets all forks above a height: no more answers from there. */
  cut(height: number): void {
    this.forks.length = height;
  }

  private next(): boolean {
    const fork = this.forks.pop();
    if (!fork) return false;
    if (fork.kind !== 'left') fork.run();
    return true;
  }

  private raise(error: JqError): void {
    const left = new Set<object>();
    for (;;) {
      const fork = this.forks.pop();
      if (!fork) throw error;
      if (fork.kind === 'left') left.add(fork.mark);
      if (fork.kind !== 'catch' || left.has(fork)) continue;
      fork.handle(error);
      return;
    }
  }
}

export interface MachineOptions {
  readonly env: Value;
  readonly nowMs: number;
  readonly named: Value; // $__prog_args and $named
  /** debug and stderr. */
  readonly message: (text: string) => void;
  readonly lineNumber: () => number;
  readonly fileName: () => Value;
}

export function extend(path: Path, key: Value, value: Value): Path {
  if (path === undefined) return undefined;
  if (path === nowhere) throw new JqError(`Invalid path expression with result ${shown(value)}`);
  return { parent: path, key };
}

export function computed(path: Path): Path {
  return path === undefined ? undefined : nowhere;
}

export function pathKeys(path: Path, value: Value): Value[] {
  if (path === nowhere) throw new JqError(`Invalid path expression with result ${shown(value)}`);
  const keys: Value[] = [];
  for (let at = path; at !== undefined && at !== rootPath; at = at.parent) keys.push(at.key);
  return keys.reverse();
}
