/** Go's text templates over JSON values: `-o go-template` of kubectl and `--format` of docker. */
import { formatGoValue, isJsonObject, ownMember, type Json } from '../../base/index.ts';
import { builtinFunctions, isTrue, rangeKeys, type TemplateFunction } from './functions.ts';
import { TemplateFailure, type Command, type Control, type Expression, type Node, type Pipe } from './nodes.ts';
import { parseTemplate } from './parser.ts';

export interface TemplateOptions {
  /** A field that is not there prints as "<no value>"; otherwise it is an error. */
  readonly allowMissingKeys?: boolean;
}

export interface GoTemplate {
  print(data: Json, options?: TemplateOptions): { readonly text: string } | { readonly error: string };
}

const outputMax = 16 * 1024 * 1024;
const stepsMax = 1_000_000;

/** The error has Go's words, without the template's name and place in front. */
export function compileGoTemplate(source: string, functions: Readonly<Record<string, TemplateFunction>> = {}): GoTemplate | { readonly error: string } {
  const all = { ...builtinFunctions, ...functions };
  let nodes: readonly Node[];
  try {
    nodes = parseTemplate(source, new Set(Object.keys(all)));
  } catch (failure) {
    if (!(failure instanceof TemplateFailure)) throw failure;
    return { error: failure.message };
  }
  return {
    print(data, { allowMissingKeys = true } = {}) {
      try {
        const evaluator = new Evaluator(data, all, allowMissingKeys);
        evaluator.run(nodes, data);
        return { text: evaluator.output };
      } catch (failure) {
        if (!(failure instanceof TemplateFailure)) throw failure;
        return { error: failure.message };
      }
    },
  };
}

type Flow = 'next' | 'break' | 'continue';

class Evaluator {
  output = '';
  private readonly functions: Readonly<Record<string, TemplateFunction>>;
  private readonly allowMissingKeys: boolean;
  private readonly variables: { name: string; value: Json | undefined }[];
  private steps = 0;

  constructor(data: Json, functions: Readonly<Record<string, TemplateFunction>>, allowMissingKeys: boolean) {
    this.functions = functions;
    this.allowMissingKeys = allowMissingKeys;
    this.variables = [{ name: '$', value: data }];
  }

  run(nodes: readonly Node[], dot: Json | undefined): Flow {
    for (const node of nodes) {
      if (++this.steps > stepsMax || this.output.length > outputMax) throw new TemplateFailure('the template does not end');
      if (node.kind === 'text') this.output += node.text;
      else if (node.kind === 'action') this.action(node.pipe, dot);
      else {
        const flow = 'body' in node ? this.control(node, dot) : node.kind;
        if (flow !== 'next') return flow;
      }
    }
    return 'next';
  }

  private action(pipe: Pipe, dot: Json | undefined): void {
    const value = this.pipe(pipe, dot);
    if (pipe.declares.length > 0) this.declare(pipe, [value]);
    else this.output += value === undefined || value === null ? '<no value>' : formatGoValue(value);
  }

  private control(node: Control, dot: Json | undefined): Flow {
    const depth = this.variables.length;
    const value = this.pipe(node.pipe, dot);
    let flow: Flow = 'next';
    if (node.kind === 'range') flow = this.range(node, value, dot);
    else {
      if (node.pipe.declares.length > 0) this.declare(node.pipe, [value]);
      const inner = node.kind === 'with' ? value : dot;
      flow = isTrue(value) ? this.run(node.body, inner) : this.run(node.otherwise, dot);
    }
    this.variables.length = depth;
    return flow;
  }

  private range(node: Control, value: Json | undefined, dot: Json | undefined): Flow {
    const items = entriesOf(value);
    if (items.length === 0) return this.run(node.otherwise, dot);
    const depth = this.variables.length;
    for (const [key, item] of items) {
      this.variables.length = depth;
      if (node.pipe.declares.length === 1) this.declare(node.pipe, [item]);
      else if (node.pipe.declares.length === 2) this.declare(node.pipe, [key, item]);
      if (this.run(node.body, item) === 'break') break;
    }
    return 'next';
  }

  private declare(pipe: Pipe, values: readonly (Json | undefined)[]): void {
    pipe.declares.forEach((name, i) => {
      const known = pipe.assigns ? this.variables.findLast((variable) => variable.name === name) : undefined;
      if (known) known.value = values[i];
      else this.variables.push({ name, value: values[i] });
    });
  }

  private pipe(pipe: Pipe, dot: Json | undefined): Json | undefined {
    let value: Json | undefined;
    pipe.commands.forEach((command, i) => {
      value = this.command(command, dot, i > 0 ? { value } : undefined);
    });
    return value;
  }

  /** `last` is what the command before it in the pipe gave. */
  private command({ operand, args }: Command, dot: Json | undefined, last: { value: Json | undefined } | undefined): Json | undefined {
    if (operand.kind !== 'function') {
      if (args.length > 0 || last) throw new TemplateFailure(`can't give argument to non-function ${operand.kind}`);
      return this.expression(operand, dot);
    }
    const values = args.map((arg) => this.expression(arg, dot) ?? null);
    if (last) values.push(last.value ?? null);
    return this.functions[operand.name]!(...values);
  }

  private expression(expression: Expression, dot: Json | undefined): Json | undefined {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'dot':
        return dot;
      case 'variable': {
        const found = this.variables.findLast((variable) => variable.name === expression.name);
        if (!found) throw new TemplateFailure(`undefined variable ${JSON.stringify(expression.name)}`);
        return found.value;
      }
      case 'pipe':
        return this.pipe(expression.pipe, dot);
      case 'function':
        return this.functions[expression.name]!();
      case 'field':
        return this.field(this.expression(expression.of, dot), expression.name);
    }
  }

  private field(of: Json | undefined, name: string): Json | undefined {
    if (of === undefined || of === null) {
      if (this.allowMissingKeys) return undefined;
      throw new TemplateFailure(`nil data; no entry for key ${JSON.stringify(name)}`);
    }
    if (!isJsonObject(of)) throw new TemplateFailure(`can't evaluate field ${name} in type ${Array.isArray(of) ? '[]interface {}' : typeof of}`);
    const found = ownMember(of, name);
    if (found === undefined && !this.allowMissingKeys) throw new TemplateFailure(`map has no entry for key ${JSON.stringify(name)}`);
    return found;
  }
}

function entriesOf(value: Json | undefined): readonly (readonly [Json, Json])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, i) => [i, item] as const);
  if (isJsonObject(value)) return rangeKeys(value).map((key) => [key, value[key]!] as const);
  if (typeof value === 'number') return Array.from({ length: Math.max(0, value) }, (_, i) => [i, i] as const);
  throw new TemplateFailure(`range can't iterate over ${formatGoValue(value)}`);
}
