/** A command as text again, in bash's own layout: what `type` and `declare -f` show of a function, and $BASH_COMMAND. */
import type { AndOr, ArithmeticExpression, ArithmeticFor, Case, Command, CommandNode, CompoundCommand, CompoundList, HereDoc, If, PipelineNode, Redirected, Redirection, Statement, TestExpression, Word } from 'unbash';

type Body = CompoundCommand | Redirected | CompoundList;

/** The braces of a function and what is in them; `source` is the text that its nodes' places are in. */
export function printFunctionBody(body: Body, source: string): string {
  return new Printer(source, true).body(body);
}

/** As the environment carries a function: each line a blank further in than the braces, however deep it is. */
export function printExportedBody(body: Body, source: string): string {
  return new Printer(source, true, true).body(body).replace(/^\{ \n/, '{ ').replace(/\n \}$/, '\n}');
}

/** A simple command on one line; of a compound one what decides it. */
export function printHead(node: CommandNode, source: string): string {
  return new Printer(source, false).head(node);
}

const STEP = 4;

class Printer {
  private readonly source: string;
  /** Within a function each command has its own line. */
  private readonly lines: boolean;
  private readonly flat: boolean;
  private depth = 0;
  private documents: HereDoc[] = [];

  constructor(source: string, lines: boolean, flat = false) {
    this.source = source;
    this.flat = flat;
    this.lines = lines;
  }

  body(node: Body): string {
    const inner = node.type === 'Redirected' ? node.command : node;
    if (inner.type === 'BraceGroup') return this.compound(node);
    return `{ \n${this.within(() => `${this.indent()}${this.compound(node)}`)}\n}`;
  }

  head(node: CommandNode): string {
    switch (node.type) {
      case 'For':
      case 'Select':
        return `${node.type.toLowerCase()} ${node.name.text}${node.wordlist ? ` in ${join(node.wordlist)}` : ''}`;
      case 'Case':
        return `case ${node.word.text} in `;
      case 'ArithmeticFor':
        return `((${this.arithmetic(node.initialize ?? node.test ?? node.update)}))`;
      default:
        return this.command(node);
    }
  }

  private indent(): string {
    return this.flat ? ' ' : ' '.repeat(this.depth * STEP);
  }

  private within<T>(print: () => T): T {
    this.depth++;
    const text = print();
    this.depth--;
    return text;
  }

  private list({ commands }: CompoundList): string {
    let text = '';
    commands.forEach((statement, i) => {
      if (i > 0) text += this.between(commands[i - 1]!, text);
      text += this.statement(statement);
    });
    return text;
  }

  /** What stands between two commands of a list. */
  private between(before: Statement, text: string): string {
    if (before.background) return ' ';
    const mark = text.endsWith('\n') ? '' : ';';
    return this.lines ? `${mark}\n${this.indent()}` : `${mark} `;
  }

  private statement({ command, background }: Statement): string {
    const text = this.withDocuments(this.pipeline(command));
    return background ? `${text} &` : text;
  }

  /** Here-documents follow the line that asks for them. */
  private withDocuments(text: string): string {
    if (this.documents.length === 0) return text;
    const bodies = this.documents.map((doc) => `${doc.body.text}${doc.delimiter?.value ?? ''}\n`);
    this.documents = [];
    return `${text}\n${bodies.join('')}`;
  }

  private pipeline(node: PipelineNode | AndOr): string {
    if (node.type === 'AndOr') return node.commands.map((command, i) => (i === 0 ? '' : ` ${node.operators[i - 1]!} `) + this.pipeline(command)).join('');
    if (node.type !== 'Pipeline') return this.command(node);
    const prefix = node.prefixes.map((p) => (p.type === 'Negation' ? '! ' : p.posix ? 'time -p ' : 'time ')).join('');
    return prefix + node.commands.map((command, i) => (i === 0 ? '' : node.operators[i - 1] === '|&' ? ' 2>&1 | ' : ' | ') + this.command(command)).join('');
  }

  private command(node: CommandNode): string {
    if (node.type === 'Command') return this.simple(node);
    if (node.type === 'Function') return `function ${node.name.text} () \n${this.indent()}${this.body(node.body)}`;
    if (node.type === 'Coproc') return `coproc ${node.name?.text ?? 'COPROC'} ${node.body.type === 'Command' ? this.simple(node.body) : this.compound(node.body)}`;
    return this.compound(node);
  }

  private simple(node: Command): string {
    const parts = [...node.prefix.filter((p) => p.type === 'Assignment').map((p) => p.text), ...(node.name ? [node.name.text] : []), ...node.args.map((arg) => arg.text)];
    return [...parts, ...node.redirects.map((one) => this.redirection(one))].join(' ');
  }

