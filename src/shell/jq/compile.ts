/** Makes filters ready to run: names become distances in the chain of what is in reach. */
import { bindPattern, namesOf } from './destructure.ts';
import { formatText } from './formats.ts';
import { computed, extend, type Env, type Machine, type Node, type Path } from './machine.ts';
import { natives } from './natives.ts';
import { alternative, attempt, collect, logical, objectNode, operation, pipe, shifted } from './nodes.ts';
import { getKey, slice } from './paths.ts';
import { definitionOf } from './prelude.ts';
import { specials } from './specials.ts';
import { each, iterate } from './steps.ts';
import { CompileError, type Definition, type Filter, type Pattern } from './syntax.ts';
import { JqError, isNumber, isTrue, described, type Value } from './value.ts';

interface Scope {
  readonly kind: 'variable' | 'function' | 'parameter' | 'label';
  readonly name: string;
  readonly definition?: Definition;
  readonly parent: Scope | undefined;
}

/** A filter with what is in its reach. */
interface Closure {
  readonly node: Node;
  readonly env: Env | undefined;
}

function bind(env: Env | undefined, slot: unknown): Env {
  return { slot, parent: env };
}

function reach(env: Env | undefined, distance: number): Env {
  let at = env!;
  for (let i = distance; i > 0; i--) at = at.parent!;
  return at;
}

export function compile(filter: Filter, scope: Scope | undefined): Node {
  switch (filter.kind) {
    case 'identity':
      return (m, _env, value, path, then) => m.emit(then, value, path);
    case 'literal': {
      const { value } = filter;
      return (m, _env, _value, path, then) => m.emit(then, value, computed(path));
    }
    case 'text':
      return text(filter, scope);
    case 'format': {
      const { name } = filter;
      return (m, _env, value, path, then) => m.emit(then, formatText(name, value), computed(path));
    }
    case 'index': {
      const target = compile(filter.target, scope);
      return each(compile(filter.key, scope), (m, key, env, value, path, then) => m.evaluate(target, env, value, path, (from, at) => m.emit(then, getKey(from, key), extend(at, key, from))));
    }
    case 'slice':
      return sliceNode(filter, scope);
    case 'iterate': {
      const target = compile(filter.target, scope);
      return (m, env, value, path, then) => m.evaluate(target, env, value, path, (from, at) => iterate(m, from, at, then));
    }
    case 'array':
      return collect(filter.body ? compile(filter.body, scope) : undefined);
    case 'object':
      return objectNode(filter.entries.map(({ key, value }) => ({ key: compile(key, scope), value: compile(value, scope) })));
    case 'negative':
      return each(compile(filter.value, scope), (m, value, _env, _input, path, then) => {
        if (!isNumber(value)) throw new JqError(`${described(value)} cannot be negated`);
        m.emit(then, typeof value === 'bigint' ? -value : -value, computed(path));
      });
    case 'pipe':
      return pipe(compile(filter.left, scope), compile(filter.right, scope));
    case 'comma': {
      const left = compile(filter.left, scope);
      const right = compile(filter.right, scope);
      return (m, env, value, path, then) => {
        m.fork(() => m.evaluate(right, env, value, path, then));
        m.evaluate(left, env, value, path, then);
      };
    }
    case 'and':
    case 'or':
      return logical(filter.kind === 'or', compile(filter.left, scope), compile(filter.right, scope));
    case 'alternative':
      return alternative(compile(filter.left, scope), compile(filter.right, scope));
    case 'operator':
      return operation(filter.operator, compile(filter.left, scope), compile(filter.right, scope));
    case 'update':
      return assignment(filter, scope);
    case 'if': {
      const yes = compile(filter.then, scope);
      const no = compile(filter.otherwise, scope);
      return each(compile(filter.test, scope), (m, test, env, value, path, then) => m.evaluate(isTrue(test) ? yes : no, env, value, path, then));
    }
    case 'try':
      return attempt(compile(filter.body, scope), filter.handler && compile(filter.handler, scope));
    default:
      return binding(filter, scope);
  }
}

