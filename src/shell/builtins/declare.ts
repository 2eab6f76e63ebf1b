/** declare, typeset, local, export, readonly: variables with their attributes. */
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { assignList } from '../interpreter/assign-list.ts';
import { exportedText, functionText } from '../interpreter/call-stack.ts';
import { complain, words } from '../interpreter/complain.ts';
import { assignText } from '../interpreter/assign.ts';
import { setElement } from '../interpreter/parameters.ts';
import { ReadonlyError, type Variable } from '../interpreter/variables.ts';
import { inHashOrder } from '../language/hash-order.ts';
import { doubleQuote, quoteKey } from '../language/quote-for-shell.ts';
import { print, refuse, wrongOption } from './output.ts';

interface Attributes {
  readonly on: string;
  readonly off: string;
  readonly names: readonly string[];
}

export const declare: Builtin = (sh, args) => run(sh, 'declare', args, '');
export const local: Builtin = function* (sh, args) {
  if (!sh.inFunction) return yield* refuse(sh, 'local', sh.isBash ? 'can only be used in a function' : 'not in a function', sh.isBash ? 1 : 2);
  return yield* run(sh, 'local', args, '');
};
export const exportVariables: Builtin = (sh, args) => run(sh, 'export', args, 'x');
export const readonlyVariables: Builtin = (sh, args) => run(sh, 'readonly', args, 'r');

const usage: Readonly<Record<string, string>> = {
  declare: '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]',
  local: '[option] name[=value] ...',
  export: '[-fn] [name[=value] ...] or export -p',
  readonly: '[-aAf] [name[=value] ...] or readonly -p',
};

function* run(sh: Shell, builtin: string, args: readonly string[], always: string): Run<number> {
  const parsed = parse(args);
  const wrong = [...parsed.on, ...parsed.off].find((letter) => !'aAcfFgiIlnrtuxp'.includes(letter));
  if (wrong) return yield* wrongOption(sh, builtin, `-${wrong}`, usage[builtin]!);
  const on = parsed.on + always;
  if (parsed.on.includes('f') || parsed.on.includes('F')) return yield* functions(sh, parsed, builtin);
  if (parsed.names.length === 0) {
    if (builtin === 'local' && sh.frames.at(-1)?.options) yield* print(sh, 'local -\n');
    yield* print(sh, listing(sh, builtin, on.replace('p', '')));
    return 0;
  }
  if (parsed.on.includes('p')) return yield* show(sh, builtin, parsed.names);
  let status = 0;
  for (const name of parsed.names) {
    const one = yield* declareOne(sh, builtin, name, on, parsed.off);
    if (one !== 0) status = one;
  }
  return status;
}

function parse(args: readonly string[]): Attributes {
  let on = '';
  let off = '';
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (/^-./.test(arg)) on += arg.slice(1);
    else if (/^\+./.test(arg)) off += arg.slice(1);
    else break;
  }
  return { on, off, names: args.slice(i) };
}

function* declareOne(sh: Shell, builtin: string, text: string, on: string, off: string): Run<number> {
  if (text === '-' && builtin === 'local' && sh.isBash) {
    sh.frames.at(-1)!.options ??= new Set(sh.options);
    return 0;
  }
  const match = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(?:(\+?)=(.*))?$/s.exec(text);
  if (!match) {
    yield* complain(sh, sh.isBash ? `${builtin}: \`${text}': not a valid identifier` : `${builtin}: ${text.split('=')[0]!}: bad variable name`);
    return sh.isBash ? 1 : 2;
  }
  const [, name = '', index, plus, value] = match;
  const isLocal = builtin === 'local' || (builtin === 'declare' && sh.inFunction && !on.includes('g'));
  try {
    if (isLocal) sh.variables.makeLocal(name);
    const list = sh.listArguments.get(name);
    if (builtin === 'export' && on.includes('n')) {
      sh.variables.declare(name).exported = false;
      return 0;
    }
    if (on.includes('n') && value !== undefined) {
      if (value === name) return yield* refuse(sh, builtin, `${name}: nameref variable self references not allowed`);
      const reference = sh.variables.declare(name);
      reference.reference = true;
      reference.value = value;
      return 0;
    }
    setKind(sh, name, on, off);
    if (list) assignList(sh, name, list, plus === '+');
    else if (value !== undefined && index !== undefined) setElement(sh, name, index, value);
    else if (value !== undefined) yield* assignText(sh, name, value, plus === '+');
    setAttributes(sh, name, on, off);
  } catch (error) {
    if (!(error instanceof ReadonlyError)) throw error;
    yield* complain(sh, sh.isBash && builtin !== 'export' && builtin !== 'readonly' ? `${builtin}: ${error.message}` : words(sh).readOnly(name));
    return sh.isBash ? 1 : 2;
  }
  return 0;
}

