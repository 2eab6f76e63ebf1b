/**
 * Where bash would give up on a text, in its own terms: the token it did not expect, or more input wanted. The parser
 * that builds the tree recovers from errors and reports them in other words; this recogniser follows bash's grammar.
 */
import { checkCondition, type ConditionFault } from './condition-check.ts';
import { skipQuoted } from './source-scan.ts';
import { TokenReader, type Token } from './syntax-tokens.ts';

export type SyntaxFinding =
  | { readonly kind: 'token'; readonly token: string; readonly at: number; readonly expecting: string | undefined }
  | ({ readonly kind: 'condition'; readonly at: number } & ConditionFault)
  /** `at` is where what is open begins, if that matters. */
  | { readonly kind: 'incomplete'; readonly expecting: string | undefined; readonly at?: number };

class Stop extends Error {
  readonly finding: SyntaxFinding;
  constructor(finding: SyntaxFinding) {
    super('syntax');
    this.finding = finding;
  }
}

/** The first finding, or undefined for a text that is a complete program. */
export function checkSyntax(source: string): SyntaxFinding | undefined {
  try {
    new Recogniser(source).program();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.finding;
    throw error;
  }
}

const redirections = new Set(['&>>', '<<<', '<<-', '<<', '>>', '<&', '>&', '<>', '>|', '&>', '<', '>']);
const closers = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}', ')', ';;', ';&', ';;&']);
const declaring = new Set(['declare', 'typeset', 'local', 'export', 'readonly', 'alias', 'eval']);
const depthMax = 500;