/** Filters that bring names into reach, and those that use them. */
function binding(filter: Filter, scope: Scope | undefined): Node {
  switch (filter.kind) {
    case 'reduce':
      return reduce(filter, scope);
    case 'foreach':
      return foreach(filter, scope);
    case 'as': {
      const source = compile(filter.source, scope);
      const body = destructuring(filter.patterns, scope, (inner) => compile(filter.body, inner));
      return each(source, (m, given, env, value, path, then) => body(m, env, given, (bound, node) => m.evaluate(node, bound, value, path, then)));
    }
    case 'define':
      return define(filter.definition, filter.rest, scope);
    case 'call':
      return call(filter, scope);
    case 'variable':
      return variable(filter.name, filter.line, scope);
    case 'label': {
      const body = compile(filter.body, { kind: 'label', name: filter.name, parent: scope });
      return (m, env, value, path, then) => m.evaluate(body, bind(env, m.height), value, path, then);
    }
    case 'break': {
      const distance = find(scope, (s) => s.kind === 'label' && s.name === filter.name);
      if (distance < 0) throw new CompileError(`$*label-${filter.name} is not defined`, filter.line);
      return (m, env) => {
        m.cut(reach(env, distance).slot as number);
        m.backtrack();
      };
    }
    default:
      throw new Error(`jq: no such filter ${filter.kind}`);
  }
}

function sliceNode(filter: Filter & { kind: 'slice' }, scope: Scope | undefined): Node {
  const none: Node = (m, _env, _value, _path, then) => m.emit(then, null, undefined);
  const target = compile(filter.target, scope);
  const from = filter.from ? compile(filter.from, scope) : none;
  const to = filter.to ? compile(filter.to, scope) : none;
  return each(to, (m, end, env, value, path, then) =>
    m.evaluate(from, env, value, undefined, (start) =>
      m.evaluate(target, env, value, path, (given, at) => m.emit(then, slice(given, start, end), extend(at, new Map([['start', start], ['end', end]]), given))),
    ),
  );
}

function text(filter: Filter & { kind: 'text' }, scope: Scope | undefined): Node {
  const parts = filter.parts.map((part) => (typeof part === 'string' ? part : compile(part, scope)));
  const format = filter.format ?? '@text';
  return (m, env, value, path, then) => {
    const go = (i: number, made: string): void => {
      const part = parts[i];
      if (part === undefined) return m.emit(then, made, computed(path));
      if (typeof part === 'string') return go(i + 1, made + part);
      m.evaluate(part, env, value, undefined, (given) => go(i + 1, made + formatText(format, given)));
    };
    go(0, '');
  };
}

/** An update is a call of what the prelude says it means. */
function assignment(filter: Filter & { kind: 'update' }, scope: Scope | undefined): Node {
  const { operator, left, right } = filter;
  if (operator === '|=') return callNamed('_modify', [left, right], scope);
  if (operator === '=') return callNamed('_assign', [left, right], scope);
  const given: Filter = { kind: 'variable', name: 'given', line: 1 };
  const identity: Filter = { kind: 'identity' };
  const changed: Filter = operator === '//=' ? { kind: 'alternative', left: identity, right: given } : { kind: 'operator', operator: operator.slice(0, -1), left: identity, right: given };
  const inner: Scope = { kind: 'variable', name: 'given', parent: scope };
  // The left side is read where `given` is not in reach, so that it may have a variable of that name.
  const modify = callWith('_modify', [(s) => shifted(compile(left, s?.parent)), (s) => compile(changed, s)], inner);
  return each(compile(right, scope), (m, value, env, input, path, then) => m.evaluate(modify, bind(env, value), input, path, then));
}

type Bound = (m: Machine, env: Env | undefined, given: Value, use: (env: Env | undefined, node: Node) => void) => void;

/** With `?//`, an error of the body too makes the next pattern have its turn. All patterns bring all names. */
function destructuring(patterns: readonly Pattern[], scope: Scope | undefined, body: (scope: Scope | undefined) => Node): Bound {
  const names = [...new Set(patterns.flatMap(namesOf))];
  const inner = names.reduce<Scope | undefined>((parent, name) => ({ kind: 'variable', name, parent }), scope);
  const node = body(inner);
  const readers = patterns.map((pattern) => bindPattern(pattern, (filter, known) => compile(filter, known.reduce<Scope | undefined>((parent, name) => ({ kind: 'variable', name, parent }), scope))));
  return (m, env, given, use) => {
    const go = (i: number): void => {
      if (i + 1 < readers.length) m.guard(() => go(i + 1));
      readers[i]!(m, env, given, (values) => use(names.reduce<Env | undefined>((parent, name) => bind(parent, values.get(name) ?? null), env), node));
    };
    go(0);
  };
}

