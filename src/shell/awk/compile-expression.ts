/** Expressions of awk as functions over a machine. */
import { power } from '../language/real-functions.ts';
import { callBuiltin } from './builtins.ts';
import { constant, every, Invocation, map, map2, valueOf, type Code } from './code.ts';
import type { Machine } from './machine.ts';
import { patternOf } from './pattern-text.ts';
import { fieldIndex } from './record.ts';
import { AwkError, type Expression, type FunctionDefinition, type LValue } from './syntax.ts';
import { bounded, Cell, compareValues, InputText, toNumber, truth, type Elements, type Value } from './values.ts';

/** A place that can be read and written, once its subscripts are known. */
interface Place {
  get(): Value;
  set(value: Value): void;
}

export class ExpressionCompiler {
  protected readonly machine: Machine;
  protected readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** Parameters of the function that is being compiled. */
  protected scope: ReadonlyMap<string, number> = new Map();

  constructor(machine: Machine, functions: ReadonlyMap<string, FunctionDefinition>) {
    this.machine = machine;
    this.functions = functions;
  }

  expression(node: Expression): Code {
    const { machine } = this;
    switch (node.kind) {
      case 'number':
        return constant<Value>(node.value);
      case 'string':
        return constant<Value>(node.text);
      case 'regex': {
        const pattern = patternOf(node.source);
        return { now: () => (pattern.test(machine.text(machine.record.field(0))) ? 1 : 0) };
      }
      case 'variable':
        return this.variable(node.name);
      case 'field':
      case 'element':
        return map(this.place(node), (place) => place.get());
      case 'assign':
        return this.assign(node.operator, node.target, node.value);
      case 'conditional':
        return this.conditional(this.test(node.test), this.expression(node.then), this.expression(node.otherwise));
      case 'logical':
        return this.logical(node.operator, this.test(node.left), this.test(node.right));
      case 'unary':
        return map(this.expression(node.value), unary[node.operator]);
      case 'binary':
        return this.binary(node.operator, this.expression(node.left), this.expression(node.right));
      case 'match': {
        const wanted = !node.negated;
        return map2(this.expression(node.text), this.pattern(node.pattern), (text, pattern) => (patternOf(pattern).test(machine.text(text)) === wanted ? 1 : 0));
      }
      case 'in': {
        const elements = this.elements(node.array);
        return map(this.subscript(node.subscripts), (key) => (elements().has(key) ? 1 : 0));
      }
      case 'step':
        return map(this.place(node.target), (place) => {
          const before = toNumber(place.get());
          place.set(before + node.by);
          return node.before ? before + node.by : before;
        });
      case 'call':
        return this.call(node.name, node.args);
      case 'builtin':
        return callBuiltin(this, machine, node.name, node.args);
      case 'getline':
        return this.getline(node);
      case 'group':
        return node.items.length === 1 ? this.expression(node.items[0]!) : map(this.subscript(node.items), (key): Value => key);
    }
  }

  test(node: Expression): Code<boolean> {
    return map(this.expression(node), truth);
  }

  text(node: Expression): Code<string> {
    return map(this.expression(node), (value) => this.machine.text(value));
  }

  /** The source of a pattern: as written between slashes, or the text of a value. */
  pattern(node: Expression): Code<string> {
    if (node.kind === 'group' && node.items.length === 1) return this.pattern(node.items[0]!);
    if (node.kind !== 'regex') return this.text(node);
    patternOf(node.source);
    return constant(node.source);
  }

  subscript(nodes: readonly Expression[]): Code<string> {
    const { machine } = this;
    if (nodes.length === 1) return this.text(nodes[0]!);
    return map(every(nodes.map((node) => this.expression(node))), (values) => values.map((value) => machine.text(value)).join(machine.text(machine.global('SUBSEP').value)));
  }

  cell(name: string): () => Cell {
    const local = this.scope.get(name);
    const { machine } = this;
    if (local !== undefined) return () => machine.frame[local]!;
    if (this.functions.has(name)) throw new AwkError(`type error in ${name}: a function is no variable`);
    const cell = machine.global(name);
    return () => cell;
  }

  elements(name: string): () => Elements {
    const cell = this.cell(name);
    return () => {
      const found = cell();
      if (found.value !== undefined) throw new AwkError(`${name}: a scalar is no array`);
      return found.elements;
    };
  }

  private variable(name: string): Code {
    const { record } = this.machine;
    if (name === 'NF' && !this.scope.has(name)) return { now: () => record.count };
    const cell = this.cell(name);
    return {
      now: () => {
        const found = cell();
        if (found.value === undefined && found.isArray) throw new AwkError(`${name}: an array has no value`);
        return found.value;
      },
    };
  }

