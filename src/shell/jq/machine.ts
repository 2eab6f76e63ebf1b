/**
 * Runs filters: each step evaluates one, or hands on what one gave. Places to come back to for the next answer stand on a
 * stack of our own, so that no recursion is too deep, and the work can stop between any two steps.
 */
import { JqError, shown, sizeOf, type Value } from './value.ts';

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

export interface Continuation {
  (value: Value, path: Path): void;
  /** Bytes that it and all that wait behind it hold, about. */
  weight?: number;
}

const FRAME_BYTES = 150; // of a continuation, or of a place to come back to
const BYTES_A_STEP = 200; // that a function looks at

/** Variables and functions in reach, the innermost first. */
export interface Env {
  slot: unknown;
  readonly parent: Env | undefined;
}

/** A filter ready to run. */
export type Node = (machine: Machine, env: Env | undefined, value: Value, path: Path, then: Continuation) => void;

/** A place to come back to. */
interface Fork {
  readonly run?: () => void;
  readonly handle?: (error: JqError) => void;
  readonly left?: object; // what was caught by this fork no longer covers what follows
  readonly weight: number;
  kept: number; // bytes gathered until then
}

export class Machine {
  private readonly forks: Fork[] = [];
  private node: Node | undefined;
  private env: Env | undefined;
  private value: Value = null;
  private path: Path;
  private then: Continuation | undefined;
  private weight = 0; // of what waits behind the step that is being made
  private given: Value = null; // to it
  private kept = 0;
  private work = 0;
  /** Set when the program wants the next input; answered by `resume`. */
  wanted: ((value: Value | undefined) => void) | undefined;
  private answer: { readonly value: Value } | undefined;
  readonly options: MachineOptions;

  constructor(options: MachineOptions) {
    this.options = options;
  }

  start(node: Node, value: Value): void {
    this.cut(0);
    this.weight = 0;
    this.evaluate(node, undefined, value, undefined, (given) => {
      this.answer = { value: given };
    });
  }

  /** Does up to `steps` steps. An answer, or why it stopped: it wants input, it has had its turn, it is done. Throws what no filter caught. */
  run(steps: number): { readonly value: Value } | 'wants' | 'turn' | 'done' {
    for (; this.work < steps; this.work++) {
      try {
        if (this.node) {
          const { node } = this;
          this.node = undefined;
          this.weight = this.then!.weight ?? 0;
          this.given = this.value;
          node(this, this.env, this.value, this.path, this.then!);
        } else if (this.then) {
          const { then } = this;
          this.then = undefined;
          this.weight = then.weight ?? 0;
          this.given = this.value;
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

  /** How many steps have been made since it was asked last. */
  takeWork(): number {
    const { work } = this;
    this.work = 0;
    return work;
  }

  /** A function has looked at all of the value: steps by its size. */
  spend(value: Value, bytesAStep = BYTES_A_STEP): void {
    if (value !== null && (typeof value === 'object' || typeof value === 'string')) this.work += Math.floor(sizeOf(value) / bytesAStep);
  }

  /** Bytes of what waits, about. */
  get heldBytes(): number {
    return this.weight + this.forks.length * FRAME_BYTES + this.kept;
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
    then.weight ??= this.weight + FRAME_BYTES + (value === this.given ? 0 : sizeOf(value));
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
  fork(run: () => void): Fork {
    const fork: Fork = { run, weight: this.weight, kept: 0 };
    this.forks.push(fork);
    return fork;
  }

  /** The fork's turn comes with so much more. */
  keep(fork: Fork, value: Value): void {
    const bytes = 8 + sizeOf(value);
    fork.kept += bytes;
    this.kept += bytes;
  }

  /** Errors of what is evaluated from here on come to `handle`. The mark is for `leave`. */
  guard(handle: (error: JqError) => void, run: () => void = () => this.backtrack()): object {
    const fork: Fork = { run, handle, weight: this.weight, kept: 0 };
    this.forks.push(fork);
    return fork;
  }

  leave(mark: object): void {
    this.forks.push({ left: mark, weight: this.weight, kept: 0 });
  }

  get height(): number {
    return this.forks.length;
  }

  /** Forgets all forks above a height: no more answers from there. */
  cut(height: number): void {
    while (this.forks.length > height) this.pop();
  }

  private pop(): Fork | undefined {
    const fork = this.forks.pop();
    if (fork) this.kept -= fork.kept;
    return fork;
  }

  private next(): boolean {
    const fork = this.pop();
    if (!fork) return false;
    this.weight = fork.weight;
    fork.run?.();
    return true;
  }

  private raise(error: JqError): void {
    const left = new Set<object>();
    for (;;) {
      const fork = this.pop();
      if (!fork) throw error;
      if (fork.left) left.add(fork.left);
      if (!fork.handle || left.has(fork)) continue;
      this.weight = fork.weight;
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
