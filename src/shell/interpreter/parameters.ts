/** The values of parameters by name: variables, positional and special ones, arrays with their subscripts. */
import { civilTime } from '../../base/index.ts';
import { inHashOrder } from '../language/hash-order.ts';
import { ArithmeticError, evaluateArithmetic, type ArithmeticVariables } from '../language/arithmetic.ts';
import { callStack, commandText } from './call-stack.ts';
import { largest } from '../tool/many.ts';
import { currentLine } from './complain.ts';
import type { Shell } from './shell.ts';

/** A parameter's value: one text, or many from $@, $* and whole arrays. Undefined: not set. */
export type Value = string | readonly string[] | undefined;

export function parameter(sh: Shell, name: string, depth = 0): Value {
  const first = name.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    const n = Number(name);
    return n === 0 ? sh.name : sh.positional[n - 1];
  }
  switch (name) {
    case '@':
    case '*':
      return sh.positional;
    case '#':
      return String(sh.positional.length);
    case '?':
      return String(sh.status);
    case '$':
      return String(sh.shellPid);
    case '!':
      return sh.lastBackgroundPid === undefined ? undefined : String(sh.lastBackgroundPid);
    case '-':
      return flagLetters(sh);
    case '_':
      return sh.lastArgument;
  }
  const value = sh.variables.get(name);
  if (value !== undefined || sh.variables.find(name)) return value;
  const behind = sh.variables.elementBehind(name);
  return behind ? element(sh, behind.name, behind.index, depth) : dynamicValue(sh, name);
}