function reduce(filter: Filter & { kind: 'reduce' }, scope: Scope | undefined): Node {
  const source = compile(filter.source, scope);
  const init = compile(filter.init, scope);
  const update = destructuring(filter.patterns, scope, (inner) => compile(filter.update, inner));
  return (m, env, value, path, then) =>
    m.evaluate(init, env, value, path, (first, at) => {
      let state: { value: Value; path: Path } = { value: first, path: at };
      m.fork(() => m.emit(then, state.value, state.path));
      m.evaluate(source, env, value, undefined, (item) =>
        update(m, env, item, (bound, node) => {
          const before = state;
          state = { value: null, path: computed(path) };
          m.evaluate(node, bound, before.value, before.path, (next, nextPath) => {
            state = { value: next, path: nextPath };
            m.backtrack();
          });
        }),
      );
    });
}

function foreach(filter: Filter & { kind: 'foreach' }, scope: Scope | undefined): Node {
  const source = compile(filter.source, scope);
  const init = compile(filter.init, scope);
  const { extract } = filter;
  let shownNode: Node | undefined;
  const update = destructuring(filter.patterns, scope, (inner) => {
    shownNode = extract && compile(extract, inner);
    return compile(filter.update, inner);
  });
  return (m, env, value, path, then) =>
    m.evaluate(init, env, value, path, (first, at) => {
      let state: { value: Value; path: Path } = { value: first, path: at };
      m.evaluate(source, env, value, undefined, (item) =>
        update(m, env, item, (bound, node) => {
          const before = state;
          state = { value: null, path: computed(path) };
          m.evaluate(node, bound, before.value, before.path, (next, nextPath) => {
            state = { value: next, path: nextPath };
            if (shownNode) m.evaluate(shownNode, bound, next, nextPath, then);
            else m.emit(then, next, nextPath);
          });
        }),
      );
    });
}

function define(definition: Definition, rest: Filter, scope: Scope | undefined): Node {
  const inner: Scope = { kind: 'function', name: definition.name, definition, parent: scope };
  const body = functionBody(definition, inner);
  const node = compile(rest, inner);
  return (m, env, value, path, then) => m.evaluate(node, bind(env, body), value, path, then);
}

/** The body with the parameters in reach: of one that is wanted as values, the filter and the variable. */
function functionBody(definition: Definition, scope: Scope): Node {
  let inner: Scope | undefined = scope;
  for (const parameter of definition.parameters) {
    const name = parameter.replace('$', '');
    inner = { kind: 'parameter', name, parent: inner };
    if (parameter !== name) inner = { kind: 'variable', name, parent: inner };
  }
  return compile(definition.body, inner);
}

function find(scope: Scope | undefined, wanted: (scope: Scope) => boolean): number {
  let distance = 0;
  for (let at = scope; at; at = at.parent, distance++) if (wanted(at)) return distance;
  return -1;
}

function variable(name: string, line: number, scope: Scope | undefined): Node {
  const distance = find(scope, (s) => s.kind === 'variable' && s.name === name);
  if (distance >= 0) return (m, env, _value, path, then) => m.emit(then, reach(env, distance).slot as Value, computed(path));
  if (name === 'ENV') return (m, _env, _value, path, then) => m.emit(then, m.options.env, computed(path));
  if (name === '__prog_args') return (m, _env, _value, path, then) => m.emit(then, m.options.named, computed(path));
  throw new CompileError(`$${name} is not defined`, line);
}

