/** Reads an awk program: rules, functions and statements. Expressions are read next door. */
import { isDeeperThan } from '../../base/index.ts';
import { ExpressionReader } from './parse-expression.ts';
import { AwkError, type AwkProgram, type Expression, type FunctionDefinition, type Redirection, type Rule, type Statement } from './syntax.ts';
import { builtinNames, tokenize } from './tokens.ts';

const chainMax = 2000; // levels of a program's tree: of operators after each other, two or so each

/** Throws AwkError: "line 1: syntax error at or near }". */
export function parseAwk(source: string): AwkProgram {
  return new ProgramReader(source).program();
}

class ProgramReader extends ExpressionReader {
  private readonly functions = new Map<string, FunctionDefinition>();
  private loops = 0;
  private inFunction = false;

  constructor(source: string) {
    super(tokenize(source));
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    this.terminators();
    while (this.token.kind !== 'end') {
      if (this.isKeyword('function')) this.define();
      else rules.push(this.rule());
      this.terminators();
    }
    for (const [name, line] of this.called) if (!this.functions.has(name)) throw new AwkError(`line ${line}: function ${name} never defined`);
    const program = { rules, functions: this.functions };
    if (isDeeperThan(chainMax, [rules, [...this.functions.values()]])) throw new AwkError('program nested too deeply');
    return program;
  }

  private terminators(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.advance();
  }

  private rule(): Rule {
    if (this.isKeyword('BEGIN') || this.isKeyword('END')) {
      const kind = this.advance().text === 'BEGIN' ? 'begin' : 'end';
      return { pattern: { kind }, action: this.action() };
    }
    if (this.is('{')) return { pattern: { kind: 'always' }, action: this.action() };
    const test = this.expression();
    if (!this.is(',')) return { pattern: { kind: 'when', test }, action: this.is('{') ? this.action() : undefined };
    this.advance();
    this.newlines();
    const to = this.expression();
    return { pattern: { kind: 'range', from: test, to }, action: this.is('{') ? this.action() : undefined };
  }

  private define(): void {
    this.advance();
    const { kind, text: name, line } = this.advance();
    if (kind !== 'name' && kind !== 'function') throw this.unexpected(-1);
    if (builtinNames.has(name)) throw this.unexpected(-1);
    if (this.functions.has(name)) throw new AwkError(`line ${line}: function ${name} redefined`);
    this.expect('(');
    const parameters: string[] = [];
    while (!this.is(')')) {
      if (this.token.kind !== 'name') throw this.unexpected();
      parameters.push(this.advance().text);
      if (!this.is(',')) break;
      this.advance();
      this.newlines();
    }
    this.expect(')');
    this.newlines();
    this.inFunction = true;
    const body = this.action();
    this.inFunction = false;
    this.functions.set(name, { name, parameters, body });
  }

  private action(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    this.terminators();
    while (!this.is('}')) {
      body.push(this.statement());
      this.terminators();
    }
    this.advance();
    return { kind: 'block', body };
  }

  private statement(): Statement {
    this.deeper();
    const statement = this.oneStatement();
    this.shallower();
    return statement;
  }

  private oneStatement(): Statement {
    if (this.is('{')) return this.action();
    if (this.token.kind !== 'keyword') return this.ended(this.simple());
    switch (this.token.text) {
      case 'if':
        return this.choice();
      case 'while': {
        this.advance();
        const test = this.condition();
        if (this.is(';')) {
          this.advance();
          return loop(undefined, test, undefined, nothing);
        }
        return loop(undefined, test, undefined, this.body());
      }
      case 'do':
        return this.repeat();
      case 'for':
        return this.loop();
      case 'next':
      case 'nextfile':
      case 'break':
      case 'continue':
        return this.ended(this.leave());
      case 'exit':
      case 'return': {
        const kind = this.token.text;
        if (kind === 'return' && !this.inFunction) throw new AwkError(`line ${this.token.line}: return outside function body`);
        this.advance();
        return this.ended({ kind, value: this.atEnd() ? undefined : this.expression() });
      }
      default:
        return this.ended(this.simple());
    }
  }

