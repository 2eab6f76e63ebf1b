/** Reads bc's language, one line or open block at a time; counts along how long bc's own byte code would be, because its messages name places there. */
import { isDeeperThan } from '../../base/index.ts';
import { ExpressionParser } from './parse-expression.ts';
import type { Definition, Parameter, Statement } from './syntax.ts';
import type { Token } from './tokens.ts';

export class SyntaxProblem extends Error {
  readonly line: number;
  constructor(line: number) {
    super('syntax error');
    this.line = line;
  }
}

/** The text ends inside of something: the next line belongs to it. */
export class Unfinished extends Error {}

export interface Unit {
  readonly statements: readonly Statement[];
  readonly definition?: Definition;
  readonly quits: boolean; // quit works when it is read
}

const keywords = new Set(['auto', 'break', 'continue', 'define', 'else', 'for', 'halt', 'if', 'print', 'quit', 'return', 'void', 'while']);

const DEPTH_MAX = 250; // of statements within statements
const CHAIN_MAX = 1000; // levels of a unit's tree

export class Parser {
  private readonly tokens: readonly Token[];
  private readonly expressions: ExpressionParser;
  private at = 0;
  private adr = 0;
  private quits = false;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser({
      peek: (ahead = 0) => this.tokens[this.at + ahead],
      take: (...texts) => this.take(...texts),
      next: () => this.next(),
      fail: () => this.fail(),
      emit: (bytes) => (this.adr += bytes),
      isName: (token) => token?.kind === 'name' && !keywords.has(token.text),
    });
  }

  /** One line, or a definition. */
  unit(): Unit {
    if (this.take('define')) {
      const definition = this.definition();
      this.endOfLine();
      if (isDeeperThan(CHAIN_MAX, definition)) this.fail();
      return { statements: [], definition, quits: false };
    }
    const statements = this.list('\n');
    this.endOfLine();
    if (isDeeperThan(CHAIN_MAX, statements)) this.fail();
    return { statements, quits: this.quits };
  }

  private endOfLine(): void {
    const token = this.tokens[this.at];
    if (token && token.kind !== 'newline') this.fail();
  }

  private take(...texts: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (!token || token.kind === 'string' || !texts.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private next(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw new Unfinished();
    return token;
  }

  private fail(): never {
    const token = this.tokens[this.at] ?? this.tokens[this.tokens.length - 1]!;
    throw new SyntaxProblem(token.line);
  }

  private expect(text: string): void {
    if (this.take(text)) return;
    if (!this.tokens[this.at]) throw new Unfinished();
    this.fail();
  }

  /** Statements up to the newline, or in braces up to the one that closes. */
  private list(end: '\n' | '}'): Statement[] {
    const made: Statement[] = [];
    for (;;) {
      while (this.take(';', ...(end === '}' ? ['\n'] : [])));
      const token = this.tokens[this.at];
      if (!token && end === '}') throw new Unfinished();
      if (!token || token.text === end) return made;
      const statement = this.statement();
      if (statement) made.push(statement);
      const after = this.tokens[this.at];
      if (!after && end === '}') throw new Unfinished();
      if (after && ![';', '\n', end].includes(after.text)) this.fail();
    }
  }

  private statement(): Statement | undefined {
    if (++this.depth > DEPTH_MAX) this.fail();
    const statement = this.plainStatement();
    this.depth--;
    return statement;
  }

  private plainStatement(): Statement | undefined {
    const token = this.tokens[this.at];
    if (token?.kind === 'string') {
      this.at++;
      return { is: 'text', text: token.text.slice(1, -1) };
    }
    if (this.take('{')) {
      const body = this.list('}');
      this.expect('}');
      return { is: 'block', body };
    }
    if (this.take('quit')) {
      this.quits = true;
      return undefined;
    }
    const jump = this.take('break', 'continue', 'halt') as 'break' | 'continue' | 'halt' | undefined;
    if (jump) return { is: jump };
    if (this.take('if')) return this.branch();
    if (this.take('while')) {
      this.expect('(');
      const test = this.expressions.whole();
      this.expect(')');
      return { is: 'for', first: undefined, test, next: undefined, body: this.body() };
    }
    if (this.take('for')) return this.loop();
    if (this.take('return')) {
      const following = this.tokens[this.at]?.text ?? '\n';
      return { is: 'return', value: ['\n', ';', '}'].includes(following) ? undefined : this.expressions.whole() };
    }
    if (this.take('print')) return this.print();
    const value = this.expressions.whole();
    const quiet = value.is === 'assign' && token?.text !== '(';
    this.adr++;
    return { is: 'show', value, quiet };
  }

  /** What belongs to an if or a loop may stand on the next line. */
  private body(): Statement {
    while (this.take('\n'));
    if (!this.tokens[this.at]) throw new Unfinished();
    return this.statement() ?? { is: 'block', body: [] };
  }

  private branch(): Statement {
    this.expect('(');
    const test = this.expressions.whole();
    this.expect(')');
    const then = this.body();
    const otherwise = this.take('else') ? this.body() : undefined;
    return { is: 'if', test, then, otherwise };
  }

  private loop(): Statement {
    const part = (end: string) => {
      const value = this.tokens[this.at]?.text === end ? undefined : this.expressions.whole();
      this.expect(end);
      return value;
    };
    this.expect('(');
    const [first, test, next] = [part(';'), part(';'), part(')')];
    return { is: 'for', first, test, next, body: this.body() };
  }

  private print(): Statement {
    const items: (ReturnType<ExpressionParser['whole']> | string)[] = [];
    do {
      const token = this.tokens[this.at];
      if (token?.kind === 'string') {
        this.at++;
        items.push(token.text.slice(1, -1));
      } else items.push(this.expressions.whole());
    } while (this.take(','));
    return { is: 'print', items };
  }

  private definition(): Definition {
    this.take('void');
    const { text: name, kind } = this.next();
    if (kind !== 'name') this.fail();
    this.expect('(');
    const parameters = this.names(')');
    this.expect(')');
    while (this.take('\n'));
    this.expect('{');
    while (this.take('\n', ';'));
    const autos = this.take('auto') ? this.names(';') : [];
    const body = this.list('}');
    this.expect('}');
    return { name, parameters, autos, body };
  }

  private names(end: string): Parameter[] {
    const made: Parameter[] = [];
    if (this.tokens[this.at]?.text === end) return made;
    do {
      const { kind, text } = this.next();
      if (kind !== 'name') this.fail();
      made.push({ name: text, array: this.take('[') !== undefined && (this.expect(']'), true) });
    } while (this.take(','));
    return made;
  }
}
