/**
 * What is wrong between `[[` and `]]`, as bash tells of it. Unlike other errors these are told without the line they are in, several
 * may be told of one condition and some errors not at all; what follows on the line is passed over, and the program ends there.
 */
import type { Token, TokenReader } from './syntax-tokens.ts';

export interface ConditionFault {
  readonly told: readonly Told[];
  /** The text ended before the line did. */
  readonly ended: boolean;
  /** What was wrong was that it ended. */
  readonly open: boolean;
}

interface Told {
  readonly at: number;
  readonly text: string;
}

/** Reads a condition from behind its `[[` at `from`. 'open' when `]]` may still come; undefined when it is right. */
export function checkCondition(tokens: TokenReader, from: number): ConditionFault | 'open' | undefined {
  const reader = new ConditionReader(tokens);
  reader.disjunction();
  const { told, last, failed, open } = reader;
  if (!failed && last.text === ']]') return undefined;
  if (!failed && last.kind === 'end') return 'open';
  if (!failed) told.push({ at: from, text: `syntax error in conditional expression${isNamed(last) ? `: unexpected token \`${last.text}'` : ''}` });
  return { told, ended: passesLine(tokens), open };
}

const unary = new Set(Array.from('abcdefghknoprstuvwxzGLNORS', (letter) => `-${letter}`));
const binary = new Set(['=', '==', '!=', '-nt', '-ot', '-ef', '-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const depthMax = 500;
const NUMBER = 284;
const VARIABLE = 283;

class ConditionReader {
  readonly told: Told[] = [];
  /** The first that belongs to no part of the condition. */
  last: Token = { text: '', at: 0, kind: 'end' };
  failed = false;
  open = false;
  private readonly tokens: TokenReader;
  private depth = 0;

  constructor(tokens: TokenReader) {
    this.tokens = tokens;
  }

  disjunction(): void {
    do this.conjunction();
    while (!this.failed && this.last.text === '||');
  }

  private conjunction(): void {
    do this.term();
    while (!this.failed && this.last.text === '&&');
  }

  private term(): void {
    const token = this.skip();
    if (token.text === ']]' || ++this.depth > depthMax) this.failed = true;
    else if (token.text === '(') this.group(token);
    else if (token.text === '!') this.term();
    else if (token.kind === 'word' && unary.has(token.text)) this.argument('unary', this.tokens.next());
    else if (token.kind === 'word') this.comparison();
    else this.fail(token, isNamed(token) ? `unexpected token \`${nameOf(token)}' in conditional command` : `unexpected token ${this.isVariable(token) ? VARIABLE : NUMBER} in conditional command`);
    this.depth--;
  }

  private group(open: Token): void {
    this.disjunction();
    if (!this.failed && this.last.text === ')') this.skip();
    else if (!this.failed && this.last.kind === 'end') this.fail({ ...this.last, at: open.at }, "unexpected token `EOF', expected `)'");
    else this.fail(open, !this.failed && isNamed(this.last) ? `unexpected token \`${nameOf(this.last)}', expected \`)'` : "expected `)'");
  }

  /** A word has been read: it stands alone, or beside another. */
  private comparison(): void {
    const operator = this.tokens.next();
    if (operator.text === '=~') this.argument('binary', this.tokens.nextPattern());
    else if ((operator.kind === 'word' && binary.has(operator.text)) || (isNamed(operator) && (operator.text === '<' || operator.text === '>'))) this.argument('binary', this.tokens.next());
    else if (operator.text === ']]' || operator.text === '&&' || operator.text === '||' || operator.text === ')') this.last = operator;
    else this.fail(operator, isNamed(operator) ? `unexpected token \`${nameOf(operator)}', conditional binary operator expected` : 'conditional binary operator expected');
  }

  private argument(of: 'unary' | 'binary', token: Token): void {
    if (token.kind === 'word' && token.text !== ']]') this.skip();
    else this.fail(token, `unexpected argument ${isNamed(token) ? `\`${nameOf(token)}' ` : ''}to conditional ${of} operator`);
  }

  private fail({ at, kind }: Token, text: string): void {
    this.failed = true;
    this.open ||= kind === 'end';
    this.told.push({ at, text });
  }

  /** The next token that is no line's end. */
  private skip(): Token {
    do this.last = this.tokens.next();
    while (this.last.kind === 'operator' && this.last.text === 'newline');
    return this.last;
  }

  private isVariable({ at }: Token): boolean {
    return this.tokens.source[at] === '{';
  }
}

/** Words have no name in messages, nor has the number before a redirection. */
function isNamed({ kind, text, prefix }: Token): boolean {
  return kind !== 'word' ? !prefix : text === ']]';
}

function nameOf({ kind, text }: Token): string {
  return kind === 'end' ? 'EOF' : text;
}

/** Whether the text ends before the line. */
function passesLine(tokens: TokenReader): boolean {
  let token = tokens.next();
  while (token.kind !== 'end' && token.text !== 'newline') token = tokens.next();
  return token.kind === 'end';
}
