/** Filters that are put together from others and bring no names into reach. */
import { arithmetic } from './arithmetic.ts';
import { computed, type Node } from './machine.ts';
import { each } from './steps.ts';
import { compare, isTrue, JqError, type Value } from './value.ts';

export function pipe(left: Node, right: Node): Node {
  return (m, env, value, path, then) => m.evaluate(left, env, value, path, (given, at) => m.evaluate(right, env, given, at, then));
}

/** More would fill the memory of whoever looks at this world. */
const ITEMS_MAX = 4_000_000;

export function collect(body: Node | undefined): Node {
  return (m, env, value, path, then) => {
    const items: Value[] = [];
    if (!body) return m.emit(then, items, computed(path));
    const fork = m.fork(() => m.emit(then, items, computed(path)));
    m.evaluate(body, env, value, undefined, (item) => {
      if (items.length === ITEMS_MAX) throw new JqError('Array too large');
      items.push(item);
      m.keep(fork, item);
      m.backtrack();
    });
  };
}

export function objectNode(entries: readonly { key: Node; value: Node }[]): Node {
  return (m, env, value, path, then) => {
    const go = (i: number, made: ReadonlyMap<string, Value>): void => {
      const entry = entries[i];
      if (!entry) return m.emit(then, made, computed(path));
      m.evaluate(entry.key, env, value, undefined, (key) => {
        if (typeof key !== 'string') throw new JqError(`Object keys must be strings`);
        m.evaluate(entry.value, env, value, undefined, (member) => go(i + 1, new Map(made).set(key, member)));
      });
    };
    go(0, new Map());
  };
}

export function logical(decides: boolean, left: Node, right: Node): Node {
  return each(left, (m, a, env, value, path, then) => {
    if (isTrue(a) === decides) return m.emit(then, decides, computed(path));
    m.evaluate(right, env, value, undefined, (b) => m.emit(then, isTrue(b), computed(path)));
  });
}

export function alternative(left: Node, right: Node): Node {
  return (m, env, value, path, then) => {
    let found = false;
    m.fork(() => (found ? m.backtrack() : m.evaluate(right, env, value, path, then)));
    m.evaluate(left, env, value, path, (given, at) => {
      if (!isTrue(given)) return m.backtrack();
      found = true;
      m.emit(then, given, at);
    });
  };
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const BYTES_MOVED_A_STEP = 500;

/** The right side varies slowest, as in jq. */
export function operation(operator: string, left: Node, right: Node): Node {
  const holds = comparisons[operator];
  const compute = holds ? (a: Value, b: Value) => holds(compare(a, b)) : (a: Value, b: Value) => arithmetic(operator, a, b);
  return each(right, (m, b, env, value, path, then) => m.evaluate(left, env, value, undefined, (a) => {
      const made = compute(a, b);
      m.spend(made, BYTES_MOVED_A_STEP);
      m.emit(then, made, computed(path));
    }));
}

/** Runs with one variable less in reach. */
export function shifted(node: Node): Node {
  return (m, env, value, path, then) => m.evaluate(node, env?.parent, value, path, then);
}

export function attempt(body: Node, handler: Node | undefined): Node {
  return (m, env, value, path, then) => {
    const mark = m.guard((error) => {
      if (!handler) return m.backtrack();
      m.evaluate(handler, env, error.value, undefined, (given) => m.emit(then, given, computed(path)));
    });
    m.evaluate(body, env, value, path, (given, at) => {
      m.leave(mark);
      m.emit(then, given, at);
    });
  };
}
