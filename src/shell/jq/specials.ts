/** Functions that are more than values in, value out: those that take paths, cut short, or reach outside. */
import { computed, extend, nowhere, pathKeys, rootPath, type Continuation, type Machine, type Node, type Path } from './machine.ts';
import { getPath } from './paths.ts';
import { each, iterate } from './steps.ts';
import { isArray, isNumber, isTrue, JqError, toJson, type Value } from './value.ts';

type Special = (args: readonly Node[]) => Node;

export const specials: Readonly<Record<string, Special>> = {
  'empty/0': () => (m) => m.backtrack(),
  'error/0': () => (_m, _env, value) => {
    throw new JqError(value);
  },
  'error/1': ([message]) =>
    each(message!, (_m, value) => {
      throw new JqError(value);
    }),
  'not/0': () => (m, _env, value, path, then) => m.emit(then, !isTrue(value), computed(path)),
  'path/1':
    ([body]) =>
    (m, env, value, path, then) =>
      m.evaluate(body!, env, value, rootPath, (given, at) => m.emit(then, pathKeys(at, given), computed(path))),
  'getpath/1': ([keys]) =>
    each(keys!, (m, given, _env, value, path, then) => {
      if (!isArray(given)) throw new JqError('Path must be specified as an array');
      let at: Path = path;
      for (const key of given) at = extend(at, key, value);
      m.emit(then, getPath(value, given), at);
    }),
  'select/1': ([test]) => each(test!, (m, given, _env, value, path, then) => (isTrue(given) ? m.emit(then, value, path) : m.backtrack())),
  'recurse/0': () => (m, _env, value, path, then) => descend(m, value, path, then),
  'range/1': ([to]) => each(to!, (m, end, _env, _value, path, then) => count(m, 0, end, 1, (value) => m.emit(then, value, computed(path)))),
  'range/2': ([from, to]) => each(from!, (m, start, env, value, path, then) => m.evaluate(to!, env, value, undefined, (end) => count(m, start, end, 1, (given) => m.emit(then, given, computed(path))))),
  'range/3': ([from, to, by]) =>
    each(from!, (m, start, env, value, path, then) =>
      m.evaluate(to!, env, value, undefined, (end) => m.evaluate(by!, env, value, undefined, (step) => count(m, start, end, step, (given) => m.emit(then, given, computed(path))))),
    ),
  'first/1': ([body]) => take(body!, () => 1),
  'limit/2': ([most, body]) => each(most!, (m, given, env, value, path, then) => take(body!, () => Number(given))(m, env, value, path, then)),
  'isempty/1':
    ([body]) =>
    (m, env, value, path, then) => {
      const height = m.height;
      m.fork(() => m.emit(then, true, computed(path)));
      m.evaluate(body!, env, value, undefined, () => {
        m.cut(height);
        m.emit(then, false, computed(path));
      });
    },
  'input/0': () => (m, _env, _value, path, then) => {
    m.wanted = (value) => {
      if (value === undefined) throw new JqError('No more inputs');
      m.emit(then, value, computed(path));
    };
  },
  'inputs/0': () => (m, _env, _value, path, then) => rest(m, path, then),
  'debug/0': () => (m, _env, value, path, then) => {
    m.options.message(`${toJson(['DEBUG:', value])}\n`);
    m.emit(then, value, path);
  },
  'debug/1':
    ([message]) =>
    (m, env, value, path, then) => {
      m.fork(() => m.emit(then, value, path));
      m.evaluate(message!, env, value, undefined, (given) => {
        m.options.message(`${toJson(['DEBUG:', given])}\n`);
        m.backtrack();
      });
    },
  'stderr/0': () => (m, _env, value, path, then) => {
    m.options.message(toJson(value));
    m.emit(then, value, path);
  },
  'input_line_number/0': () => (m, _env, _value, path, then) => m.emit(then, m.options.lineNumber(), computed(path)),
  'input_filename/0': () => (m, _env, _value, path, then) => m.emit(then, m.options.fileName(), computed(path)),
  'env/0': () => (m, _env, _value, path, then) => m.emit(then, m.options.env, computed(path)),
};

/** All the inputs that are left. */
function rest(m: Machine, path: Path, then: Continuation): void {
  m.wanted = (given) => {
    if (given === undefined) return m.backtrack();
    m.fork(() => rest(m, path, then));
    m.emit(then, given, computed(path));
  };
}

/** A value, then all that is in it. */
function descend(m: Machine, value: Value, path: Path, then: Continuation): void {
  if (value !== null && typeof value === 'object') m.fork(() => (path === nowhere ? extend(path, null, value) : iterate(m, value, path, (inner, at) => descend(m, inner, at, then))));
  m.emit(then, value, path);
}

function count(m: Machine, from: Value, to: Value, by: Value, give: (value: number) => void): void {
  if (!isNumber(from) || !isNumber(to) || !isNumber(by)) throw new JqError('Range bounds must be numeric');
  const [start, end, step] = [Number(from), Number(to), Number(by)];
  const go = (at: number): void => {
    if (step > 0 ? at >= end : step < 0 ? at <= end : at >= end) return m.backtrack();
    m.fork(() => go(at + step));
    give(at);
  };
  go(start);
}

/** No more than so many answers: the rest is never asked for. */
function take(body: Node, most: () => number): Node {
  return (m, env, value, path, then) => {
    const limit = most();
    if (limit <= 0) return m.backtrack();
    const height = m.height;
    let seen = 0;
    m.evaluate(body, env, value, path, (given, at) => {
      if (++seen >= limit) m.cut(height);
      m.emit(then, given, at);
    });
  };
}
