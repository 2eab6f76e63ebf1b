/** Reads a jq program: definitions, then a filter. */
import { isDeeperThan } from '../../base/index.ts';
import { numberOf } from './read-json.ts';
import { CompileError, type Definition, type Filter } from './syntax.ts';
import { PatternReader } from './parse-pattern.ts';
import { reserved } from './token-reader.ts';
import { tokenize, type Token } from './tokens.ts';

const identity: Filter = { kind: 'identity' };
const updates = new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//=']);
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

const chainMax = 1000; // levels of a program's tree

/** Throws CompileError. */
export function parseProgram(source: string): Filter {
  const program = new Parser(tokenize(source)).program();
  if (isDeeperThan(chainMax, program)) throw new CompileError('syntax error, memory exhausted (Unix shell quoting issues?)', 1);
  return program;
}

/** Definitions alone. */
export function parseDefinitions(source: string): Definition[] {
  return new Parser(tokenize(source)).definitions();
}

class Parser extends PatternReader {
  program(): Filter {
    const definitions = this.definitions();
    const body = this.token.kind === 'end' ? identity : this.pipe();
    this.end();
    return definitions.reduceRight<Filter>((rest, definition) => ({ kind: 'define', definition, rest }), body);
  }

  definitions(): Definition[] {
    const all: Definition[] = [];
    while (this.isWord('def')) all.push(this.definition());
    return all;
  }

  private definition(): Definition {
    this.expectWord('def');
    const token = this.advance();
    if (token.kind !== 'word') throw this.unexpected();
    const parameters: string[] = [];
    if (this.take('(')) {
      do {
        const parameter = this.advance();
        if (parameter.kind !== 'word' && parameter.kind !== 'variable') throw this.unexpected();
        parameters.push(parameter.kind === 'variable' ? `$${parameter.text}` : parameter.text);
      } while (this.take(';'));
      this.expect(')');
    }
    this.expect(':');
    const body = this.pipe();
    this.expect(';');
    return { name: token.text, parameters, body };
  }

  protected pipe(): Filter {
    return this.deeper(() => {
      if (this.isWord('def')) {
        const definition = this.definition();
        return { kind: 'define', definition, rest: this.pipe() };
      }
      if (this.isWord('label')) {
        this.advance();
        const { kind, text } = this.advance();
        if (kind !== 'variable') throw this.unexpected();
        this.expect('|');
        return { kind: 'label', name: text, body: this.pipe() };
      }
      const left = this.comma();
      if (this.isWord('as')) return this.bind(left);
      return this.take('|') ? { kind: 'pipe', left, right: this.pipe() } : left;
    });
  }

  /** `as` binds what stands right before it, so of `1, . as $x | …` only the dot. */
  private bind(source: Filter): Filter {
    this.advance();
    const patterns = this.patterns();
    this.expect('|');
    return { kind: 'as', source, patterns, body: this.pipe() };
  }

  private comma(): Filter {
    let left = this.alternative();
    while (this.take(',')) {
      const right = this.alternative();
      left = { kind: 'comma', left, right: this.isWord('as') ? this.bind(right) : right };
    }
    return left;
  }

  private alternative(): Filter {
    const left = this.update();
    return this.take('//') ? { kind: 'alternative', left, right: this.deeper(() => this.alternative()) } : left;
  }

  private update(): Filter {
    const left = this.or();
    if (this.token.kind !== 'operator' || !updates.has(this.token.text)) return left;
    const operator = this.advance().text;
    return { kind: 'update', operator, left, right: this.deeper(() => this.alternative()) };
  }

  private or(): Filter {
    let left = this.and();
    while (this.isWord('or')) {
      this.advance();
      left = { kind: 'or', left, right: this.and() };
    }
    return left;
  }

