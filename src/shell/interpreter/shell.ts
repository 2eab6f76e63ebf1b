/** The state of one shell: what a subshell copies and what it begins anew. The rest of the room are functions over it. */
import type { CommandNode, CompoundCommand, CompoundList, ParsedScript, Redirected, Statement } from 'unbash';
import { growMemory, type Process, type Signal, type Syscall } from '../../host/index.ts';
import type { ArithmeticVariables } from '../language/arithmetic.ts';
import type { TestWorld } from '../language/test-expression.ts';
import type { Flavour } from './messages.ts';
import { Variables } from './variables.ts';
import { JobTable } from './jobs.ts';

/** A piece of work that yields system calls and answers a T. */
export type Run<T> = Generator<Syscall, T>;

/**
 * How a command ended, or the work that is still to be done for it. What needs no system call answers at once: a generator for each
 * command of a loop is most of what the loop costs.
 */
export type Answer = number | Run<number>;

export interface ShellFunction {
  readonly body: CompoundCommand | Redirected | CompoundList;
  readonly source: Source;
}

/** Where the tree under way came from: for positions in messages and slices of text. */
export interface Source {
  readonly text: string;
  readonly firstLine: number;
  readonly name: string; // what error messages begin with
}

/** Why the commands under way do not go on. It is set by a builtin and taken down by whoever it is meant for. */
export type Control =
  | { readonly kind: 'break' | 'continue'; readonly levels: number; readonly status?: number }
  | { readonly kind: 'return'; readonly status: number }
  | { readonly kind: 'exit'; readonly status: number };

/** An error that ends a script and brings an interactive shell back to its prompt. The message has been printed. */
export class ShellFailure extends Error {
  override name = 'ShellFailure';
  readonly status: number;
  /** It ends a script; the other kind only ends the line it happened on. */
  readonly fatal: boolean;
  constructor(status: number, fatal: boolean) {
    super(`shell failure ${status}`);
    this.status = status;
    this.fatal = fatal;
  }
}

/** Ctrl-C in an interactive shell. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  /** The line that it broke off has been ended on the screen. */
  readonly lineEnded: boolean;
  constructor(lineEnded = false) {
    super('interrupted');
    this.lineEnded = lineEnded;
  }
}

/** A command of the shell itself. `args` are its words after its name. */
export type Builtin = (sh: Shell, args: readonly string[]) => Answer;
export type Builtins = ReadonlyMap<string, Builtin>;

/** The parts of the interpreter that lie above those which call them: a word may hold commands, a builtin may run text. */
export interface Engine {
  readonly builtins: Builtins;
  /** Runs commands one after another. */
  statements(sh: Shell, statements: readonly Statement[]): Answer;
  /** Runs text in the shell itself; `what` says for whom, `name` where messages say it came from. */
  text(sh: Shell, text: string, what: string, name?: string): Run<number>;
  /** What the commands of a $(…) print. */
  substitute(sh: Shell, script: ParsedScript, text: string): Run<string>;
  /** A prompt's escapes and expansions. */
  prompt(sh: Shell, template: string): Run<string>;
  /** The path at which the commands of a <(…) or >(…) are read or written. */
  processPath(sh: Shell, script: ParsedScript, operator: '<' | '>'): Run<string>;
}

/** What stood between the parentheses of `declare a=(…)`: elements, some with their index or key. */
export type ListValue = readonly { readonly key: string | undefined; readonly value: string; readonly append: boolean }[];

/** A function or a sourced file under way, and where it was called. */
export interface Frame {
  readonly function: string; // 'source' for a file
  readonly file: string; // that it stands in
  readonly caller: Source;
  readonly position: number; // in the caller's text
  options?: ReadonlySet<string>; // to be put back when it ends: `local -`
}