  private compound(node: Body): string {
    switch (node.type) {
      case 'Redirected':
        return `${this.compound(node.command)} ${node.redirects.map((one) => this.redirection(one)).join(' ')}`;
      case 'CompoundList':
        return this.list(node);
      case 'BraceGroup':
        return this.group(node.body);
      case 'Subshell':
        return `( ${this.list(node.body)} )`;
      case 'If':
        return this.conditional(node);
      case 'While':
        return `${node.kind} ${this.list(node.clause)}; do${this.block(node.body)}done`;
      case 'For':
      case 'Select':
        return `${node.type.toLowerCase()} ${node.name.text} in ${node.wordlist ? join(node.wordlist) : '"$@"'};${this.loop(node.body)}`;
      case 'ArithmeticFor':
        return `for ((${this.control(node)}))${this.loop(node.body)}`;
      case 'Case':
        return this.cases(node);
      case 'TestCommand':
        return `[[ ${this.test(node.expression)} ]]`;
      case 'ArithmeticCommand':
        return `((${node.body}))`;
    }
  }

  private group(body: CompoundList): string {
    if (!this.lines) return `{ ${closed(this.list(body))} }`;
    return `{ \n${this.within(() => this.indent() + this.list(body))}${this.newline()}}`;
  }

  private newline(): string {
    return this.lines ? `\n${this.indent()}` : ' ';
  }

  /** Commands a step further in, between two words of a compound command. */
  private block(body: CompoundList): string {
    return this.within(() => this.newline() + closed(this.list(body))) + this.newline();
  }

  private loop(body: CompoundList): string {
    return `${this.newline()}do${this.block(body)}done`;
  }

  private conditional({ clause, then, elif, else: otherwise }: If): string {
    let text = `if ${this.list(clause)}; then${this.block(then)}`;
    const [next, ...rest] = elif;
    if (next) {
      const nested = { ...next, type: 'If', elif: rest, else: otherwise } as If;
      text += `else${this.within(() => this.newline() + this.conditional(nested))};${this.newline()}`;
    } else if (otherwise) text += `else${this.block(otherwise)}`;
    return `${text}fi`;
  }

  private cases({ word, items }: Case): string {
    const clauses = this.within(() =>
      items.map(({ pattern, body, terminator }) => {
        const head = `${this.newline()}${pattern.map((one) => one.text).join(' | ')})`;
        const inner = body.commands.length === 0 ? '' : this.within(() => this.newline() + this.list(body));
        return `${head}${inner}${this.newline()}${terminator ?? ';;'}`;
      }),
    );
    return `case ${word.text} in ${clauses.join('')}${this.newline()}esac`;
  }

  private control({ initialize, test, update }: ArithmeticFor): string {
    return [initialize, test, update].map((part) => this.arithmetic(part)).join('; ');
  }

  private arithmetic(expression: ArithmeticExpression | undefined): string {
    return expression ? this.source.slice(expression.pos, expression.end).trim() : '1';
  }

  private test(node: TestExpression): string {
    switch (node.type) {
      case 'TestGroup':
        return `( ${this.test(node.expression)} )`;
      case 'TestNot':
        return `${'! '.repeat(node.negations.length)}${this.test(node.operand)}`;
      case 'TestLogical':
        return node.operands.map((operand) => this.test(operand)).join(` ${node.operator} `);
      case 'TestUnary':
        return `${node.operator} ${node.operand.text}`;
      case 'TestBinary':
        return `${node.left.text} ${node.operator} ${node.right.text}`;
    }
  }

  private redirection(one: Redirection): string {
    const { descriptor } = one;
    const given = descriptor?.type === 'FileDescriptorVariable' ? `{${descriptor.name}}` : descriptor ? String(descriptor.value) : '';
    if (one.type === 'HereDoc') {
      this.documents.push(one);
      return `${given === '0' ? '' : given}${one.operator}${one.delimiter?.text ?? ''}`;
    }
    const target = one.target?.text ?? '';
    const usual = one.operator[0] === '<' ? '0' : '1';
    if (one.operator === '<&' || one.operator === '>&') return /^(?:\d+|-)$/.test(target) ? `${given || usual}${target === '-' ? '>&' : one.operator}${target}` : `${given || ''}${one.operator}${target}`;
    return `${given === usual ? '' : given}${one.operator} ${target}`;
  }
}

function join(list: readonly Word[]): string {
  return list.map((word) => word.text).join(' ');
}

/** The end of a list within a compound command. */
function closed(text: string): string {
  return text.endsWith('&') || text.endsWith('\n') ? text : `${text};`;
}
