/** The expression of find: tests and actions joined by and, or, not and parentheses. */
import { write, type Stat } from '../../host/index.ts';
import { accountByName, groupName, groups, userName } from '../accounts.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { compileGlob, compilePosixPattern } from '../../base/index.ts';
import { emptyDirectory, ExpressionError, listed, numberTest, permissionTest, printed, sizeTest, typeLetters, type Visit } from './find-tests.ts';
import { parseDate } from './parse-date.ts';
import { runProgram } from './run-program.ts';
import { complain, reason, tried, type ToolCall, type ToolRun } from './tool.ts';

export interface Finding {
  readonly test: (visit: Visit) => ToolRun<boolean>;
  readonly maxDepth: number;
  readonly minDepth: number;
  readonly depthFirst: boolean;
  readonly atEnd: readonly (() => ToolRun)[];
}

type Node = (visit: Visit) => ToolRun<boolean>;

const WORDS_MAX = 1000; // each may nest one deeper

/** The message of what is wrong, or what to do. */
export function parseExpression(call: ToolCall, args: readonly string[]): Finding | string {
  if (args.length > WORDS_MAX) return `the expression has more than ${WORDS_MAX} words`;
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
    const expression = this.args.length > 0 ? this.list() : always;
    if (this.args[this.at] === ')') throw new ExpressionError("you have too many ')'");
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

  /** With commas between: all of them, and what the last one says. */
  private list(): Node {
    let left = this.or();
    while (this.args[this.at] === ',') {
      this.at++;
      const first = left;
      const second = this.or();
      left = function* (visit) {
        yield* first(visit);
        return yield* second(visit);
      };
    }
    return left;
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
      if (this.at >= this.args.length) throw new ExpressionError(`expected an expression after '${word}'`);
      const inner = this.not();
      return function* (visit) {
        return !(yield* inner(visit));
      };
    }
    if (word === '(') {
      this.at++;
      const inner = this.list();
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
    if (['-a', '-and', '-o', '-or', ','].includes(name)) throw new ExpressionError(`invalid expression; you have used a binary operator '${name}' with nothing before it.`);
    const test = this.fileTest(name) ?? this.moreTests(name) ?? this.option(name) ?? this.action(name);
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
        const pattern = compileGlob(fold(this.value(name)));
        return simple((v) => pattern.matches(fold(v.name.replace(/\/+$/, '') || v.name)));
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const fold = name === '-ipath' ? (s: string) => s.toLowerCase() : (s: string) => s;
        const pattern = compileGlob(fold(this.value(name)));
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
        return undefined;
    }
  }

  private moreTests(name: string): Node | undefined {
    const { files } = this.call.p;
    const simple = (holds: (visit: Visit) => boolean): Node =>
      // eslint-disable-next-line require-yield
      function* (visit) {
        return holds(visit);
      };
    const numbered = (of: (stat: Stat) => number): Node => {
      const compare = numberTest(this.value(name), name);
      return simple((v) => compare(of(v.stat)));
    };
    switch (name) {
      case '-uid':
        return numbered((stat) => stat.uid);
      case '-gid':
        return numbered((stat) => stat.gid);
      case '-links':
        return numbered((stat) => stat.links);
      case '-nouser':
        return simple((v) => userName(files, v.stat.uid) === String(v.stat.uid));
      case '-nogroup':
        return simple((v) => groupName(files, v.stat.gid) === String(v.stat.gid));
      case '-readable':
      case '-writable':
        return simple((v) => files.accessible(v.path, name === '-readable' ? 'r' : 'w'));
      case '-newermt': {
        const text = this.value(name);
        const since = parseDate(text, this.call.p.host.wallMs);
        if (since === undefined) throw new ExpressionError(`I cannot figure out how to interpret ‘${text}’ as a date or time`);
        return simple((v) => v.stat.mtimeMs > since);
      }
      case '-lname': {
        const pattern = compileGlob(this.value(name));
        return simple((v) => v.stat.kind === 'link' && pattern.matches(v.stat.target ?? ''));
      }
      case '-xtype': {
        const kinds = this.value(name).split(',');
        return simple((v) => {
          const through = tried(() => files.stat(v.path));
          return kinds.includes(typeLetters['value' in through ? through.value.kind : v.stat.kind]);
        });
      }
      case '-samefile': {
        const other = this.value(name);
        if (!files.exists(other)) throw new ExpressionError(`‘${other}’: No such file or directory`);
        return simple((v) => v.stat.kind !== 'link' && files.sameFile(v.path, other));
      }
      default:
        return undefined;
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
      case '-ls':
      case '-printf': {
        this.acts = true;
        const format = name === '-ls' ? undefined : this.value(name);
        // eslint-disable-next-line require-yield
        return function* (visit) {
          visit.print(format === undefined ? listed(call, visit) : printed(call, format, visit));
          return true;
        };
      }
      case '-fprint':
      case '-fprintf': {
        this.acts = true;
        const path = this.value(name);
        const format = name === '-fprintf' ? this.value(name) : '%p\\n';
        const opened = tried(() => call.p.open(path, 'w'));
        if ('error' in opened) throw new ExpressionError(`‘${path}’: ${reason(opened.error)}`);
        return function* (visit) {
          yield write(opened.value, bytesOfText(printed(call, format, visit)));
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
          visit.quit();
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