  private and(): Filter {
    let left = this.comparison();
    while (this.isWord('and')) {
      this.advance();
      left = { kind: 'and', left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Filter {
    const left = this.sum();
    if (this.token.kind !== 'operator' || !comparisons.has(this.token.text)) return left;
    const operator = this.advance().text;
    const right = this.sum();
    if (this.token.kind === 'operator' && comparisons.has(this.token.text)) throw this.unexpected();
    return { kind: 'operator', operator, left, right };
  }

  private sum(): Filter {
    let left = this.product();
    while (this.is('+') || this.is('-')) left = { kind: 'operator', operator: this.advance().text, left, right: this.product() };
    return left;
  }

  private product(): Filter {
    let left = this.postfix();
    while (this.is('*') || this.is('/') || this.is('%')) left = { kind: 'operator', operator: this.advance().text, left, right: this.postfix() };
    return left;
  }

  private postfix(): Filter {
    if (this.take('-')) return { kind: 'negative', value: this.deeper(() => this.postfix()) };
    const term = this.term();
    if (!this.isWord('as')) return term;
    return this.bind(term);
  }

  /** A term with all that follows it: .a, [0], []?, ."b". */
  private term(): Filter {
    let term = this.deeper(() => this.first());
    for (;;) {
      if (this.token.kind === 'field') term = { kind: 'index', target: term, key: { kind: 'literal', value: this.advance().text } };
      else if (this.is('.') && this.tokens[this.at + 1]?.kind === 'string') {
        this.advance();
        term = { kind: 'index', target: term, key: this.text(undefined) };
      } else if (this.is('.') && this.tokens[this.at + 1]?.text === '[') {
        this.advance();
        term = this.bracket(term);
      } else if (this.take('.')) throw this.unexpected();
      else if (this.is('[')) term = this.bracket(term);
      else if (this.take('?')) term = { kind: 'try', body: term, handler: undefined };
      else return term;
    }
  }

  private bracket(target: Filter): Filter {
    this.expect('[');
    if (this.take(']')) return { kind: 'iterate', target };
    if (this.take(':')) {
      const to = this.pipe();
      this.expect(']');
      return { kind: 'slice', target, from: undefined, to };
    }
    const key = this.pipe();
    if (!this.take(':')) {
      this.expect(']');
      return { kind: 'index', target, key };
    }
    const to = this.is(']') ? undefined : this.pipe();
    this.expect(']');
    return { kind: 'slice', target, from: key, to };
  }

  private first(): Filter {
    const token = this.advance();
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: numberOf(token.text) ?? NaN };
      case 'string':
        this.at--;
        return this.text(undefined);
      case 'format':
        return this.token.kind === 'string' ? this.text(token.text) : { kind: 'format', name: token.text };
      case 'field':
        return { kind: 'index', target: identity, key: { kind: 'literal', value: token.text } };
      case 'variable':
        if (token.text === '__loc__') return { kind: 'literal', value: new Map<string, string | number>([['file', '<top-level>'], ['line', token.line]]) };
        return { kind: 'variable', name: token.text, line: token.line };
      case 'word':
        return this.word(token);
      case 'operator':
        return this.opened(token.text);
      case 'end':
        break;
    }
    throw this.unexpected();
  }

  private opened(operator: string): Filter {
    switch (operator) {
      case '.':
        return this.token.kind === 'string' ? { kind: 'index', target: identity, key: this.text(undefined) } : identity;
      case '..':
        return { kind: 'call', name: 'recurse', args: [], line: 1 };
      case '[': {
        if (this.take(']')) return { kind: 'array', body: undefined };
        const body = this.pipe();
        this.expect(']');
        return { kind: 'array', body };
      }
      case '(': {
        const body = this.pipe();
        this.expect(')');
        return body;
      }
      case '{':
        return this.object();
      default:
        this.at--;
        throw this.unexpected();
    }
  }

  private word({ text, line }: Token): Filter {
    switch (text) {
      case 'if':
        return this.conditional();
      case 'try': {
        const body = this.postTerm();
        if (!this.isWord('catch')) return { kind: 'try', body, handler: undefined };
        this.advance();
        return { kind: 'try', body, handler: this.postTerm() };
      }
      case 'reduce':
      case 'foreach':
        return this.fold(text);
      case 'break': {
        const { kind, text: name } = this.advance();
        if (kind !== 'variable') throw this.unexpected();
        return { kind: 'break', name, line };
      }
      case 'def': {
        this.at--;
        const definition = this.definition();
        return { kind: 'define', definition, rest: this.pipe() };
      }
      case 'null':
        return { kind: 'literal', value: null };
      case 'true':
      case 'false':
        return { kind: 'literal', value: text === 'true' };
      default:
        break;
    }
    if (reserved.has(text)) {
      this.at--;
      throw this.unexpected();
    }
    const args: Filter[] = [];
    if (this.take('(')) {
      do args.push(this.pipe());
      while (this.take(';'));
      this.expect(')');
    }
    return { kind: 'call', name: text, args, line };
  }

  /** What try and catch take: a term without `as`, or an error thrown by name. */
  private postTerm(): Filter {
    return this.take('-') ? { kind: 'negative', value: this.term() } : this.term();
  }

  private conditional(): Filter {
    const test = this.pipe();
    this.expectWord('then');
    const then = this.pipe();
    if (this.isWord('elif')) {
      this.advance();
      return { kind: 'if', test, then, otherwise: this.deeper(() => this.conditional()) };
    }
    let otherwise: Filter = identity;
    if (this.isWord('else')) {
      this.advance();
      otherwise = this.pipe();
    }
    this.expectWord('end');
    return { kind: 'if', test, then, otherwise };
  }

  private fold(kind: 'reduce' | 'foreach'): Filter {
    const source = this.term();
    this.expectWord('as');
    const patterns = this.patterns();
    this.expect('(');
    const init = this.pipe();
    this.expect(';');
    const update = this.pipe();
    const extract = kind === 'foreach' && this.take(';') ? this.pipe() : undefined;
    this.expect(')');
    return kind === 'reduce' ? { kind, source, patterns, init, update } : { kind, source, patterns, init, update, extract };
  }

  private object(): Filter {
    const entries: { key: Filter; value: Filter }[] = [];
    if (!this.is('}')) {
      do {
        if (this.is('}')) break;
        entries.push(this.entry());
      } while (this.take(','));
    }
    this.expect('}');
    return { kind: 'object', entries };
  }

  private entry(): { key: Filter; value: Filter } {
    const token = this.token;
    if (token.kind === 'variable') {
      this.advance();
      const value: Filter = token.text === '__loc__' ? { kind: 'literal', value: new Map<string, string | number>([['file', '<top-level>'], ['line', token.line]]) } : { kind: 'variable', name: token.text, line: token.line };
      return { key: { kind: 'literal', value: token.text }, value };
    }
    let key: Filter;
    let isName = true;
    if (token.kind === 'word') key = { kind: 'literal', value: this.advance().text };
    else if (token.kind === 'number') key = { kind: 'literal', value: numberOf(this.advance().text) ?? null };
    else if (token.kind === 'string') key = this.text(undefined);
    else if (token.kind === 'format') key = this.text(this.advance().text);
    else {
      this.expect('(');
      key = this.pipe();
      this.expect(')');
      isName = false;
    }
    if (!this.is(':') && isName) return { key, value: { kind: 'index', target: identity, key } };
    this.expect(':');
    return { key, value: this.entryValue() };
  }

  /** Terms joined by `|` and `//`, but no comma: that one ends the entry. */
  private entryValue(): Filter {
    const left = this.alternative();
    return this.take('|') ? { kind: 'pipe', left, right: this.deeper(() => this.entryValue()) } : left;
  }

  protected text(format: string | undefined): Filter {
    const token = this.advance();
    if (token.kind !== 'string') throw this.unexpected();
    const parts = token.parts!.map((part) => (typeof part === 'string' ? part : new Parser(part, this.depth + 1).inner()));
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'string') return { kind: 'literal', value: only };
    return { kind: 'text', format, parts };
  }

  private inner(): Filter {
    const body = this.pipe();
    this.end();
    return body;
  }
}