/** What decides how a value is taken, before the value. */
function setKind(sh: Shell, name: string, on: string, off: string): void {
  const needs = /[aAciltuIn]/.test(on) || off !== '';
  if (!needs) return;
  const variable = sh.variables.declare(name);
  if (variable.readonly) return;
  if (on.includes('a')) variable.list ??= new Map(variable.value === undefined ? [] : [[0, variable.value]]);
  if (on.includes('A')) variable.map ??= new Map();
  if (variable.list || variable.map) variable.value = undefined;
  if (on.includes('i')) variable.integer = true;
  if (on.includes('n')) variable.reference = true;
  if (off.includes('i')) variable.integer = false;
  if (on.includes('l')) variable.letters = 'lower';
  if (on.includes('u')) variable.letters = 'upper';
  if (on.includes('c')) variable.letters = 'capital';
  if (on.includes('t')) variable.traced = true;
  if (off.includes('n')) variable.reference = false;
}

function setAttributes(sh: Shell, name: string, on: string, off: string): void {
  if (on.includes('x')) sh.variables.export(name);
  const variable = sh.variables.declare(name);
  if (off.includes('x')) variable.exported = false;
  if (on.includes('r')) variable.readonly = true;
}

function describe(name: string, variable: Variable): string {
  const letters =
    (variable.list ? 'a' : '') +
    (variable.map ? 'A' : '') +
    (variable.integer ? 'i' : '') +
    (variable.reference ? 'n' : '') +
    (variable.readonly ? 'r' : '') +
    (variable.traced ? 't' : '') +
    (variable.exported ? 'x' : '') +
    (variable.letters === 'lower' ? 'l' : variable.letters === 'upper' ? 'u' : variable.letters === 'capital' ? 'c' : '');
  const head = `declare -${letters || '-'} ${name}`;
  if (variable.list) return `${head}=(${[...variable.list].sort(([a], [b]) => a - b).map(([i, v]) => `[${i}]=${doubleQuote(v)}`).join(' ')})\n`;
  if (variable.map) return `${head}=(${inHashOrder(variable.map).map(([k, v]) => `[${quoteKey(k)}]=${doubleQuote(v)} `).join('')})\n`;
  return variable.value === undefined ? `${head}\n` : `${head}=${doubleQuote(variable.value)}\n`;
}

function listing(sh: Shell, builtin: string, on: string): string {
  let text = '';
  for (const name of sh.variables.names()) {
    const variable = sh.variables.itself(name);
    if (!variable || (on.includes('n') && !variable.reference) || (on.includes('x') && !variable.exported) || (on.includes('r') && !variable.readonly)) continue;
    if ((on.includes('a') && !variable.list) || (on.includes('A') && !variable.map)) continue;
    if (builtin === 'local' && !sh.variables.isLocal(name)) continue;
    if (sh.isBash) text += describe(name, variable);
    else text += `${builtin} ${name}${variable.value === undefined ? '' : `='${variable.value.replaceAll("'", `'"'"'`)}'`}\n`;
  }
  return text;
}

function* show(sh: Shell, builtin: string, names: readonly string[]): Run<number> {
  let status = 0;
  for (const name of names) {
    const variable = sh.variables.itself(name);
    if (variable) yield* print(sh, describe(name, variable));
    else status = yield* refuse(sh, builtin, `${name}: not found`);
  }
  return status;
}

/** declare -f and -F. */
function* functions(sh: Shell, { on, names }: Attributes, builtin: string): Run<number> {
  let status = 0;
  const exporting = builtin === 'export' || on.includes('x');
  for (const name of names.length > 0 ? names : [...sh.functions.keys()].sort()) {
    const fn = sh.functions.get(name);
    if (exporting && names.length === 0) {
      if (fn && sh.variables.exportsFunction(name)) yield* print(sh, `${functionText(name, fn)}declare -fx ${name}\n`);
    } else if (!fn) status = builtin === 'export' ? yield* refuse(sh, builtin, `${name}: not a function`) : 1;
    else if (exporting) sh.variables.exportFunction(name, on.includes('n') ? undefined : exportedText(fn));
    else if (on.includes('F')) yield* print(sh, names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else yield* print(sh, functionText(name, fn));
  }
  return status;
}