  private atEnd(): boolean {
    return this.token.kind === 'newline' || this.is(';') || this.is('}');
  }

  private ended(statement: Statement): Statement {
    if (this.is('}')) return statement;
    if (!this.atEnd()) throw this.unexpected();
    this.advance();
    return statement;
  }

  private leave(): Statement {
    const { text, line } = this.advance();
    const how = text as 'next' | 'nextfile' | 'break' | 'continue';
    if ((how === 'break' || how === 'continue') && this.loops === 0) throw new AwkError(`line ${line}: ${how} statement outside of loop`);
    return { kind: 'leave', how };
  }

  private condition(): Expression {
    this.expect('(');
    const test = this.expression();
    this.expect(')');
    return test;
  }

  /** The statement that a loop repeats. */
  private body(): Statement {
    this.newlines();
    this.loops++;
    const body = this.statement();
    this.loops--;
    return body;
  }

  private choice(): Statement {
    this.advance();
    const test = this.condition();
    this.newlines();
    let then: Statement = nothing;
    if (this.is(';')) this.advance();
    else then = this.statement();
    const back = this.at;
    this.terminators();
    if (!this.isKeyword('else')) {
      this.at = back;
      return { kind: 'if', test, then, otherwise: undefined };
    }
    this.advance();
    this.newlines();
    if (this.is(';')) {
      this.advance();
      return { kind: 'if', test, then, otherwise: undefined };
    }
    return { kind: 'if', test, then, otherwise: this.statement() };
  }

  private repeat(): Statement {
    this.advance();
    const body = this.body();
    this.terminators();
    if (!this.isKeyword('while')) throw this.unexpected();
    this.advance();
    const test = this.condition();
    return this.ended({ kind: 'loop', first: undefined, test, step: undefined, body, bodyFirst: true });
  }

  private loop(): Statement {
    this.advance();
    this.expect('(');
    const [name, keyword, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && keyword?.text === 'in' && keyword.kind === 'keyword' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4;
      const body = this.is(';') ? this.empty() : this.body();
      return { kind: 'each', variable: name.text, array: array.text, body };
    }
    const first = this.is(';') ? undefined : this.simple();
    this.expect(';');
    this.newlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.newlines();
    const step = this.is(')') ? undefined : this.simple();
    this.expect(')');
    return loop(first, test, step, this.is(';') ? this.empty() : this.body());
  }

  private empty(): Statement {
    this.advance();
    return nothing;
  }

  private simple(): Statement {
    if (this.isKeyword('print') || this.isKeyword('printf')) return this.print();
    if (!this.isKeyword('delete')) return { kind: 'expression', value: this.expression() };
    this.advance();
    if (this.token.kind !== 'name') throw this.unexpected();
    const array = this.advance().text;
    return { kind: 'delete', array, subscripts: this.is('[') ? this.subscripts() : undefined };
  }

  private print(): Statement {
    const formatted = this.advance().text === 'printf';
    let args: readonly Expression[] = [];
    if (!this.atEnd() && !this.is('>') && !this.is('>>') && !this.is('|')) {
      args = this.withoutGreater(() => this.list());
      const [only] = args;
      if (args.length === 1 && only?.kind === 'group') args = only.items;
    }
    if (formatted && args.length === 0) throw this.unexpected();
    let into: Redirection | undefined;
    if (this.is('>') || this.is('>>') || this.is('|')) {
      const how = this.advance().text as Redirection['how'];
      into = { how, to: this.withoutGreater(() => this.concatenation()) };
    }
    return { kind: 'print', formatted, args, into };
  }
}

const nothing: Statement = { kind: 'block', body: [] };

function loop(first: Statement | undefined, test: Expression | undefined, step: Statement | undefined, body: Statement): Statement {
  return { kind: 'loop', first, test, step, body, bodyFirst: false };
}

