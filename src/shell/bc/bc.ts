/** bc: a calculator of any precision, a line at a time, with variables, arrays, loops and functions; -l brings its library. */
import { growMemory, SystemError, write } from '../../host/index.ts';
import { LineReader } from '../tool/inputs.ts';
import { print, tried, type Tool, type ToolRun } from '../tool/tool.ts';
import { Machine, OutOfMemory, RuntimeProblem } from './machine.ts';
import { Parser, SyntaxProblem, Unfinished, type Unit } from './parse.ts';
import { isOpen, tokensOf, type Token } from './tokens.ts';

const LINE_LENGTH = 70;
const TOKENS_MAX = 100_000; // of one definition

export const bc: Tool = {
  usage: '[options] [file ...]',
  options: { flags: 'hilqsw', long: { mathlib: 'l', quiet: 'q', interactive: 'i', standard: 's', warn: 'w' } },
  *run(call) {
    const { options, operands, p } = call;
    const length = Number(p.env.get('BC_LINE_LENGTH') ?? LINE_LENGTH);
    const machine = new Machine(options.has('l'), Number.isInteger(length) && length !== 1 ? length : LINE_LENGTH, print, toErrors, (bytes) => growMemory(p, bytes));
    for (const name of [...operands, '-']) {
      const opened = name === '-' ? { value: 0 } : tried(() => p.open(name));
      if ('error' in opened) {
        yield* toErrors(`File ${name} is unavailable.\n`);
        return 1;
      }
      try {
        if (yield* new Source(machine, new LineReader(opened.value), name === '-' ? '(standard_in)' : name).run()) return 0;
      } catch (error) {
        if (!(error instanceof OutOfMemory || (error instanceof SystemError && error.code === 'ENOMEM'))) throw error;
        yield* toErrors('Fatal error: Out of memory for malloc.\n');
        return 1;
      }
    }
    return 0;
  },
};

function* toErrors(text: string): ToolRun<void> {
  yield write(2, text);
}

/** One input: lines are gathered until they make a whole. */
class Source {
  private readonly machine: Machine;
  private readonly reader: LineReader;
  private readonly name: string;
  private line = 1;
  private text = '';

  constructor(machine: Machine, reader: LineReader, name: string) {
    this.machine = machine;
    this.reader = reader;
    this.name = name;
  }

  /** True when bc is to end. */
  *run(): ToolRun<boolean> {
    for (;;) {
      const lines = yield* this.reader.next();
      if (lines === null) return false;
      for (const line of lines) {
        this.text += `${line}\n`;
        if (!isOpen(this.text) && (yield* this.taken())) return true;
      }
    }
  }

  private *taken(): ToolRun<boolean> {
    const tokens: Token[] = [];
    for (const token of tokensOf(this.text, this.line)) {
      if (token.kind === 'strange') yield* toErrors(`${this.name} ${token.line}: illegal character: ${token.text}\n`);
      else tokens.push(token);
    }
    const unit = this.parsed(tokens);
    if (unit === undefined && tokens.length < TOKENS_MAX) return false;
    this.line += this.text.split('\n').length - 1;
    this.text = '';
    if (unit === undefined || 'problem' in unit) {
      yield* toErrors(`${this.name} ${unit?.problem ?? this.line}: syntax error\n`);
      return false;
    }
    if (unit.definition) this.machine.define(unit.definition);
    try {
      return unit.quits || (yield* this.machine.run(unit.statements));
    } catch (error) {
      if (!(error instanceof RuntimeProblem)) throw error;
      yield* toErrors(`${error.message}\n`);
      return false;
    }
  }

  /** Undefined: more lines belong to it. */
  private parsed(tokens: readonly Token[]): Unit | { readonly problem: number } | undefined {
    try {
      return new Parser(tokens).unit();
    } catch (error) {
      if (error instanceof Unfinished) return undefined;
      if (error instanceof SyntaxProblem) return { problem: error.line };
      throw error;
    }
  }
}