function call(filter: Filter & { kind: 'call' }, scope: Scope | undefined): Node {
  const { name, args, line } = filter;
  const arity = args.length;
  const distance = find(scope, (s) => s.name === name && ((s.kind === 'parameter' && arity === 0) || (s.kind === 'function' && s.definition!.parameters.length === arity)));
  if (distance < 0) return callNamed(name, args, scope, line);
  let found = scope!;
  for (let i = 0; i < distance; i++) found = found.parent!;
  if (found.kind === 'parameter') {
    return (m, env, value, path, then) => {
      const closure = reach(env, distance).slot as Closure;
      m.evaluate(closure.node, closure.env, value, path, then);
    };
  }
  const given = args.map((arg) => argument(arg, scope));
  return enter(found.definition!, given, (env) => {
    const home = reach(env, distance);
    return { node: home.slot as Node, env: home };
  });
}

type Argument = { readonly node: Node; readonly closure: (env: Env | undefined) => Closure };

/** A parameter that is only handed on goes as it is, so that a recursion does not pile up. */
function argument(filter: Filter, scope: Scope | undefined): Argument {
  const node = compile(filter, scope);
  const distance = filter.kind === 'call' && filter.args.length === 0 ? find(scope, (s) => s.name === filter.name && (s.kind === 'parameter' || (s.kind === 'function' && s.definition!.parameters.length === 0))) : -1;
  let found = scope;
  for (let i = 0; i < distance; i++) found = found?.parent;
  if (distance >= 0 && found?.kind === 'parameter') return { node, closure: (env) => reach(env, distance).slot as Closure };
  return { node, closure: (env) => ({ node, env }) };
}

function enter(definition: Definition, args: readonly Argument[], home: (env: Env | undefined) => Closure): Node {
  const { parameters } = definition;
  return (m, env, value, path, then) => {
    const { node, env: start } = home(env);
    const go = (i: number, inner: Env | undefined): void => {
      const arg = args[i];
      if (!arg) return m.evaluate(node, inner, value, path, then);
      if (!parameters[i]!.startsWith('$')) return go(i + 1, bind(inner, arg.closure(env)));
      m.evaluate(arg.node, env, value, undefined, (given) => {
        const constant: Node = (machine, _env, _value, at, next) => machine.emit(next, given, computed(at));
        go(i + 1, bind(bind(inner, { node: constant, env: undefined } satisfies Closure), given));
      });
    };
    go(0, start);
  };
}

function callNamed(name: string, args: readonly Filter[], scope: Scope | undefined, line = 1): Node {
  return callWith(name, args.map((arg) => (s: Scope | undefined) => compile(arg, s)), scope, line, args);
}

/** What comes with jq: natives over values, filters of our own making, definitions of the prelude. */
function callWith(name: string, args: readonly ((scope: Scope | undefined) => Node)[], scope: Scope | undefined, line = 1, filters: readonly Filter[] = []): Node {
  const key = `${name}/${args.length}`;
  const special = specials[key];
  if (special) return special(args.map((arg) => arg(scope)));
  const native = natives[key];
  if (native) return callNative(native, args.map((arg) => arg(scope)));
  const definition = definitionOf(key);
  if (!definition) throw new CompileError(`${key} is not defined`, line);
  const given = filters.length > 0 ? filters.map((filter) => argument(filter, scope)) : args.map((arg) => own(arg(scope)));
  return enter(definition, given, () => preludeClosure(key, definition));
}

function own(node: Node): Argument {
  return { node, closure: (env) => ({ node, env }) };
}

const prelude = new Map<string, Closure>();

function preludeClosure(key: string, definition: Definition): Closure {
  let closure = prelude.get(key);
  if (!closure) {
    const env: Env = { slot: undefined, parent: undefined };
    const node = functionBody(definition, { kind: 'function', name: definition.name, definition, parent: undefined });
    env.slot = node;
    closure = { node, env };
    prelude.set(key, closure);
  }
  return closure;
}

function callNative(native: (input: Value, args: readonly Value[], m: Machine) => Value, args: readonly Node[]): Node {
  return (m, env, value, path, then) => {
    const go = (i: number, given: readonly Value[]): void => {
      const arg = args[i];
      if (!arg) {
        const made = native(value, given, m);
        m.spend(value);
        m.spend(made);
        return m.emit(then, made, computed(path));
      }
      m.evaluate(arg, env, value, undefined, (one) => go(i + 1, [...given, one]));
    };
    go(0, []);
  };
}

