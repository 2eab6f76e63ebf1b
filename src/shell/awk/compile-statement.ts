/** Statements of awk as functions that answer how they ended. */
import type { AwkRun, Code } from './code.ts';
import { constant, every, map, map2, valueOf } from './code.ts';
import { ExpressionCompiler } from './compile-expression.ts';
import { sprintf } from './format.ts';
import type { FunctionDefinition, Statement } from './syntax.ts';
import { toNumber, type Value } from './values.ts';

/** What a statement asks of those around it. */
export type Ending = 'on' | 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return';

export class StatementCompiler extends ExpressionCompiler {
  body(definition: FunctionDefinition): Code<Ending> {
    this.scope = new Map(definition.parameters.map((name, i) => [name, i]));
    const code = this.statement(definition.body);
    this.scope = new Map();
    return code;
  }

  statement(node: Statement): Code<Ending> {
    switch (node.kind) {
      case 'expression':
        return map(this.expression(node.value), () => 'on' as const);
      case 'print':
        return this.print(node);
      case 'block':
        return sequence(node.body.map((one) => this.statement(one)));
      case 'if':
        return this.choose(node);
      case 'loop':
        return this.loop(node);
      case 'each':
        return this.each(node);
      case 'delete': {
        const elements = this.elements(node.array);
        if (!node.subscripts) return map(constant(0), () => (elements().clear(), 'on' as const));
        return map(this.subscript(node.subscripts), (key) => (elements().delete(key), 'on' as const));
      }
      case 'leave':
        return constant(node.how);
      case 'exit':
        return map(node.value ? this.expression(node.value) : constant(undefined), (value) => {
          if (node.value) this.machine.exitCode = toNumber(value) & 0xff;
          return 'exit' as const;
        });
      case 'return':
        return map(node.value ? this.expression(node.value) : constant(undefined), (value) => {
          this.machine.returned = value;
          return 'return' as const;
        });
    }
  }

  private print(node: Statement & { kind: 'print' }): Code<Ending> {
    const { machine } = this;
    const args = every(node.args.map((arg) => this.expression(arg)));
    const line = map(args, (values) => {
      if (node.formatted) return sprintf(machine.text(values[0]), values.slice(1), machine.numbers);
      const shown = values.length === 0 ? machine.text(machine.record.field(0)) : values.map((value: Value) => machine.printed(value)).join(machine.outputSeparator);
      return shown + machine.outputEnd;
    });
    const { into } = node;
    if (into) {
      return map2(line, this.text(into.to), (text, name) => {
        machine.streams.printTo(into.how, name, text);
        return 'on' as const;
      });
    }
    return map(line, (text) => {
      machine.streams.print(text);
      return 'on' as const;
    });
  }

  private choose(node: Statement & { kind: 'if' }): Code<Ending> {
    const test = this.test(node.test);
    const then = this.statement(node.then);
    const otherwise: Code<Ending> = node.otherwise ? this.statement(node.otherwise) : constant('on');
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

  private loop(node: Statement & { kind: 'loop' }): Code<Ending> {
    const { machine } = this;
    const first = node.first && this.statement(node.first);
    const test: Code<boolean> = node.test ? this.test(node.test) : constant(true);
    const step = node.step && this.statement(node.step);
    const body = this.statement(node.body);
    return {
      *later() {
        if (first) yield* valueOf(first);
        let tested = node.bodyFirst;
        for (;;) {
          if (!tested && !(test.now ? test.now() : yield* test.later())) return 'on';
          tested = false;
          if (machine.isDue) yield* machine.step();
          else machine.countStep();
          const ending = body.now ? body.now() : yield* body.later();
          if (ending === 'break') return 'on';
          if (ending !== 'on' && ending !== 'continue') return ending;
          if (step) yield* valueOf(step);
        }
      },
    };
  }

  private each(node: Statement & { kind: 'each' }): Code<Ending> {
    const { machine } = this;
    const elements = this.elements(node.array);
    const place = this.place({ kind: 'variable', name: node.variable });
    const body = this.statement(node.body);
    return {
      *later() {
        for (const key of [...elements().keys()]) {
          yield* machine.step();
          (yield* valueOf(place)).set(key);
          const ending = body.now ? body.now() : yield* body.later();
          if (ending === 'break') return 'on';
          if (ending !== 'on' && ending !== 'continue') return ending;
        }
        return 'on';
      },
    };
  }
}

function sequence(codes: readonly Code<Ending>[]): Code<Ending> {
  if (codes.length === 1) return codes[0]!;
  if (codes.every((code) => code.now)) {
    return {
      now: () => {
        for (const code of codes) {
          const ending = code.now!();
          if (ending !== 'on') return ending;
        }
        return 'on';
      },
    };
  }
  return {
    *later(): AwkRun<Ending> {
      for (const code of codes) {
        const ending = code.now ? code.now() : yield* code.later();
        if (ending !== 'on') return ending;
      }
      return 'on';
    },
  };
}
