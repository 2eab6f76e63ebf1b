/** The commands of a sed script, as they are read once before any line is. */

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean; readonly multiline: boolean };

export type RangeEnd = Address | { readonly kind: 'plus'; readonly count: number } | { readonly kind: 'multiple'; readonly of: number };

export interface SedCommand {
  readonly name: string;
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly negated: boolean;
  /** Text of a, i, c; a label; a file's name; an exit code. */
  readonly text: string;
  readonly substitution: Substitution | undefined;
  readonly map: ReadonlyMap<string, string> | undefined; // y
  /** Where in the script it ended: for messages about its pattern. */
  readonly at: number;
  /** Where a block or a branch goes on: set when the script is whole. */
  target: number;
}

export interface Substitution {
  readonly pattern: string;
  readonly replacement: readonly ReplacementPart[];
  readonly most: number; // the highest group that the replacement names
  readonly at: number; // where it ended in the script
  readonly all: boolean;
  readonly nth: number;
  readonly print: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly file: string | undefined;
  readonly evaluates: boolean; // the space is a command, whose output takes its place
}

export type ReplacementPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'group'; readonly group: number } | { readonly kind: 'case'; readonly letter: string };

export class SedError extends Error {
  override name = 'SedError';
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** Throws SedError in GNU sed's words: "-e expression #1, char 3: unterminated `s' command". */
export function parseSed(source: string, sandbox = false): SedCommand[] {
  return new SedParser(source, sandbox).parse();
}

class SedParser {
  private readonly source: string;
  private at = 0;
  private readonly commands: SedCommand[] = [];
  private readonly blocks: number[] = [];

  private readonly sandbox: boolean;

  constructor(source: string, sandbox: boolean) {
    this.source = source;
    this.sandbox = sandbox;
  }

  parse(): SedCommand[] {
    for (;;) {
      this.skip(/[\s;]/);
      if (this.at >= this.source.length) break;
      this.command();
    }
    if (this.blocks.length > 0) throw new SedError('-e expression #1, char 0: unmatched `{\'');
    this.link();
    return this.commands;
  }

  private fail(message: string): never {
    throw new SedError(`-e expression #1, char ${this.at}: ${message}`);
  }

  private skip(chars: RegExp): void {
    while (this.at < this.source.length && chars.test(this.source[this.at]!)) this.at++;
  }

  private command(): void {
    if (this.source[this.at] === '#') {
      this.toLineEnd();
      return;
    }
    if (/[+~]/.test(this.source[this.at]!) && /\d/.test(this.source[this.at + 1] ?? '')) {
      this.at += 2;
      this.fail('invalid usage of +N or ~N as first address');
    }
    const from = this.address();
    let to: RangeEnd | undefined;
    this.skip(/\s/);
    if (from && this.source[this.at] === ',') {
      this.at++;
      this.skip(/\s/);
      to = this.rangeEnd();
    }
    this.skip(/\s/);
    let negated = false;
    while (this.source[this.at] === '!') {
      this.at++;
      if (negated) this.fail("multiple `!'s");
      negated = true;
      this.skip(/\s/);
    }
    const name = this.source[this.at++];
    if (name === undefined) {
      this.at--;
      this.fail('missing command');
    }
    if (from?.kind === 'line' && from.line === 0 && to?.kind !== 'regex') this.fail('invalid usage of line address 0');
    if (this.sandbox && 'erRwW'.includes(name)) this.fail('e/r/w commands disabled in sandbox mode');
    this.add(name, from, to, negated);
  }

  private add(name: string, from: Address | undefined, to: RangeEnd | undefined, negated: boolean): void {
    let text = '';
    let substitution: Substitution | undefined;
    let map: ReadonlyMap<string, string> | undefined;
    if (name === '{') this.blocks.push(this.commands.length);
    else if (name === '}') {
      const open = this.blocks.pop();
      if (open === undefined) this.fail("unexpected `}'");
      if (from) this.fail('} doesn\'t want any addresses');
      this.commands[open]!.target = this.commands.length;
      this.end();
      return;
    } else if (name === 's') substitution = this.substitution();
    else if (name === 'y') map = this.transliteration();
    else if ('aic'.includes(name)) text = this.textArgument();
    else if (':btT'.includes(name)) {
      this.skip(/[ \t]/);
      const match = name === ':' ? /^[^\s;]*/ : /^[^\n;}\s]*/;
      text = match.exec(this.source.slice(this.at))![0].trim();
      if (name === ':' && text === '') this.fail('":" lacks a label');
      this.at += match.exec(this.source.slice(this.at))![0].length;
    } else if ('rRwW'.includes(name)) {
      text = this.toLineEnd().trim();
      if (text === '') this.fail('missing filename in r/R/w/W commands');
    } else if ('qQlL'.includes(name)) {
      this.skip(/[ \t]/);
      text = /^\d*/.exec(this.source.slice(this.at))![0];
      this.at += text.length;
    } else if (name === 'e' || name === 'v') text = this.toLineEnd().trim();
    else if (!'=dDgGhHnNpPxFz'.includes(name)) this.fail(`unknown command: \`${name}'`);
    this.commands.push({ name, from, to, negated, text, substitution, map, at: this.at, target: -1 });
    if (!'{aic:btTrRwWev'.includes(name)) this.end();
  }