const flagOrder: readonly (readonly [string, string])[] = [
  ['allexport', 'a'],
  ['notify', 'b'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['hashall', 'h'],
  ['monitor', 'm'],
  ['noexec', 'n'],
  ['nounset', 'u'],
  ['verbose', 'v'],
  ['xtrace', 'x'],
  ['braceexpand', 'B'],
  ['noclobber', 'C'],
  ['histexpand', 'H'],
];

function flagLetters(sh: Shell): string {
  let letters = '';
  for (const [option, letter] of flagOrder) {
    if (option === 'monitor' && sh.interactive && !sh.options.has('monitor')) continue;
    if (sh.options.has(option)) letters += letter;
    if (option === 'hashall' && sh.interactive) letters += 'i';
  }
  return letters + (sh.options.has('commandstring') ? 'c' : '') + (sh.options.has('stdin') ? 's' : '');
}

/** Variables that the shell makes up when it is asked. */
function dynamicValue(sh: Shell, name: string): string | undefined {
  if (name === 'LINENO') return String(currentLine(sh));
  if (name === 'PPID') return String(sh.p.ppid);
  if (!sh.isBash) return undefined;
  switch (name) {
    case 'RANDOM':
      return String(sh.p.random.below(32768));
    case 'SRANDOM':
      return String(sh.p.random.next());
    case 'SECONDS':
      return String(Math.floor((sh.p.host.clock.now - sh.p.startedMs) / 1000));
    case 'BASHPID':
      return String(sh.p.pid);
    case 'UID':
    case 'EUID':
      return String(sh.p.seenUid);
    case 'EPOCHSECONDS':
      return String(Math.floor(sh.p.host.wallMs / 1000));
    case 'EPOCHREALTIME':
      return `${Math.floor(sh.p.host.wallMs / 1000)}.${String(Math.floor(civilTime(sh.p.host.wallMs).millisecond) * 1000).padStart(6, '0')}`;
    case 'HOSTNAME':
      return sh.p.namespaces.uts.hostname;
    case 'HOSTTYPE':
      return 'x86_64';
    case 'OSTYPE':
      return 'linux-gnu';
    case 'MACHTYPE':
      return 'x86_64-pc-linux-gnu';
    case 'BASH':
      return '/bin/bash';
    case 'BASH_VERSION':
      return '5.2.15(1)-release';
    case 'BASH_SUBSHELL':
      return String(sh.subshellDepth);
    case 'FUNCNAME':
      return sh.inFunction ? callStack(sh)[0]!.function : undefined;
    case 'BASH_SOURCE':
      return callStack(sh)[0]?.file;
    case 'BASH_LINENO':
      return callStack(sh)[0]?.line.toString();
    case 'BASH_COMMAND':
      return commandText(sh);
    case 'DIRSTACK':
      return sh.variables.get('PWD');
    case 'PIPESTATUS':
      return String(sh.pipeStatus?.[0] ?? sh.status);
    case 'GROUPS':
      return String(sh.p.gid);
    default:
      return undefined;
  }
}

/** The elements of a whole array, in the order of their indexes. */
export function elements(sh: Shell, name: string): readonly string[] {
  const variable = sh.variables.find(name);
  if (variable?.map) return inHashOrder(variable.map).map(([, value]) => value);
  if (variable?.list) return sortedIndexes(variable.list).map((i) => variable.list!.get(i)!);
  if (variable) return variable.value === undefined ? [] : [variable.value];
  if (name === 'PIPESTATUS' && sh.isBash) return (sh.pipeStatus ?? [sh.status]).map(String);
  if (name === 'FUNCNAME' && sh.isBash) return !sh.inFunction ? [] : callStack(sh).map((level) => level.function);
  if (name === 'BASH_SOURCE' && sh.isBash) return callStack(sh).map(({ file }) => file);
  if (name === 'BASH_LINENO' && sh.isBash) return callStack(sh).map(({ line }) => String(line));
  if (name === 'DIRSTACK' && sh.isBash) return [sh.variables.get('PWD') ?? '', ...sh.directories];
  if (name === 'BASH_VERSINFO' && sh.isBash) return ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu'];
  const value = dynamicValue(sh, name);
  return value === undefined ? [] : [value];
}

export function indexes(sh: Shell, name: string): readonly string[] {
  const variable = sh.variables.find(name);
  if (variable?.map) return inHashOrder(variable.map).map(([key]) => key);
  if (variable?.list) return sortedIndexes(variable.list).map(String);
  return elements(sh, name).map((_, i) => String(i));
}

function sortedIndexes(list: ReadonlyMap<number, string>): number[] {
  return [...list.keys()].sort((a, b) => a - b);
}

/** One element; a negative index counts from the end. */
export function element(sh: Shell, name: string, index: string, depth = 0): string | undefined {
  const variable = sh.variables.find(name);
  if (variable?.map) return variable.map.get(index);
  let at = arithmeticIndex(sh, index, depth);
  if (variable?.list) {
    if (at < 0) at += endOf(variable.list);
    return variable.list.get(at);
  }
  const all = elements(sh, name);
  return all[at < 0 ? at + all.length : at];
}

export function setElement(sh: Shell, name: string, index: string, value: string, depth = 0): void {
  const variable = sh.variables.find(name);
  if (variable?.map) return sh.variables.setMember(name, index, value);
  let at = arithmeticIndex(sh, index, depth);
  if (at < 0 && variable?.list) at += endOf(variable.list);
  if (at < 0) throw new ArithmeticError(`${name}[${index}]: bad array subscript`);
  sh.variables.setElement(name, at, value);
}

/** One more than the highest index. */
export function endOf(list: ReadonlyMap<number, string>): number {
  return largest(list.keys(), (key) => key + 1);
}

function arithmeticIndex(sh: Shell, index: string, depth = 0): number {
  return Number(evaluateArithmetic(index.trim(), arithmeticVariables(sh), depth));
}

/** How arithmetic reads and writes the shell's variables. */
export function arithmeticVariables(sh: Shell): ArithmeticVariables {
  return (sh.arithmetic ??= makeArithmeticVariables(sh));
}

function makeArithmeticVariables(sh: Shell): ArithmeticVariables {
  return {
    get(name, index, depth) {
      if (index !== undefined) return element(sh, name, index.replace(/^\$/, ''), depth);
      const value = parameter(sh, name, depth);
      if (value === undefined && sh.on('nounset')) throw new UnsetError(name);
      return typeof value === 'string' || value === undefined ? value : value.join(' ');
    },
    set(name, index, value, depth) {
      if (index === undefined) sh.variables.set(name, value);
      else setElement(sh, name, index, value, depth);
    },
  };
}

/** A parameter that is not set, under set -u. */
export class UnsetError extends Error {
  override name = 'UnsetError';
  readonly parameter: string;
  constructor(name: string) {
    super(name);
    this.parameter = name;
  }
}
