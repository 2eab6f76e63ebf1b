/** Reads flags and arguments as the command-line library of the real client does: mixed in any order, short ones in bundles, errors in its words. */
import { parseDuration } from '../../../base/index.ts';
import { FlagError } from './errors.ts';
import { Flags, isBool, type FlagSpec } from './flag.ts';

export interface ParsedLine {
  /** What is to be said of deprecated flags. */
  readonly warnings: readonly string[];
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many arguments stood before `--`; -1 without one. */
  readonly dashAt: number;
}

/** `stopsAtArgument`: what follows the first argument belongs to it, as behind `docker run IMAGE`. */
export function parseFlags(words: readonly string[], specs: readonly FlagSpec[], { stopsAtArgument = false }: { readonly stopsAtArgument?: boolean } = {}): ParsedLine {
  const parser = new FlagParser(words, specs, stopsAtArgument);
  parser.run();
  return { flags: new Flags(parser.byName, parser.given), args: parser.args, dashAt: parser.dashAt, warnings: parser.warnings };
}

class FlagParser {
  readonly byName = new Map<string, FlagSpec>();
  readonly given = new Map<string, string[]>();
  readonly args: string[] = [];
  readonly warnings: string[] = [];
  dashAt = -1;
  private readonly byShort = new Map<string, FlagSpec>();
  private readonly words: readonly string[];
  private readonly stopsAtArgument: boolean;
  private at = 0;

  constructor(words: readonly string[], specs: readonly FlagSpec[], stopsAtArgument: boolean) {
    this.words = words;
    this.stopsAtArgument = stopsAtArgument;
    for (const spec of specs) {
      this.byName.set(spec.name, spec);
      if (spec.short !== undefined) this.byShort.set(spec.short, spec);
    }
  }

  run(): void {
    while (this.at < this.words.length) {
      const word = this.words[this.at++]!;
      if (word === '--') {
        this.dashAt = this.args.length;
        this.args.push(...this.words.slice(this.at));
        return;
      }
      if (word.startsWith('--')) this.long(word);
      else if (word.startsWith('-') && word !== '-') this.bundle(word);
      else if (this.stopsAtArgument) {
        this.args.push(word, ...this.words.slice(this.at));
        return;
      } else this.args.push(word);
    }
  }

  private long(word: string): void {
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
    const spec = this.byName.get(name);
    if (!spec) throw new FlagError(`unknown flag: --${name}`);
    if (value !== undefined) this.set(spec, value);
    else if (bareValue(spec) !== undefined) this.set(spec, bareValue(spec)!);
    else if (this.at < this.words.length) this.set(spec, this.words[this.at++]!);
    else throw new FlagError(`flag needs an argument: --${name}`);
  }

  /** -w, -it, -nkube-system, -n=x, -n x. */
  private bundle(word: string): void {
    let rest = word.slice(1);
    while (rest !== '') {
      const letter = rest[0]!;
      const spec = this.byShort.get(letter);
      if (!spec) throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`);
      const after = rest.slice(1);
      if (after.startsWith('=') && after.length > 1) return this.set(spec, after.slice(1));
      if (bareValue(spec) !== undefined) {
        this.set(spec, bareValue(spec)!);
        rest = after;
        continue;
      }
      if (after !== '') return this.set(spec, after);
      if (this.at >= this.words.length) throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
      return this.set(spec, this.words[this.at++]!);
    }
  }

  private set(spec: FlagSpec, value: string): void {
    const wrong = whatIsWrong(spec, value);
    if (wrong !== undefined) {
      const shown = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
      throw new FlagError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(shown)} flag: ${wrong}`);
    }
    if (spec.deprecated !== undefined && !this.given.has(spec.name)) this.warnings.push(`Flag --${spec.name} has been deprecated, ${spec.deprecated}\n`);
    const values = spec.type === 'list' ? value.split(',') : [value];
    if (spec.type === 'list' || spec.type === 'array') this.given.set(spec.name, [...(this.given.get(spec.name) ?? []), ...values]);
    else this.given.set(spec.name, values);
  }
}

/** What a flag is worth when it stands without a value; undefined where it needs one. */
export function bareValue(spec: FlagSpec): string | undefined {
  return spec.type === 'bool' ? 'true' : spec.bare;
}

function isInt64(digits: string): boolean {
  return BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
}

function whatIsWrong(spec: FlagSpec, value: string): string | undefined {
  if (spec.type === 'bool' && !isBool(value)) return `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (spec.type === 'int') {
    if (!/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
    if (!isInt64(value.replace('+', ''))) return `strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`;
  }
  if (spec.type === 'duration') {
    const parsed = parseDuration(value);
    if ('error' in parsed) return parsed.error;
  }
  return undefined;
}
