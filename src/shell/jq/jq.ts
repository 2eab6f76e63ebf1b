/** jq: JSON in, a filter, JSON out; value by value as the input comes. */
import { growMemory, SystemError, tick, write } from '../../host/index.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { readPath } from '../tool/inputs.ts';
import { complain, print, reason, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { callProgram } from './call.ts';
import { textOf } from './formats.ts';
import { Halt } from './halt.ts';
import { Inputs } from './inputs.ts';
import { Machine, type Node } from './machine.ts';
import { markTwoWordOptions, namedValues, type Named } from './named.ts';
import { printValue, type PrintOptions } from './print-json.ts';
import { JsonProblem } from './read-json.ts';
import { CompileError } from './syntax.ts';
import { isTrue, JqError, toJson, type Value } from './value.ts';

const STEPS_A_TURN = 1_000;
const PAGE_BYTES = 65_536;
const ABORTED = 134;
const WAITING_MAX = 32_768;

export const jq: Tool = {
  usage: '[OPTIONS] FILTER [FILES...]',
  usageCode: 2,
  prepare: markTwoWordOptions,
  options: {
    flags: 'rcnsejaSCMR',
    values: 'Lf',
    long: { 'raw-output': 'r', 'compact-output': 'c', 'null-input': 'n', slurp: 's', 'exit-status': 'e', 'join-output': 'j', 'ascii-output': 'a', 'sort-keys': 'S', 'color-output': 'C', 'monochrome-output': 'M', 'raw-input': 'R', 'from-file': 'f', 'library-path': 'L', tab: 'tab', seq: 'seq', unbuffered: 'unbuffered', 'raw-output0': 'raw-output0' },
    longValues: ['indent'],
  },
  *run(call) {
    const named = yield* namedValues(call);
    if ('code' in named) return named.code;
    const given = yield* sourceOf(call, named);
    if (typeof given === 'number') return given;
    let node: Node;
    try {
      node = callProgram(given.source, named.variables);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      yield write(2, bytesOfText(`jq: error: ${error.message} at <top-level>, line ${error.line}:\n${given.source}\njq: 1 compile error\n`));
      return 3;
    }
    const run = new Run(call, given.files, named);
    try {
      return yield* run.all(node);
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EPIPE') return 5;
      if (error instanceof SystemError && error.code === 'ENOMEM') {
        yield* run.flush();
        return yield* complain(call, 'error: cannot allocate memory', ABORTED);
      }
      if (!(error instanceof Halt)) throw error;
      yield* run.flush();
      if (error.text !== undefined) yield write(2, bytesOfText(error.text));
      return error.code;
    }
  },
};

function* sourceOf(call: ToolCall, named: Named): ToolRun<{ source: string; files: readonly string[] } | number> {
  const rest = [...named.operands];
  const path = call.options.value('f');
  if (path !== undefined) {
    const text = yield* readPath(call.p, path);
    if ('error' in text) return yield* complain(call, `error: Could not open ${path}: ${reason(text.error)}`, 2);
    return { source: textOfBytes(text.value), files: rest };
  }
  // Between other programs it only lays out what comes.
  const source = rest.shift() ?? (call.p.isTty(0) && call.p.isTty(1) ? undefined : '.');
  if (source === undefined) {
    yield write(2, 'Usage:\tjq [options] <jq filter> [file...]\n\tjq [options] --args <jq filter> [strings...]\n\tjq [options] --jsonargs <jq filter> [JSON_TEXTS...]\n');
    return 2;
  }
  return { source, files: rest };
}

class Run {
  private readonly call: ToolCall;
  private readonly inputs: Inputs;
  private readonly style: PrintOptions;
  private readonly machine: Machine;
  private out = '';
  private messages = '';
  private last: Value | undefined;
  private code = 0;
  private pages = 0; // that the machine holds

  constructor(call: ToolCall, files: readonly string[], named: Named) {
    const { options, p } = call;
    this.call = call;
    this.inputs = new Inputs(call, files);
    const width = options.value('indent');
    const indent = options.has('c') || width === '0' ? undefined : options.has('tab') ? '\t' : ' '.repeat(Math.min(7, Number(width ?? 2)));
    this.style = { indent, sortKeys: options.has('S'), ascii: options.has('a'), color: options.has('C') && !options.has('M') };
    this.machine = new Machine({
      env: new Map<string, Value>([...p.env]),
      nowMs: p.host.wallMs,
      named: named.whole,
      message: (text) => void (this.messages += text),
      lineNumber: () => this.inputs.line,
      fileName: () => this.inputs.fileName,
    });
  }

  *all(node: Node): ToolRun {
    const { options } = this.call;
    if (options.has('n')) yield* this.one(node, null);
    else {
      for (;;) {
        const value = yield* this.next();
        if (value === undefined) break;
        yield* this.one(node, value);
      }
    }
    yield* this.flush();
    if (this.code !== 0) return this.code;
    if (this.inputs.failed) return 2;
    if (options.has('e')) return this.last === undefined ? 4 : isTrue(this.last) ? 0 : 1;
    return 0;
  }

  /** What has been printed goes out before the program waits for more. */
  private *next(): ToolRun<Value | undefined> {
    if (!this.inputs.ready) yield* this.flush();
    try {
      return yield* this.inputs.next();
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      yield* this.flush();
      this.code = yield* complain(this.call, `parse error: ${error.message}`, 2);
      return undefined;
    }
  }

  private *one(node: Node, input: Value): ToolRun<void> {
    const { machine } = this;
    machine.start(node, input);
    for (;;) {
      try {
        const step = machine.run(STEPS_A_TURN);
        if (step === 'done') return;
        if (step === 'wants') machine.resume(yield* this.next());
        else if (step === 'turn') {
          this.call.p.charge(machine.takeWork());
          this.hold(machine.heldBytes);
          yield tick();
        } else this.show(step.value);
      } catch (error) {
        if (!(error instanceof JqError)) throw error;
        yield* this.flush();
        const { value } = error;
        const where = `jq: error (at ${this.inputs.place})`;
        const words = typeof value === 'string' ? `${where}: ${value}` : value === null ? `${where} (not a string): null` : `${where} (not a string): ${toJson(value)}`;
        yield write(2, bytesOfText(`${words}\n`));
        this.code = 5;
        return;
      }
      if (this.out.length > WAITING_MAX || this.messages !== '') yield* this.flush();
    }
  }

  /** What the program's own work holds, by pages. */
  private hold(bytes: number): void {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    if (pages === this.pages) return;
    growMemory(this.call.p, (pages - this.pages) * PAGE_BYTES);
    this.pages = pages;
  }

  private show(value: Value): void {
    const { options } = this.call;
    this.last = value;
    if (options.has('seq')) this.out += '\x1e';
    const raw = (options.has('r') || options.has('j') || options.has('raw-output0')) && typeof value === 'string';
    this.out += raw ? (options.has('a') ? printValue(value, this.style) : textOf(value)) : printValue(value, this.style);
    this.out += options.has('raw-output0') ? '\0' : options.has('j') ? '' : '\n';
  }

  *flush(): ToolRun<void> {
    const { out, messages } = this;
    this.out = '';
    this.messages = '';
    yield* print(out);
    if (messages !== '') yield write(2, bytesOfText(messages));
  }
}

