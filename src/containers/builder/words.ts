/** Words of an instruction: quotes, escapes and the variables that earlier ENV and ARG have set, by Docker's rules, which are not quite a shell's. */
import { DockerfileError } from './dockerfile.ts';

export type Variables = ReadonlyMap<string, string>;

/** `text` as one word, its quotes taken off. */
export function expandWord(text: string, variables: Variables, escape = '\\'): string {
  return new Expander(text, variables, escape).word();
}

/** `text` cut at blanks outside of quotes, each word expanded. */
export function expandWords(text: string, variables: Variables, escape = '\\'): string[] {
  return splitWords(text, escape).map((word) => expandWord(word, variables, escape));
}

/** Cut at blanks outside of quotes, quotes and escapes kept. */
export function splitWords(text: string, escape = '\\'): string[] {
  const words: string[] = [];
  let word = '';
  let inside = false;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote === '' && /\s/.test(char)) {
      if (inside) words.push(word);
      word = '';
      inside = false;
      continue;
    }
    inside = true;
    word += char;
    if (char === escape && quote !== "'" && i + 1 < text.length) word += text[++i]!;
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  if (inside) words.push(word);
  return words;
}

class Expander {
  private readonly text: string;
  private readonly variables: Variables;
  private readonly escape: string;
  private at = 0;

  constructor(text: string, variables: Variables, escape: string) {
    this.text = text;
    this.variables = variables;
    this.escape = escape;
  }

  word(stop = ''): string {
    let out = '';
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === stop) return out;
      if (char === "'") out += this.single();
      else if (char === '"') out += this.double();
      else if (char === '$') out += this.variable();
      else if (char === this.escape) {
        this.at++;
        out += this.text[this.at++] ?? '';
      } else {
        out += char;
        this.at++;
      }
    }
    return out;
  }

  private single(): string {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw new DockerfileError('unexpected end of statement while looking for matching single-quote');
    const inner = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return inner;
  }

  private double(): string {
    let out = '';
    this.at++;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) throw new DockerfileError('unexpected end of statement while looking for matching double-quote');
      if (char === '"') {
        this.at++;
        return out;
      }
      if (char === '$') out += this.variable();
      else if (char === this.escape && ['"', '$', this.escape].includes(this.text[this.at + 1] ?? '')) {
        out += this.text[this.at + 1]!;
        this.at += 2;
      } else {
        out += char;
        this.at++;
      }
    }
  }

  private variable(): string {
    this.at++;
    if (this.text[this.at] === '{') return this.braced();
    const name = /^[A-Za-z_][A-Za-z0-9_]*|^\d|^[@*#?-]/.exec(this.text.slice(this.at))?.[0];
    if (name === undefined) return '$';
    this.at += name.length;
    return this.variables.get(name) ?? '';
  }

  private braced(): string {
    this.at++;
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += name.length;
    const value = this.variables.get(name);
    const char = this.text[this.at];
    if (char === '}') {
      this.at++;
      return value ?? '';
    }
    const operator = /^:?[-+?]/.exec(this.text.slice(this.at))?.[0];
    if (name === '' || operator === undefined) throw new DockerfileError('failed to process "' + this.text + '": unsupported modifier in substitution');
    this.at += operator.length;
    const word = this.word('}');
    if (this.text[this.at] !== '}') throw new DockerfileError('syntax error: missing \'}\'');
    this.at++;
    return this.substitute(name, value, operator, word);
  }

  private substitute(name: string, value: string | undefined, operator: string, word: string): string {
    const isSet = value !== undefined && (!operator.startsWith(':') || value !== '');
    if (operator.endsWith('-')) return isSet ? value : word;
    if (operator.endsWith('+')) return isSet ? word : '';
    if (isSet) return value;
    throw new DockerfileError(`failed to process "${this.text}": ${name}: ${word || 'not set'}`);
  }
}
