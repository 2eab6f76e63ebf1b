/** Options of programs as getopt_long reads them: letters together, values with or without a blank, long names that may be cut short. */
import { append } from './many.ts';

export interface OptionSpec {
  /** Letters that stand alone. */
  readonly flags?: string;
  /** Letters that take a value. */
  readonly values?: string;
  /** Letters whose value, if any, stands right behind them. */
  readonly optionalValues?: string;
  /** Long names: the letter they mean (a flag or a value by its letter), or a name of their own when longer. */
  readonly long?: Readonly<Record<string, string>>;
  /** Long names of their own that take a value: `--name=value`; with a `?` behind the name the value may be left out. */
  readonly longValues?: readonly string[];
  /** What follows the first operand is the operand's own. */
  readonly stopAtOperand?: boolean;
  /** `-5` means the value 5 of this letter. */
  readonly numberMeans?: string;
  /** Arguments that look like options are operands: echo, test, expr. */
  readonly none?: boolean;
}

export interface Options {
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  /** Names in the order they came: for options of which the last one wins. */
  readonly order: readonly string[];
  /** How many options had come before the operand: for those that mean only what follows. */
  optionsBefore(operand: number): number;
}

/** What getopt complains about, after the program's name. */
export interface OptionProblem {
  readonly gnu: string;
  readonly busybox: string;
}

export function parseOptions(args: readonly string[], spec: OptionSpec): Options | OptionProblem {
  const parser = new OptionParser(args, spec);
  return parser.run() ?? parser;
}

const none: readonly string[] = [];

class OptionParser implements Options {
  operands: readonly string[] = none;
  order: readonly string[] = none;
  private found: Map<string, string[]> | undefined; // many programs are given none
  private readonly before: number[] = [];
  private readonly args: readonly string[];
  private readonly spec: OptionSpec;
  private at = 0;

  constructor(args: readonly string[], spec: OptionSpec) {
    this.args = args;
    this.spec = spec;
  }

  has(name: string): boolean {
    return this.found?.has(name) ?? false;
  }

  optionsBefore(operand: number): number {
    return this.before[operand] ?? this.order.length;
  }

  value(name: string): string | undefined {
    const all = this.found?.get(name);
    return all?.[all.length - 1];
  }

  values(name: string): readonly string[] {
    return this.found?.get(name) ?? [];
  }

  run(): OptionProblem | undefined {
    if (!this.args.some((arg) => arg.startsWith('-'))) {
      this.operands = this.args;
      return undefined;
    }
    const operands: string[] = [];
    this.operands = operands;
    while (this.at < this.args.length) {
      const arg = this.args[this.at++]!;
      if (this.spec.none || arg === '-' || !arg.startsWith('-')) {
        operands.push(arg);
        this.before.push(this.order.length);
        if (!this.spec.stopAtOperand) continue;
        this.rest(operands);
        return undefined;
      }
      if (arg === '--') {
        this.rest(operands);
        return undefined;
      }
      const problem = arg.startsWith('--') ? this.longOption(arg.slice(2)) : this.letters(arg);
      if (problem) return problem;
    }
    return undefined;
  }

  private rest(operands: string[]): void {
    append(operands, this.args.slice(this.at));
    this.at = this.args.length;
  }

  private note(name: string, value: string): void {
    this.order = this.order.concat(name);
    const found = (this.found ??= new Map());
    const all = found.get(name);
    if (all) all.push(value);
    else found.set(name, [value]);
  }

  private letters(arg: string): OptionProblem | undefined {
    const { flags = '', values = '', numberMeans } = this.spec;
    if (numberMeans && /^-\d+$/.test(arg)) {
      this.note(numberMeans, arg.slice(1));
      return undefined;
    }
    for (let i = 1; i < arg.length; i++) {
      const letter = arg[i]!;
      if (flags.includes(letter)) this.note(letter, '');
      else if (this.spec.optionalValues?.includes(letter)) {
        this.note(letter, arg.slice(i + 1));
        return undefined;
      }
      else if (values.includes(letter)) {
        const value = arg.slice(i + 1) || this.args[this.at++];
        if (value === undefined) {
          return { gnu: `option requires an argument -- '${letter}'`, busybox: `option requires an argument: ${letter}` };
        }
        this.note(letter, value);
        return undefined;
      } else return { gnu: `invalid option -- '${letter}'`, busybox: `unrecognized option: ${letter}` };
    }
    return undefined;
  }

  private longOption(text: string): OptionProblem | undefined {
    const equals = text.indexOf('=');
    const given = equals < 0 ? text : text.slice(0, equals);
    const { long = {}, longValues = [], values = '' } = this.spec;
    const names = [...Object.keys(long), ...longValues.map((n) => n.replace('?', '')), 'help', 'version'];
    const matching = [...new Set(names.filter((name) => name.startsWith(given)))];
    const name = names.includes(given) ? given : matching[0];
    if (name === undefined || (matching.length > 1 && name !== given)) {
      const listed = matching.map((n) => `'--${n}'`).join(' ');
      return {
        gnu: matching.length > 1 ? `option '--${text}' is ambiguous; possibilities: ${listed}` : `unrecognized option '--${text}'`,
        busybox: `unrecognized option: ${given}`,
      };
    }
    const meaning = Object.hasOwn(long, name) ? long[name]! : name;
    const takes = longValues.includes(name) || (meaning.length === 1 && values.includes(meaning));
    if (equals >= 0) {
      if (!takes && !longValues.includes(`${name}?`)) return { gnu: `option '--${name}' doesn't allow an argument`, busybox: `option doesn't take an argument: ${name}` };
      this.note(meaning, text.slice(equals + 1));
    } else if (takes) {
      const value = this.args[this.at++];
      if (value === undefined) return { gnu: `option '--${name}' requires an argument`, busybox: `option requires an argument: ${name}` };
      this.note(meaning, value);
    } else this.note(meaning, '');
    return undefined;
  }
}