  /** What may follow a command on its line. */
  private end(): void {
    this.skip(/[ \t]/);
    const char = this.source[this.at];
    if (char === undefined || char === ';' || char === '\n' || char === '}' || char === '#') return;
    this.at++;
    this.fail('extra characters after command');
  }

  private toLineEnd(): string {
    const end = this.source.indexOf('\n', this.at);
    const text = this.source.slice(this.at, end < 0 ? this.source.length : end);
    this.at = end < 0 ? this.source.length : end;
    return text;
  }

  private address(): Address | undefined {
    const rest = this.source.slice(this.at);
    const number = /^\d+/.exec(rest)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      const step = /^~(\d+)/.exec(this.source.slice(this.at));
      if (!step) return { kind: 'line', line: Number(number) };
      this.at += step[0].length;
      return { kind: 'step', first: Number(number), step: Number(step[1]) };
    }
    if (rest[0] === '$') {
      this.at++;
      return { kind: 'last' };
    }
    if (rest[0] !== '/' && rest[0] !== '\\') return undefined;
    if (rest[0] === '\\') this.at++;
    const source = this.delimited(this.source[this.at++]!, true, 'unterminated address regex');
    const flags = /^[IM]*/.exec(this.source.slice(this.at))![0];
    this.at += flags.length;
    return { kind: 'regex', source, ignoreCase: flags.includes('I'), multiline: flags.includes('M') };
  }

  private rangeEnd(): RangeEnd {
    const relative = /^([+~])(\d+)/.exec(this.source.slice(this.at));
    if (relative) {
      this.at += relative[0].length;
      return relative[1] === '+' ? { kind: 'plus', count: Number(relative[2]) } : { kind: 'multiple', of: Number(relative[2]) };
    }
    return this.address() ?? this.fail("unexpected `,'");
  }

  /** Up to the delimiter; a backslash before the delimiter only protects it. */
  private delimited(delimiter: string, regex: boolean, unterminated: string): string {
    let text = '';
    let bracket = -1; // where in the text the bracket expression begins that is open
    for (; this.at < this.source.length; this.at++) {
      const char = this.source[this.at]!;
      if (char === '\\' && this.at + 1 < this.source.length) {
        const next = this.source[++this.at]!;
        text += next === delimiter && !(regex && '()|{}+?.*[]^$'.includes(delimiter)) ? next : next === 'n' && regex && bracket < 0 ? '\n' : regex ? this.escaped(next) : `\\${next}`;
      } else if (char === '\n' && regex) break;
      else if (char === delimiter && bracket < 0) {
        this.at++;
        return text;
      } else {
        const member = bracket >= 0 ? /^\[([:.=])[^\]\n]*\1\]/.exec(this.source.slice(this.at, this.at + 40))?.[0] : undefined; // [:alpha:]
        if (regex && char === '[' && bracket < 0) bracket = text.length;
        else if (char === ']' && !/^\[\^?$/.test(text.slice(bracket))) bracket = -1;
        text += member ?? char;
        this.at += (member ?? char).length - 1;
      }
    }
    return this.fail(unterminated);
  }

  /** `\\x41`, `\\o101` and `\\d065` in a pattern are characters, special ones as themselves. */
  private escaped(next: string): string {
    const digits = { x: /^[0-9A-Fa-f]{1,2}/, o: /^[0-7]{1,3}/, d: /^\d{1,3}/ }[next]?.exec(this.source.slice(this.at + 1))?.[0];
    if (digits === undefined) return `\\${next}`;
    this.at += digits.length;
    const char = String.fromCharCode(parseInt(digits, next === 'x' ? 16 : next === 'o' ? 8 : 10));
    return /[.*[\]^$\\/]/.test(char) ? `\\${char}` : char;
  }

  private substitution(): Substitution {
    const delimiter = this.source[this.at++];
    if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') {
      this.at--;
      this.fail("unterminated `s' command");
    }
    const pattern = this.delimited(delimiter, true, "unterminated `s' command");
    const replacement = this.delimited(delimiter, false, "unterminated `s' command");
    let all = false;
    let nth = 1;
    let print = false;
    let ignoreCase = false;
    let multiline = false;
    let file: string | undefined;
    let evaluates = false;
    let numbered = false;
    for (;;) {
      const char = this.source[this.at];
      if ((char === 'g' && all) || (char === 'p' && print) || (char !== undefined && /[0-9]/.test(char) && numbered)) {
        this.at++;
        this.fail(/[0-9]/.test(char) ? "multiple number options to `s' command" : `multiple \`${char}' options to \`s' command`);
      }
      if (char === 'g') all = true;
      else if (char === 'p') print = true;
      else if (char === 'i' || char === 'I') ignoreCase = true;
      else if (char === 'm' || char === 'M') multiline = true;
      else if (char !== undefined && /[0-9]/.test(char)) {
        const digits = /^\d+/.exec(this.source.slice(this.at))![0];
        nth = Number(digits);
        numbered = true;
        this.at += nth === 0 ? 1 : 0;
        if (nth === 0) this.fail("number option to `s' command may not be zero");
        this.at += digits.length - 1;
      } else if (char === 'w') {
        this.at++;
        file = this.toLineEnd().trim();
        break;
      } else if (char === 'e') evaluates = true;
      else if (char !== undefined && /[a-zA-Z]/.test(char)) {
        this.at++;
        this.fail("unknown option to `s'");
      } else break;
      this.at++;
    }
    const parts = parseReplacement(replacement);
    const most = Math.max(0, ...parts.map((part) => (part.kind === 'group' ? part.group : 0)));
    return { pattern, replacement: parts, most, at: this.at, evaluates, all, nth, print, ignoreCase, multiline, file };
  }

  private transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.source[this.at++] ?? '';
    const from = [...unescapeY(this.delimited(delimiter, false, "unterminated `y' command"))];
    const to = [...unescapeY(this.delimited(delimiter, false, "unterminated `y' command"))];
    if (from.length !== to.length) this.fail("strings for `y' command are different lengths");
    return new Map(from.map((char, i) => [char, to[i]!]));
  }

  /** `a text`, or the classic `a\` with the text on lines of its own. */
  private textArgument(): string {
    this.skip(/[ \t]/);
    if (this.source[this.at] === '\\') {
      const after = ++this.at;
      this.skip(/[ \t]/);
      if (this.source[this.at] === '\n') this.at++;
      else this.at = after; // the blanks are the text's own
      if (this.at >= this.source.length) return '';
    } else if (this.at >= this.source.length) this.fail("expected \\ after `a', `c' or `i'");
    let text = '';
    for (; this.at < this.source.length && this.source[this.at] !== '\n'; this.at++) {
      const escaped = this.source[this.at] === '\\' && this.at + 1 < this.source.length;
      if (escaped) this.at++;
      const char = this.source[this.at]!;
      text += (escaped && textEscapes[char]) || char;
    }
    return `${text}\n`;
  }

  private link(): void {
    const labels = new Map<string, number>();
    this.commands.forEach((command, i) => {
      if (command.name === ':') labels.set(command.text, i);
    });
    for (const command of this.commands) {
      if (!'btT'.includes(command.name)) continue;
      const target = command.text === '' ? this.commands.length : labels.get(command.text);
      if (target === undefined) throw new SedError(`can't find label for jump to \`${command.text}'`, 4);
      command.target = target;
    }
  }
}

const textEscapes: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescapeY(text: string): string {
  return text.replace(/\\([\\nt])/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : '\\'));
}

function parseReplacement(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '&') {
      flush();
      parts.push({ kind: 'group', group: 0 });
    } else if (char === '\\' && i + 1 < text.length) {
      const next = text[++i]!;
      if (/[0-9]/.test(next)) {
        flush();
        parts.push({ kind: 'group', group: Number(next) });
      } else if ('LUlEu'.includes(next)) {
        flush();
        parts.push({ kind: 'case', letter: next });
      } else if (/^x[0-9A-Fa-f]/.test(text.slice(i))) {
        const digits = /^[0-9A-Fa-f]{1,2}/.exec(text.slice(i + 1))![0];
        literal += String.fromCharCode(parseInt(digits, 16));
        i += digits.length;
      } else literal += next === 'n' ? '\n' : next === 't' ? '\t' : next === 'r' ? '\r' : next;
    } else literal += char;
  }
  flush();
  return parts;
}
