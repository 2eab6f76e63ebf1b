/** Builds the tree of a template out of its tokens. */
import { lexTemplate, type Token } from './lexer.ts';
import { TemplateFailure, type Command, type Expression, type Node, type Pipe } from './nodes.ts';

const depthMax = 200; // of blocks and parentheses within each other
const fieldsMax = 1000; // of one operand

export function parseTemplate(source: string, functions: ReadonlySet<string>): readonly Node[] {
  const parser = new Parser(lexTemplate(source), functions);
  const { nodes, end } = parser.block();
  if (end !== undefined) throw new TemplateFailure(`unexpected {{${end}}}`);
  return nodes;
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly functions: ReadonlySet<string>;
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], functions: ReadonlySet<string>) {
    this.tokens = tokens;
    this.functions = functions;
  }

  /** Nodes up to `end` or `else`, which is taken; of `else` what follows it is left. */
  block(): { nodes: Node[]; end: 'end' | 'else' | undefined } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.tokens[this.at++];
      if (!token) return { nodes, end: undefined };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      this.skipSpace();
      const head = this.tokens[this.at];
      const keyword = head?.kind === 'word' ? head.text : '';
      if (keyword === 'end' || keyword === 'else') {
        this.at++;
        if (keyword === 'end') this.expectClose();
        return { nodes, end: keyword };
      }
      nodes.push(this.action(keyword));
    }
  }

  private action(keyword: string): Node {
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') {
      this.at++;
      return this.deeper(() => this.control(keyword));
    }
    if (keyword === 'break' || keyword === 'continue') {
      this.at++;
      this.expectClose();
      return { kind: keyword };
    }
    const pipe = this.pipe('close');
    this.expectClose();
    return { kind: 'action', pipe };
  }

  private control(kind: 'if' | 'with' | 'range'): Node {
    const pipe = this.pipe('close');
    this.expectClose();
    const body = this.block();
    if (body.end === undefined) throw new TemplateFailure('unexpected EOF');
    if (body.end === 'end') return { kind, pipe, body: body.nodes, otherwise: [] };
    this.skipSpace();
    const next = this.tokens[this.at];
    if (next?.kind === 'word' && (next.text === 'if' || next.text === 'with')) {
      this.at++;
      return { kind, pipe, body: body.nodes, otherwise: [this.deeper(() => this.control(next.text as 'if' | 'with'))] };
    }
    this.expectClose();
    const otherwise = this.block();
    if (otherwise.end !== 'end') throw new TemplateFailure('unexpected EOF');
    return { kind, pipe, body: body.nodes, otherwise: otherwise.nodes };
  }

  private pipe(until: 'close' | ')'): Pipe {
    const { declares, assigns } = this.declarations();
    const commands: Command[] = [];
    for (;;) {
      commands.push(this.command());
      this.skipSpace();
      const token = this.tokens[this.at];
      if (token?.kind === '|') this.at++;
      else if (token?.kind === until) return { commands, declares, assigns };
      else throw new TemplateFailure(`unexpected ${token ? `<${token.kind}>` : 'EOF'} in command`);
    }
  }

  /** `$v :=`, `$i, $v :=`, `$v =`: looked for ahead, and left alone when there is none. */
  private declarations(): { declares: readonly string[]; assigns: boolean } {
    const start = this.at;
    const names: string[] = [];
    for (;;) {
      this.skipSpace();
      const token = this.tokens[this.at];
      if (token?.kind !== 'variable') break;
      names.push(token.text);
      this.at++;
      this.skipSpace();
      const next = this.tokens[this.at];
      if (next?.kind === ':=' || next?.kind === '=') {
        this.at++;
        return { declares: names, assigns: next.kind === '=' };
      }
      if (next?.kind !== ',') break;
      this.at++;
    }
    this.at = start;
    return { declares: [], assigns: false };
  }

  private command(): Command {
    this.skipSpace();
    const operand = this.operand();
    const args: Expression[] = [];
    for (;;) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'space') break;
      this.skipSpace();
      const next = this.tokens[this.at];
      if (!next || next.kind === 'close' || next.kind === '|' || next.kind === ')') break;
      args.push(this.operand());
    }
    return { operand, args };
  }

  private operand(): Expression {
    let expression = this.primary();
    for (let fields = 0; ; fields++) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'field') return expression;
      if (fields > fieldsMax) throw new TemplateFailure('max expression depth exceeded');
      this.at++;
      expression = { kind: 'field', of: expression, name: token.text };
    }
  }

  private primary(): Expression {
    const token = this.tokens[this.at++];
    switch (token?.kind) {
      case 'dot':
        return { kind: 'dot' };
      case 'field':
        return { kind: 'field', of: { kind: 'dot' }, name: token.text };
      case 'variable':
        return { kind: 'variable', name: token.text };
      case 'number':
        return { kind: 'literal', value: Number(token.text.replaceAll('_', '')) };
      case 'string':
        return { kind: 'literal', value: token.text };
      case '(': {
        const pipe = this.deeper(() => this.pipe(')'));
        this.at++;
        return { kind: 'pipe', pipe };
      }
      case 'word':
        return this.named(token.text);
      default:
        throw new TemplateFailure(token?.kind === 'close' || !token ? 'missing value for command' : `unexpected <${token.kind}> in operand`);
    }
  }

  private named(word: string): Expression {
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'nil') return { kind: 'literal', value: null };
    if (!this.functions.has(word)) throw new TemplateFailure(`function ${JSON.stringify(word)} not defined`);
    return { kind: 'function', name: word };
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > depthMax) throw new TemplateFailure('max expression depth exceeded');
    const made = read();
    this.depth--;
    return made;
  }

  private skipSpace(): void {
    while (this.tokens[this.at]?.kind === 'space') this.at++;
  }

  private expectClose(): void {
    this.skipSpace();
    const token = this.tokens[this.at++];
    if (token?.kind !== 'close') throw new TemplateFailure(`unexpected <${token?.kind ?? 'EOF'}> in action`);
  }
}