export class Shell {
  readonly p: Process;
  readonly flavour: Flavour;
  name: string; // $0
  interactive = false;
  variables: Variables;
  positional: readonly string[] = [];
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  readonly options: Set<string>; // set -o
  readonly shopts: Set<string>;
  readonly traps = new Map<string, string>();
  readonly engine: Engine;
  /** Array values among the arguments of the declaring builtin under way, by the variable's name. */
  readonly listArguments = new Map<string, ListValue>();
  readonly jobs: JobTable;
  /** Those of the shell that a part of a pipeline, or $(…), is a copy of: `jobs` tells of them, though they are not its children. */
  knownJobs: JobTable | undefined;
  /** By name, without those that `enable -n` has switched off. */
  builtins: Builtins;
  readonly disabledBuiltins: Set<string>;
  status = 0;
  /** Undefined: of a command that was no pipeline, the code of which is `status`. */
  pipeStatus: readonly number[] | undefined;
  lastBackgroundPid: number | undefined;
  lastArgument = '';
  control: Control | undefined;
  loopDepth = 0;
  readonly frames: Frame[] = [];
  sourceDepth = 0;
  subshellDepth = 0;
  /** The $$ of the shell, which its subshells keep. */
  shellPid: number;
  /** Above 0, a command's failure is somebody's condition: set -e looks away. */
  conditionDepth = 0;
  source: Source;
  position = 0; // of the command under way, in source.text
  command: CommandNode | undefined; // the one under way
  /** While a trap's action runs: the command before it, and the line it stood on. */
  trapped: { readonly command: CommandNode | undefined; readonly text: string } | undefined;
  scriptName: string | undefined; // of a file run as a script
  readonly pendingSignals: Signal[] = [];
  fatalSignal: Signal | undefined;
  interrupted = false;
  waiting = false; // in the builtin wait: a trapped signal ends it
  readonly commandPaths = new Map<string, { path: string; hits: number }>();
  readonly history: string[];
  readonly directories: string[] = [];
  optionIndex = 0; // getopts' place inside an argument
  optionArgument = 1;
  arithmetic: ArithmeticVariables | undefined; // made once
  tests: TestWorld | undefined;
  substitutionStatus: number | undefined; // of the last $(…) of the command under way
  readonly substitutionFds: number[] = []; // opened for <(…), to be closed after the command
  readonly activeAliases = new Set<string>();
  readonly spin = { sinceMs: 0, atMs: -1_000, factor: 1 }; // see spend.ts
  depth = 0; // of functions, sourced files and evals inside one another
  /** The text runs for its exit code alone: its last command may take the shell's place. */
  mayExecLast = false;

  constructor(p: Process, flavour: Flavour, name: string, engine: Engine, parent?: Shell) {
    this.p = p;
    this.flavour = flavour;
    this.name = name;
    this.engine = engine;
    this.source = { text: '', firstLine: 1, name };
    this.variables = parent ? parent.variables.clone() : new Variables();
    this.variables.onGrowth = (characters) => growMemory(p, characters);
    this.functions = new Map(parent?.functions);
    this.aliases = new Map(parent?.aliases);
    this.options = new Set(parent?.options);
    this.shopts = new Set(parent?.shopts);
    this.jobs = new JobTable();
    this.builtins = parent?.builtins ?? engine.builtins;
    this.disabledBuiltins = new Set(parent?.disabledBuiltins);
    this.history = parent?.history ?? [];
    this.shellPid = parent?.shellPid ?? p.pid;
    this.variables.onChange = () => this.commandPaths.clear();
    if (parent) this.inherit(parent);
  }

  private inherit(parent: Shell): void {
    this.positional = parent.positional;
    this.status = parent.status;
    this.lastBackgroundPid = parent.lastBackgroundPid;
    this.lastArgument = parent.lastArgument;
    this.frames.push(...parent.frames);
    this.subshellDepth = parent.subshellDepth + 1;
    this.conditionDepth = parent.conditionDepth;
    this.source = parent.source;
    this.position = parent.position;
    this.directories.push(...parent.directories);
    for (const [name, entry] of parent.commandPaths) this.commandPaths.set(name, { ...entry });
    for (const [signal, action] of parent.traps) {
      const keeps = signal === 'ERR' ? parent.on('errtrace') : (signal === 'DEBUG' || signal === 'RETURN') && parent.on('functrace');
      if (action === '' || keeps) this.traps.set(signal, action);
    }
    this.command = parent.command;
    this.trapped = parent.trapped;
    this.scriptName = parent.scriptName;
    this.options.delete('monitor');
    if (this.isBash) this.knownJobs = parent.jobs.jobs.length > 0 ? parent.jobs.copy() : parent.knownJobs;
  }

  /** After a change to those that are switched off. */
  settleBuiltins(): void {
    const { builtins } = this.engine;
    this.builtins = this.disabledBuiltins.size === 0 ? builtins : new Map([...builtins].filter(([name]) => !this.disabledBuiltins.has(name)));
  }

  /** Whether words may stand for aliases. */
  get readsAliases(): boolean {
    return this.aliases.size > 0 && (!this.isBash || this.interactive || this.shopts.has('expand_aliases'));
  }

  get inFunction(): boolean {
    return this.frames.some((frame) => frame.function !== 'source');
  }

  get isBash(): boolean {
    return this.flavour === 'bash';
  }

  on(option: string): boolean {
    return this.options.has(option);
  }

  get ifs(): string {
    return this.variables.find('IFS') ? (this.variables.get('IFS') ?? '') : ' \t\n';
  }

  /** Whether commands must not go on: something is on its way out. */
  get unwinding(): boolean {
    return this.control !== undefined;
  }
}