class Recogniser {
  private readonly source: string;
  private readonly tokens: TokenReader;
  private token: Token;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = new TokenReader(source);
    this.token = this.tokens.next();
  }

  program(): void {
    this.skipNewlines();
    while (this.token.kind !== 'end') {
      this.andOr();
      this.separator();
      this.skipNewlines();
    }
  }

  private separator(): void {
    if (this.is(';') || this.is('&') || this.is('newline')) this.next();
    else if (this.token.kind !== 'end') this.unexpected();
  }

  private andOr(): void {
    this.pipeline();
    while (this.is('&&') || this.is('||')) {
      this.next();
      this.skipNewlines();
      this.pipeline();
    }
  }

  private pipeline(): void {
    let prefixed = false;
    while (this.isWord('!') || this.isWord('time')) {
      this.next();
      prefixed = true;
    }
    if (prefixed && (this.is(';') || this.is('newline') || this.token.kind === 'end')) return;
    this.command();
    while (this.is('|') || this.is('|&')) {
      this.next();
      this.skipNewlines();
      this.command();
    }
  }

  private command(): void {
    if (++this.depth > depthMax) throw new Stop({ kind: 'token', token: this.token.text, at: this.token.at, expecting: undefined });
    if (this.compound()) {
      while (this.redirection());
    } else this.simple();
    this.depth--;
  }

  /** True when a compound command stood here and was read. */
  private compound(): boolean {
    if (this.is('(')) {
      if (this.source[this.token.at + 1] === '(' && this.arithmetic(this.token.at + 2)) return true;
      this.next();
      this.list(')');
      this.expect(')');
      return true;
    }
    if (this.token.kind !== 'word') return false;
    switch (this.token.text) {
      case '{':
        this.next();
        this.list('}');
        this.expect('}');
        return true;
      case 'if':
        this.conditional();
        return true;
      case 'while':
      case 'until':
        this.next();
        this.list('do');
        this.body();
        return true;
      case 'for':
      case 'select':
        this.loop();
        return true;
      case 'case':
        this.cases();
        return true;
      case '[[':
        this.test();
        return true;
      case 'coproc':
        this.next();
        if (this.token.kind === 'word' && !this.opensCompound() && /^\s*(?:\{\s|\()/.test(this.source.slice(this.tokens.at, this.tokens.at + 20))) this.next();
        this.command();
        return true;
      case 'function':
        this.next();
        this.word();
        if (this.is('(')) {
          this.next();
          this.expect(')');
        }
        this.functionBody();
        return true;
      default:
        if (closers.has(this.token.text) || this.token.text === 'in' || this.token.text === ']]') this.unexpected();
        return false;
    }
  }

  private opensCompound(): boolean {
    return ['{', 'if', 'while', 'until', 'for', 'select', 'case', '[['].includes(this.token.text);
  }

  /** Commands up to whatever closes them, at least one. */
  private list(expecting: string): void {
    this.skipNewlines();
    do {
      if (this.token.kind === 'end') this.unexpected(expecting);
      this.andOr();
      if (this.is(';') || this.is('&') || this.is('newline')) {
        this.next();
        this.skipNewlines();
      } else if (!closers.has(this.token.text)) {
        this.unexpected();
      }
    } while (!closers.has(this.token.text));
  }

  private conditional(): void {
    this.next();
    this.list('then');
    this.expect('then');
    this.list('fi');
    while (this.isWord('elif')) {
      this.next();
      this.list('then');
      this.expect('then');
      this.list('fi');
    }
    if (this.isWord('else')) {
      this.next();
      this.list('fi');
    }
    this.expect('fi');
  }

  private body(): void {
    if (this.isWord('{')) {
      this.next();
      this.list('}');
      this.expect('}');
      return;
    }
    this.expect('do');
    this.list('done');
    this.expect('done');
  }

  private loop(): void {
    this.next();
    if (this.is('(') && this.source[this.token.at + 1] === '(') {
      if (!this.arithmetic(this.token.at + 2)) this.unexpected();
      if (this.is(';')) this.next();
      this.skipNewlines();
      this.body();
      return;
    }
    this.word();
    this.skipNewlines();
    if (this.isWord('in')) {
      this.next();
      while (this.token.kind === 'word') this.next();
      if (!this.is(';') && !this.is('newline')) this.unexpected();
      this.next();
    } else if (this.is(';')) this.next();
    this.skipNewlines();
    this.body();
  }

  private cases(): void {
    this.next();
    this.word();
    this.skipNewlines();
    this.expect('in');
    this.skipNewlines();
    while (!this.isWord('esac')) {
      if (this.is('(')) this.next();
      this.word();
      while (this.is('|')) {
        this.next();
        this.word();
      }
      this.expect(')');
      this.skipNewlines();
      if (!this.isCaseEnd()) this.list('esac');
      if (this.isWord('esac')) break;
      if (!this.isCaseEnd()) this.unexpected();
      this.next();
      this.skipNewlines();
    }
    this.expect('esac');
  }

  private isCaseEnd(): boolean {
    return this.is(';;') || this.is(';&') || this.is(';;&') || this.isWord('esac');
  }

  private test(): void {
    const { at } = this.token;
    const fault = checkCondition(this.tokens, at);
    if (fault === 'open') throw new Stop({ kind: 'incomplete', expecting: ']]', at });
    if (fault) throw new Stop({ kind: 'condition', at, ...fault });
    this.next();
  }

  /** Steps over `((…))`, from after its opening; false when it does not close with two parentheses, and is a subshell. */
  private arithmetic(from: number): boolean {
    let depth = 0;
    for (let i = from; i < this.source.length; ) {
      const char = this.source[i];
      if (char === '(') depth++;
      else if (char === ')' && depth-- === 0) {
        if (this.source[i + 1] !== ')') return false;
        this.tokens.at = i + 2;
        this.next();
        return true;
      }
      const skipped = skipQuoted(this.source, i);
      i = skipped > i ? skipped : i + 1;
    }
    throw new Stop({ kind: 'incomplete', expecting: '))' });
  }

  private simple(): void {
    let words = 0;
    let only = '';
    let takesLists = true; // before the command's name, and after a declaring builtin's
    for (;;) {
      if (this.redirection()) continue;
      if (this.token.kind !== 'word') break;
      only = this.token.text;
      words++;
      const assigns = /^[A-Za-z_]\w*(\[.*\])?\+?=/s.test(only);
      const isArray = takesLists && assigns && only.endsWith('=') && this.source[this.tokens.at] === '(';
      takesLists &&= assigns || declaring.has(only) || only.startsWith('-');
      this.next();
      if (isArray) this.array();
    }
    if (this.is('(') && words === 1 && !only.includes('=')) {
      this.next();
      this.expect(')');
      this.functionBody();
      return;
    }
    if (words === 0 && !this.sawRedirection) this.unexpected();
    if (this.is('(')) this.unexpected();
    this.sawRedirection = false;
  }
  private sawRedirection = false;

  private functionBody(): void {
    this.skipNewlines();
    if (!this.compound()) this.unexpected();
    while (this.redirection());
  }

  private array(): void {
    this.next();
    for (;;) {
      this.skipNewlines();
      if (this.is(')')) break;
      this.word();
    }
    this.next();
  }

  private redirection(): boolean {
    if (this.token.kind !== 'operator' || !redirections.has(this.token.text)) return false;
    const operator = this.token.text;
    this.sawRedirection = true;
    this.next();
    if (!this.atWord) this.unexpected();
    if (operator === '<<' || operator === '<<-') this.tokens.expectHereDoc(this.token.text, operator === '<<-');
    this.next();
    return true;
  }

  private word(): void {
    if (this.token.kind !== 'word') this.unexpected();
    this.next();
  }

  private expect(text: string): void {
    if (this.token.text !== text) this.unexpected(text);
    this.next();
  }

  private unexpected(expecting?: string): never {
    const { kind, text, at } = this.token;
    const shown = kind === 'operator' ? (/^\d+(?=[<>])/.exec(this.source.slice(at, at + 20))?.[0] ?? text) : text;
    throw new Stop(kind === 'end' ? { kind: 'incomplete', expecting } : { kind: 'token', token: shown, at, expecting });
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  private isWord(text: string): boolean {
    return this.token.kind === 'word' && this.token.text === text;
  }

  private get atWord(): boolean {
    return this.token.kind === 'word';
  }

  private skipNewlines(): void {
    while (this.is('newline')) this.next();
  }

  private next(): void {
    this.token = this.tokens.next();
  }
}
