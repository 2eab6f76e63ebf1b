/** The expression of find: tests and actions joined by and, or, not and parentheses. */
import type { Stat } from '../../host/index.ts';
import { accountByName, groupName, groups, userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { unescape } from '../language/escapes.ts';
import { globPattern } from '../language/glob-pattern.ts';
import { compilePosixPattern } from '../../base/index.ts';
import { modeOf } from './mode-of.ts';
import { runProgram } from './run-program.ts';
import { complain, reason, tried, type ToolCall, type ToolRun } from './tool.ts';

export interface Visit {
  readonly path: string;
  readonly name: string;
  readonly stat: Stat;
  readonly depth: number;
  prune: boolean;
  print(text: string): void;
  /** Writes out what was printed: before another program prints. */
  flush(): ToolRun<void>;
}

export interface Finding {
  readonly test: (visit: Visit) => ToolRun<boolean>;
  readonly maxDepth: number;
  readonly minDepth: number;
  readonly depthFirst: boolean;
  readonly atEnd: readonly (() => ToolRun)[];
}

type Node = (visit: Visit) => ToolRun<boolean>;

class ExpressionError extends Error {}

/** The message of what is wrong, or what to do. */
export function parseExpression(call: ToolCall, args: readonly string[]): Finding | string {
  const parser = new Parser(call, args);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

class Parser {
  private readonly call: ToolCall;
  private readonly args: readonly string[];
  private at = 0;
  private acts = false; // without an action, -print is meant
  private maxDepth = Infinity;
  private minDepth = 0;
  private depthFirst = false;
  private readonly atEnd: (() => ToolRun)[] = [];

  constructor(call: ToolCall, args: readonly string[]) {
    this.call = call;
    this.args = args;
  }

  parse(): Finding {
    const expression = this.args.length > 0 ? this.or() : always;
    if (this.at < this.args.length) throw new ExpressionError(`paths must precede expression: \`${this.args[this.at]!}'`);
    const test: Node = this.acts
      ? expression
      : function* (visit) {
          const holds = yield* expression(visit);
          if (holds) visit.print(`${visit.path}\n`);
          return holds;
        };
    return { test, maxDepth: this.maxDepth, minDepth: this.minDepth, depthFirst: this.depthFirst, atEnd: this.atEnd };
  }

  private or(): Node {
    let left = this.and();
    while (this.args[this.at] === '-o' || this.args[this.at] === '-or') {
      this.at++;
      const first = left;
      const second = this.and();
      left = function* (visit) {
        return (yield* first(visit)) || (yield* second(visit));
      };
    }
    return left;
  }

  private and(): Node {
    let left = this.not();
    for (;;) {
      const next = this.args[this.at];
      if (next === undefined || next === ')' || next === '-o' || next === '-or' || next === ',') return left;
      if (next === '-a' || next === '-and') this.at++;
      const first = left;
      const second = this.not();
      left = function* (visit) {
        return (yield* first(visit)) && (yield* second(visit));
      };
    }
  }

  private not(): Node {
    const word = this.args[this.at];
    if (word === '!' || word === '-not') {
      this.at++;
      const inner = this.not();
      return function* (visit) {
        return !(yield* inner(visit));
      };
    }
    if (word === '(') {
      this.at++;
      const inner = this.or();
      if (this.args[this.at++] !== ')') throw new ExpressionError('invalid expression; I was expecting to find a \')\' somewhere but did not see one.');
      return inner;
    }
    return this.primary();
  }

  private value(name: string): string {
    const value = this.args[this.at++];
    if (value === undefined) throw new ExpressionError(`missing argument to \`${name}'`);
    return value;
  }

  private primary(): Node {
    const name = this.args[this.at++];
    if (name === undefined) throw new ExpressionError('invalid expression; you have used a binary operator with nothing after it.');
    const test = this.fileTest(name) ?? this.action(name);
    if (!test) throw new ExpressionError(name.startsWith('-') ? `unknown predicate \`${name}'` : `paths must precede expression: \`${name}'`);
    return test;
  }

  private fileTest(name: string): Node | undefined {
    const { call } = this;
    const simple = (holds: (visit: Visit) => boolean): Node =>
      // eslint-disable-next-line require-yield
      function* (visit) {
        return holds(visit);
      };
    switch (name) {
      case '-name':
      case '-iname': {
        const fold = name === '-iname' ? (s: string) => s.toLowerCase() : (s: string) => s;
        const pattern = globPattern(fold(this.value(name)));
        return simple((v) => pattern.matches(fold(v.name.replace(/\/+$/, '') || v.name)));
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const fold = name === '-ipath' ? (s: string) => s.toLowerCase() : (s: string) => s;
        const pattern = globPattern(fold(this.value(name)));
        return simple((v) => pattern.matches(fold(v.path)));
      }
      case '-regex': {
        const answer = compilePosixPattern(this.value(name), 'basic');
        if ('error' in answer) throw new ExpressionError(answer.error);
        return simple((v) => answer.pattern.testWhole(v.path));
      }
      case '-type': {
        const kinds = this.value(name).split(',');
        for (const kind of kinds) if (!/^[fdlbcps]$/.test(kind)) throw new ExpressionError(`Unknown argument to -type: ${kind}`);
        return simple((v) => kinds.includes(typeLetters[v.stat.kind]));
      }
      case '-size':
        return simple(sizeTest(this.value(name)));
      case '-empty':
        return simple((v) => (v.stat.kind === 'file' && v.stat.size === 0) || (v.stat.kind === 'dir' && emptyDirectory(call, v.path)));
      case '-mtime':
      case '-mmin': {
        const unit = name === '-mtime' ? 86_400_000 : 60_000;
        const compare = numberTest(this.value(name), name);
        return simple((v) => compare(Math.floor((call.p.host.wallMs - v.stat.mtimeMs) / unit)));
      }
      case '-newer': {
        const reference = tried(() => call.p.files.stat(this.value(name)));
        if ('error' in reference) throw new ExpressionError(`‘${this.args[this.at - 1]!}’: ${reason(reference.error)}`);
        return simple((v) => v.stat.mtimeMs > reference.value.mtimeMs);
      }
      case '-perm':
        return simple(permissionTest(this.value(name)));
      case '-user': {
        const text = this.value(name);
        const uid = accountByName(call.p.files, text)?.uid ?? Number(text);
        if (Number.isNaN(uid)) throw new ExpressionError(`‘${text}’ is not the name of a known user`);
        return simple((v) => v.stat.uid === uid);
      }
      case '-group': {
        const text = this.value(name);
        const gid = groups(call.p.files).find((g) => g.name === text)?.gid ?? Number(text);
        return simple((v) => v.stat.gid === gid);
      }
      case '-true':
        return always;
      case '-false':
        return simple(() => false);
      case '-executable':
        return simple((v) => v.stat.kind === 'dir' || (v.stat.mode & 0o111) !== 0);
      default:
        return this.option(name);
    }
  }

  private option(name: string): Node | undefined {
    switch (name) {
      case '-maxdepth':
      case '-mindepth': {
        const text = this.value(name);
        if (!/^\d+$/.test(text)) throw new ExpressionError(`Expected a positive decimal integer argument to ${name}, but got ‘${text}’`);
        if (name === '-maxdepth') this.maxDepth = Number(text);
        else this.minDepth = Number(text);
        return always;
      }
      case '-depth':
        this.depthFirst = true;
        return always;
      case '-xdev':
      case '-mount':
        return always;
      default:
        return undefined;
    }
  }

  private action(name: string): Node | undefined {
    const { call } = this;
    switch (name) {
      case '-print':
      case '-print0': {
        this.acts = true;
        const end = name === '-print' ? '\n' : '\0';
        // eslint-disable-next-line require-yield
        return function* (visit) {
          visit.print(visit.path + end);
          return true;
        };
      }
      case '-printf': {
        this.acts = true;
        const format = this.value(name);
        // eslint-disable-next-line require-yield
        return function* (visit) {
          visit.print(printed(call, format, visit));
          return true;
        };
      }
      case '-prune':
        // eslint-disable-next-line require-yield
        return function* (visit) {
          visit.prune = true;
          return true;
        };
      case '-quit':
        this.acts = true;
        return function* (visit) {
          yield* visit.flush();
          call.p.kill(call.p.pid, 'SIGTERM');
          return true;
        };
      case '-delete':
        this.acts = true;
        this.depthFirst = true;
        return function* (visit) {
          const done = tried(() => (visit.stat.kind === 'dir' ? call.p.files.rmdir(visit.path) : call.p.files.unlink(visit.path)));
          if (!('error' in done)) return true;
          yield* complain(call, `cannot delete ‘${visit.path}’: ${reason(done.error)}`);
          return false;
        };
      case '-exec':
      case '-ok':
      case '-execdir':
        return this.exec(name);
      default:
        return undefined;
    }
  }

  private exec(name: string): Node {
    const { call } = this;
    this.acts = true;
    const words: string[] = [];
    for (;;) {
      const word = this.args[this.at++];
      if (word === undefined) throw new ExpressionError(`missing argument to \`${name}'`);
      if (word === ';') break;
      if (word === '+' && words[words.length - 1] === '{}') return this.execMany(words.slice(0, -1));
      words.push(word);
    }
    return function* (visit) {
      yield* visit.flush();
      return (yield* runProgram(call, words.map((w) => w.replaceAll('{}', visit.path)))) === 0;
    };
  }

  /** `-exec … {} +`: as many names a run as there are, at the end. */
  private execMany(words: readonly string[]): Node {
    const { call } = this;
    const paths: string[] = [];
    this.atEnd.push(function* () {
      let code = 0;
      for (let i = 0; i < paths.length; i += 1000) code = (yield* runProgram(call, [...words, ...paths.slice(i, i + 1000)])) || code;
      return code;
    });
    // eslint-disable-next-line require-yield
    return function* (visit) {
      paths.push(visit.path);
      return true;
    };
  }
}

// eslint-disable-next-line require-yield
const always: Node = function* () {
  return true;
};

const typeLetters: Readonly<Record<Stat['kind'], string>> = { file: 'f', dir: 'd', link: 'l', block: 'b', char: 'c', fifo: 'p', socket: 's' };

function numberTest(text: string, name: string): (n: number) => boolean {
  const match = /^([-+]?)(\d+)$/.exec(text);
  if (!match) throw new ExpressionError(`invalid argument \`${text}' to \`${name}'`);
  const wanted = Number(match[2]);
  return match[1] === '+' ? (n) => n > wanted : match[1] === '-' ? (n) => n < wanted : (n) => n === wanted;
}

const sizeUnits: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, '': 512, k: 1024, M: 1_048_576, G: 1_073_741_824 };

function sizeTest(text: string): (visit: Visit) => boolean {
  const match = /^([-+]?\d+)([cwbkMG]?)$/.exec(text);
  if (!match) throw new ExpressionError(`invalid -size type \`${text[text.length - 1] ?? ''}'`);
  const compare = numberTest(match[1]!, '-size');
  const unit = sizeUnits[match[2]!]!;
  return (visit) => compare(Math.ceil(visit.stat.size / unit));
}

function permissionTest(text: string): (visit: Visit) => boolean {
  const match = /^([-/]?)([0-7]+)$/.exec(text);
  if (!match) throw new ExpressionError(`invalid mode ‘${text}’`);
  const bits = parseInt(match[2]!, 8);
  if (match[1] === '-') return (v) => (v.stat.mode & bits) === bits;
  if (match[1] === '/') return (v) => bits === 0 || (v.stat.mode & bits) !== 0;
  return (v) => v.stat.mode === bits;
}

function emptyDirectory(call: ToolCall, path: string): boolean {
  const names = tried(() => call.p.files.readdir(path));
  return 'value' in names && names.value.length === 0;
}

function printed(call: ToolCall, format: string, visit: Visit): string {
  const { stat, path } = visit;
  const slash = path.lastIndexOf('/');
  return unescape(format, 'format').text.replace(/%(-?\d*)(T[+@A-Za-z]|[%pfhsmMuUgGdylt])/g, (_, width: string, verb: string) => {
    const values: Readonly<Record<string, string>> = {
      '%': '%',
      p: path,
      f: visit.name,
      h: slash < 0 ? '.' : path.slice(0, slash),
      s: String(stat.size),
      m: (stat.mode & 0o7777).toString(8),
      M: modeOf(stat),
      u: userName(call.p.files, stat.uid),
      U: String(stat.uid),
      g: groupName(call.p.files, stat.gid),
      G: String(stat.gid),
      d: String(visit.depth),
      y: typeLetters[stat.kind],
      l: stat.target ?? '',
      t: formatDate('%a %b %e %H:%M:%S %Y', stat.mtimeMs),
    };
    const value = verb.startsWith('T') ? (verb === 'T@' ? String(stat.mtimeMs / 1000) : formatDate(`%${verb.slice(1)}`, stat.mtimeMs)) : values[verb]!;
    return width.startsWith('-') ? value.padEnd(Number(width.slice(1))) : value.padStart(Number(width));
  });
}
