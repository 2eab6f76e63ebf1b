/** Runs an awk program: BEGIN, each record through the rules, END. */
import type { Process, Syscall } from '../../host/index.ts';
import type { ToolRun } from '../tool/tool.ts';
import { Invocation, type AwkRun, type Code } from './code.ts';
import { StatementCompiler, type Ending } from './compile-statement.ts';
import { Machine } from './machine.ts';
import { AwkError, type AwkProgram, type Rule } from './syntax.ts';
import { InputText, type Cell, type Value } from './values.ts';

const DEPTH_MAX = 50_000; // of functions that call functions

/** The exit code. Throws AwkError after what was printed has gone out. */
export function* runAwk(p: Process, program: AwkProgram, args: readonly string[], assignments: readonly string[]): ToolRun {
  const machine = new Machine(p, args);
  for (const text of assignments) machine.assign(text);
  const compiler = new StatementCompiler(machine, program.functions);
  const functions = new Map<string, Code<Ending>>();
  for (const [name, definition] of program.functions) functions.set(name, compiler.body(definition));
  const run = new Run(machine, compiler, program.rules);
  try {
    yield* drive(machine, functions, run.whole());
  } catch (error) {
    if (error instanceof AwkError) yield* machine.streams.closeAll();
    throw error;
  }
  yield* machine.streams.closeAll();
  return machine.exitCode;
}

/** Functions run on a stack of our own. */
function* drive(machine: Machine, functions: ReadonlyMap<string, Code<Ending>>, main: AwkRun<void>): ToolRun<void> {
  const stack: Running[] = [{ run: main, frame: machine.frame }];
  let value: unknown;
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    // A call yields what is sent back to it; TypeScript's generators have one type for all of that.
    const step = advance(top.run, value, stack, machine);
    if (step.done) {
      stack.pop();
      if (stack.length > 0) {
        for (const cell of machine.frame) cell.forget();
        machine.frame = top.frame;
      }
      value = step.value;
    } else if (step.value instanceof Invocation) {
      if (stack.length > DEPTH_MAX) throw new AwkError('function call nesting too deep');
      stack.push({ run: invoke(machine, functions.get(step.value.name)!), frame: machine.frame });
      machine.frame = step.value.cells;
      value = undefined;
    } else value = yield step.value as Syscall;
  }
}

type Running = { readonly run: AwkRun<unknown>; readonly frame: readonly Cell[] };

function advance(run: Generator<unknown, unknown, unknown>, value: unknown, stack: Running[], machine: Machine): IteratorResult<unknown, unknown> {
  try {
    return run.next(value);
  } catch (error) {
    if (!(error instanceof Exit) || stack.length === 1) throw error;
    stack.length = 1;
    machine.frame = stack[0]!.frame;
    return (stack[0]!.run as Generator<unknown, unknown, unknown>).throw(error);
  }
}

function* invoke(machine: Machine, body: Code<Ending>): AwkRun<Value> {
  machine.returned = undefined;
  yield* machine.step();
  const ending = body.now ? body.now() : yield* body.later();
  if (ending === 'exit') throw new Exit();
  const { returned } = machine;
  machine.returned = undefined;
  return ending === 'return' ? returned : undefined;
}

/** `exit` within a function leaves all that called it. */
class Exit extends Error {
  override name = 'Exit';
}

class Run {
  private readonly machine: Machine;
  private readonly compiler: StatementCompiler;
  private readonly begins: Code<Ending>[];
  private readonly ends: Code<Ending>[];
  private readonly main: Code<Ending>[];

  constructor(machine: Machine, compiler: StatementCompiler, rules: readonly Rule[]) {
    this.machine = machine;
    this.compiler = compiler;
    const of = (kind: string) => rules.filter((rule) => rule.pattern.kind === kind).map((rule) => compiler.statement(rule.action!));
    this.begins = of('begin');
    this.ends = of('end');
    this.main = rules.filter(({ pattern }) => pattern.kind !== 'begin' && pattern.kind !== 'end').map((rule) => this.rule(rule));
  }

  *whole(): AwkRun<void> {
    try {
      const isOver = (yield* this.all(this.begins)) === 'exit';
      if (!isOver && (this.main.length > 0 || this.ends.length > 0)) yield* this.records();
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
    }
    try {
      yield* this.all(this.ends);
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
    }
  }

  private *all(codes: readonly Code<Ending>[]): AwkRun<Ending> {
    for (const code of codes) {
      const ending = code.now ? code.now() : yield* code.later();
      if (ending === 'exit') return ending;
    }
    return 'on';
  }

  private *records(): AwkRun<void> {
    const { machine, main } = this;
    for (;;) {
      const record = yield* machine.nextRecord();
      if (record === null) return;
      machine.setRecord(new InputText(record));
      yield* machine.step();
      for (const code of main) {
        const ending = code.now ? code.now() : yield* code.later();
        if (ending === 'exit') return;
        if (ending === 'nextfile') machine.skipFile();
        if (ending === 'next' || ending === 'nextfile') break;
      }
    }
  }

  private rule({ pattern, action }: Rule): Code<Ending> {
    const { compiler } = this;
    const body = compiler.statement(action ?? { kind: 'print', formatted: false, args: [], into: undefined });
    if (pattern.kind === 'when') return when(compiler.test(pattern.test), body);
    if (pattern.kind !== 'range') return body;
    const from = compiler.test(pattern.from);
    const to = compiler.test(pattern.to);
    let within = false;
    const selected: Code<boolean> = {
      *later() {
        if (!within) within = from.now ? from.now() : yield* from.later();
        if (!within) return false;
        within = !(to.now ? to.now() : yield* to.later());
        return true;
      },
    };
    return when(selected, body);
  }
}

function when(test: Code<boolean>, body: Code<Ending>): Code<Ending> {
  if (test.now && body.now) {
    const { now } = test;
    const then = body.now;
    return { now: () => (now() ? then() : 'on') };
  }
  return {
    *later() {
      if (!(test.now ? test.now() : yield* test.later())) return 'on';
      return body.now ? body.now() : yield* body.later();
    },
  };
}

