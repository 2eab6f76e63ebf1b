/** The values of parameters by name: variables, positional and special ones, arrays with their subscripts. */
import { civilTime } from '../../base/index.ts';
import { ArithmeticError, evaluateArithmetic, type ArithmeticVariables } from '../language/arithmetic.ts';
import { currentLine } from './complain.ts';
import type { Shell } from './shell.ts';

/** A parameter's value: one text, or many from $@, $* and whole arrays. Undefined: not set. */
export type Value = string | readonly string[] | undefined;

export function parameter(sh: Shell, name: string): Value {
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
  return sh.variables.get(name) ?? (sh.variables.find(name) ? undefined : dynamicValue(sh, name));
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
      return sh.frames[sh.frames.length - 1]?.function;
    case 'PIPESTATUS':
      return String(sh.pipeStatus[0] ?? 0);
    case 'GROUPS':
      return String(sh.p.gid);
    default:
      return undefined;
  }
}

/** The elements of a whole array, in the order of their indexes. */
export function elements(sh: Shell, name: string): readonly string[] {
  const variable = sh.variables.find(name);
  if (variable?.map) return [...variable.map.values()];
  if (variable?.list) return sortedIndexes(variable.list).map((i) => variable.list!.get(i)!);
  if (variable) return variable.value === undefined ? [] : [variable.value];
  if (name === 'PIPESTATUS' && sh.isBash) return sh.pipeStatus.map(String);
  if (name === 'FUNCNAME' && sh.isBash) return sh.frames.map((f) => f.function).reverse();
  if (name === 'BASH_VERSINFO' && sh.isBash) return ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu'];
  const value = dynamicValue(sh, name);
  return value === undefined ? [] : [value];
}

export function indexes(sh: Shell, name: string): readonly string[] {
  const variable = sh.variables.find(name);
  if (variable?.map) return [...variable.map.keys()];
  if (variable?.list) return sortedIndexes(variable.list).map(String);
  return elements(sh, name).map((_, i) => String(i));
}

function sortedIndexes(list: ReadonlyMap<number, string>): number[] {
  return [...list.keys()].sort((a, b) => a - b);
}

/** One element; a negative index counts from the end. */
export function element(sh: Shell, name: string, index: string): string | undefined {
  const variable = sh.variables.find(name);
  if (variable?.map) return variable.map.get(index);
  let at = arithmeticIndex(sh, index);
  if (variable?.list) {
    if (at < 0) at += 1 + Math.max(-1, ...variable.list.keys());
    return variable.list.get(at);
  }
  const all = elements(sh, name);
  return all[at < 0 ? at + all.length : at];
}

export function setElement(sh: Shell, name: string, index: string, value: string): void {
  const variable = sh.variables.find(name);
  if (variable?.map) return sh.variables.setMember(name, index, value);
  let at = arithmeticIndex(sh, index);
  if (at < 0) at += 1 + Math.max(-1, ...(variable?.list?.keys() ?? []));
  if (at < 0) throw new ArithmeticError(`${name}[${index}]: bad array subscript`);
  sh.variables.setElement(name, at, value);
}

function arithmeticIndex(sh: Shell, index: string): number {
  return Number(evaluateArithmetic(index.trim(), arithmeticVariables(sh)));
}

/** How arithmetic reads and writes the shell's variables. */
export function arithmeticVariables(sh: Shell): ArithmeticVariables {
  return (sh.arithmetic ??= makeArithmeticVariables(sh));
}

function makeArithmeticVariables(sh: Shell): ArithmeticVariables {
  return {
    get(name, index) {
      if (index !== undefined) return element(sh, name, index.replace(/^\$/, ''));
      const value = parameter(sh, name);
      if (value === undefined && sh.on('nounset')) throw new UnsetError(name);
      return typeof value === 'string' || value === undefined ? value : value.join(' ');
    },
    set(name, index, value) {
      if (index === undefined) sh.variables.set(name, value);
      else setElement(sh, name, index, value);
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
