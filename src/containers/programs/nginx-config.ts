/** nginx.conf read: directives and blocks as nginx's own parser takes them, then the few that have an effect here. */
import { contentText, type Content } from '../../files/index.ts';

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** What nginx prints after "[emerg] 1#1: ". */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const parsed = new WeakMap<Content, readonly Directive[]>();

/** A file's directives; the same content is read once for all containers that have it. */
export function parseConfig(content: Content, file: string): readonly Directive[] {
  let directives = parsed.get(content);
  if (!directives) parsed.set(content, (directives = new Parser(contentText(content), file).whole()));
  return directives;
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly file: string;
  private at = 0;

  constructor(text: string, file: string) {
    this.file = file;
    this.tokens = tokensOf(text, file);
  }

  whole(): Directive[] {
    const directives = this.block(false);
    return directives;
  }

  private block(inside: boolean): Directive[] {
    const directives: Directive[] = [];
    for (;;) {
      const first = this.tokens[this.at];
      if (!first) {
        if (inside) throw new ConfigError(`unexpected end of file, expecting "}" in ${this.file}:${this.lastLine}`);
        return directives;
      }
      if (!first.quoted && first.text === '}') {
        if (!inside) throw new ConfigError(`unexpected "}" in ${this.file}:${first.line}`);
        this.at++;
        return directives;
      }
      directives.push(this.directive());
    }
  }

  private directive(): Directive {
    const words: Token[] = [];
    for (;;) {
      const token = this.tokens[this.at++];
      if (!token) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${this.file}:${this.lastLine}`);
      const mark = token.quoted ? '' : token.text;
      if (mark === '}') throw new ConfigError(`unexpected "}" in ${this.file}:${token.line}`);
      if (mark !== ';' && mark !== '{') {
        words.push(token);
        continue;
      }
      const [name, ...args] = words;
      if (!name) throw new ConfigError(`unexpected "${mark}" in ${this.file}:${token.line}`);
      const block = mark === '{' ? this.block(true) : undefined;
      return { name: name.text, args: args.map((word) => word.text), block, file: this.file, line: token.line };
    }
  }

  private get lastLine(): number {
    return this.tokens.at(-1)?.line ?? 1;
  }
}

/** Words, quoted words, and the three marks. */
function tokensOf(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  const form = /\n|[ \t\r]+|#[^\n]*|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|[;{}]|(?:[^\s;{}"'\\]|\\[^]|\$\{[^}]*\})(?:[^\s;{}\\]|\\[^]|\$\{[^}]*\})*|["'\\]/y;
  let line = 1;
  for (let match = form.exec(text); match; match = form.exec(text)) {
    const [whole, double, single] = match;
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ text: unescape(quoted), quoted: true, line });
    else if (whole === '"' || whole === "'") throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${line}`);
    else if (!/^[\s#]/.test(whole)) tokens.push({ text: whole, quoted: false, line });
    for (let at = whole.indexOf('\n'); at >= 0; at = whole.indexOf('\n', at + 1)) line++;
  }
  return tokens;
}

function unescape(text: string): string {
  return text.replace(/\\(["'\\nrt])/g, (_, char: string) => ({ n: '\n', r: '\r', t: '\t' })[char] ?? char);
}

export function find(directives: readonly Directive[], name: string): Directive | undefined {
  return directives.findLast((directive) => directive.name === name);
}