  place(node: LValue): Code<Place> {
    const { machine } = this;
    if (node.kind === 'variable') {
      const { record } = machine;
      if (node.name === 'NF' && !this.scope.has('NF')) return constant({ get: () => record.count, set: (value) => void (record.count = toNumber(value)) });
      const cell = this.cell(node.name);
      return {
        now: () => {
          const found = cell();
          return {
            get: () => found.value,
            set: (value) => {
              if (found.isArray) throw new AwkError(`${node.name}: an array takes no value`);
              found.value = value;
            },
          };
        },
      };
    }
    if (node.kind === 'field') return map(this.expression(node.index), (value) => this.fieldPlace(fieldIndex(value)));
    const elements = this.elements(node.array);
    return map(this.subscript(node.subscripts), (key) => {
      const found = elements();
      if (!found.has(key)) {
        found.set(key, undefined); // to look at an element makes it
        machine.countStep();
      }
      return { get: () => found.get(key), set: (value: Value) => void found.set(key, value) };
    });
  }

  private fieldPlace(index: number): Place {
    const { machine } = this;
    if (index < 0) throw new AwkError(`negative field index $${index}`);
    return {
      get: () => machine.record.field(index),
      set: (value) => {
        if (index === 0) machine.setRecord(new InputText(machine.text(value)));
        else machine.record.setField(index, value);
      },
    };
  }

  private assign(operator: string, target: LValue, value: Expression): Code {
    const source = this.expression(value);
    const place = this.place(target);
    if (operator === '') {
      return map2(source, place, (given, to) => {
        to.set(given);
        return given;
      });
    }
    const compute = arithmetic[operator]!;
    return map2(source, place, (given, to) => {
      const result = compute(toNumber(to.get()), toNumber(given));
      to.set(result);
      return result;
    });
  }

  private conditional(test: Code<boolean>, then: Code, otherwise: Code): Code {
    if (test.now && then.now && otherwise.now) {
      const { now } = test;
      const yes = then.now;
      const no = otherwise.now;
      return { now: () => (now() ? yes() : no()) };
    }
    return {
      *later() {
        return yield* valueOf((yield* valueOf(test)) ? then : otherwise);
      },
    };
  }

  private logical(operator: '&&' | '||', left: Code<boolean>, right: Code<boolean>): Code {
    const decides = operator === '||';
    if (left.now && right.now) {
      const { now } = left;
      const second = right.now;
      return { now: () => ((now() === decides ? decides : second()) ? 1 : 0) };
    }
    return {
      *later() {
        return (yield* valueOf(left)) === decides ? Number(decides) : Number(yield* valueOf(right));
      },
    };
  }

  private binary(operator: string, left: Code, right: Code): Code {
    const { machine } = this;
    if (operator === 'cat') return map2(left, right, (a, b) => bounded(machine.text(a) + machine.text(b)));
    const compute = arithmetic[operator];
    if (compute) return map2(left, right, (a, b) => compute(toNumber(a), toNumber(b)));
    const holds = comparisons[operator]!;
    return map2(left, right, (a, b) => (holds(compareValues(a, b, machine.numbers)) ? 1 : 0));
  }

  private call(name: string, args: readonly Expression[]): Code {
    const definition = this.functions.get(name)!;
    if (args.length > definition.parameters.length) throw new AwkError(`function ${name} called with too many arguments`);
    const given = args.map((arg) => this.argument(arg));
    const missing = definition.parameters.length - args.length;
    const { machine } = this;
    return {
      *later() {
        const cells: Cell[] = [];
        for (const code of given) cells.push(yield* valueOf(code));
        for (let i = 0; i < missing; i++) cells.push(new Cell(machine.held));
        return (yield new Invocation(name, cells)) as Value;
      },
    };
  }

  /** An array goes by name, everything else by value; a variable that is neither yet may become either. */
  private argument(node: Expression): Code<Cell> {
    const { held } = this.machine;
    if (node.kind !== 'variable' || node.name === 'NF') return map(this.expression(node), (value) => new Cell(held, value));
    const cell = this.cell(node.name);
    return {
      now: () => {
        const found = cell();
        if (found.isArray) return Cell.of(held, found.elements);
        return found.value === undefined ? new Cell(held, undefined, found) : new Cell(held, found.value);
      },
    };
  }

  private getline(node: Expression & { kind: 'getline' }): Code {
    const { machine } = this;
    const source = node.source ? this.text(node.source) : constant('');
    const target = node.target ? this.place(node.target) : undefined;
    const { from } = node;
    return {
      *later() {
        const name = yield* valueOf(source);
        let record: string | null;
        if (from === 'input') record = yield* machine.nextRecord();
        else {
          const reader = from === 'file' ? machine.streams.file(name) : machine.streams.command(name);
          if (!reader) return -1;
          record = yield* reader.next(machine.recordSeparator);
          if (record !== null && from === 'command') machine.count();
        }
        if (record === null) return 0;
        const value = new InputText(record);
        if (target) (yield* valueOf(target)).set(value);
        else machine.setRecord(value);
        return 1;
      },
    };
  }
}

const unary: Readonly<Record<'!' | '-' | '+', (value: Value) => Value>> = {
  '!': (value) => (truth(value) ? 0 : 1),
  '-': (value) => -toNumber(value),
  '+': (value) => toNumber(value),
};

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
};

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
