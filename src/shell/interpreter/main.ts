/** The program itself: its options, its environment, and where its commands come from. */
import { FileError } from '../../files/index.ts';
import { write, type Process, type Syscall } from '../../host/index.ts';
import { allOptions, knownShopts, optionLetters } from '../builtins/set.ts';
import { logicalPath } from '../builtins/change-directory.ts';
import { readLine } from '../builtins/read.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { parseUnit } from '../language/parse-script.ts';
import { errorText } from './complain.ts';
import { engineOf } from './engine.ts';
import { evaluateText, runUnit } from './evaluate.ts';
import { InputCollector } from './input.ts';
import { runInteractive } from './interactive.ts';
import { reapBackground } from './foreground.ts';
import type { Flavour } from './messages.ts';
import { readPath } from '../tool/inputs.ts';
import { attempt } from './shell-files.ts';
import { Shell, ShellFailure, type Run } from './shell.ts';
import { noteShell } from './shell-of.ts';
import { runExitTrap } from './traps.ts';

interface Invocation {
  readonly options: readonly string[];
  readonly shopts: readonly (readonly [string, boolean])[];
  readonly command: string | undefined;
  readonly interactive: boolean;
  readonly login: boolean;
  readonly stdin: boolean;
  readonly norc: boolean;
  readonly rest: readonly string[];
  readonly wrong: string | undefined;
}

export function* runShell(p: Process, flavour: Flavour): Generator<Syscall, number, unknown> {
  const name = p.argv[0] ?? flavour;
  const invocation = parseArguments(p.argv);
  if (!invocation.options.includes('privileged')) {
    p.uid = p.realUid; // a set-uid shell gives its owner's rights to nobody
    p.gid = p.realGid;
  }
  const sh = new Shell(p, flavour, name.replace(/^-/, ''), engineOf(flavour));
  noteShell(p, sh);
  importEnvironment(sh);
  for (const option of invocation.options) sh.options.add(option);
  if (flavour === 'bash') sh.shopts.add('globskipdots');
  for (const [shopt, on] of invocation.shopts) {
    if (on) sh.shopts.add(shopt);
    else sh.shopts.delete(shopt);
  }
  if (flavour === 'bash') for (const option of ['braceexpand', 'hashall']) sh.options.add(option);
  if (invocation.wrong === '--version' && sh.isBash) {
    yield write(1, bytesOfText('GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n'));
    return 0;
  }
  if (invocation.wrong !== undefined) return yield* reportWrong(sh, invocation.wrong);
  try {
    yield* dispatch(sh, invocation);
  } catch (error) {
    if (!(error instanceof ShellFailure)) throw error;
    sh.status = error.status;
  }
  takeExit(sh);
  return (yield* runExitTrap(sh)) & 255;
}

/** The code that `exit` was called with, when that is why the shell ends. */
function takeExit(sh: Shell): void {
  if (sh.control?.kind === 'exit') sh.status = sh.control.status;
}

function parseArguments(argv: readonly string[]): Invocation {
  const options: string[] = [];
  const shopts: [string, boolean][] = [];
  let command = false;
  let interactive = false;
  let stdin = false;
  let norc = false;
  let login = argv[0]?.startsWith('-') ?? false;
  let wrong: string | undefined;
  let i = 1;
  for (; i < argv.length && /^[-+]./.test(argv[i]!); i++) {
    const arg = argv[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (arg.startsWith('--')) {
      if (arg === '--login') login = true;
      else if (arg === '--norc' || arg === '--noprofile') norc = true;
      else if (arg !== '--posix' && arg !== '--noediting') wrong ??= arg;
      continue;
    }
    for (const letter of arg.slice(1)) {
      if (letter === 'c') command = true;
      else if (letter === 'i') interactive = true;
      else if (letter === 'l') login = true;
      else if (letter === 's') stdin = true;
      else if (letter === 'o') options.push(argv[++i] ?? '');
      else if (letter === 'O') shopts.push([argv[++i] ?? '', arg[0] === '-']);
      else if (optionLetters[letter]) options.push(optionLetters[letter]);
      else wrong ??= `-${letter}`;
    }
  }
  const unknown = options.find((o) => !allOptions().includes(o)) ?? shopts.find(([name]) => !knownShopts.includes(name))?.[0];
  const rest = argv.slice(i);
  if (command && rest.length === 0) wrong ??= '-c';
  return { options, shopts, command: command ? (rest[0] ?? '') : undefined, interactive, login, stdin, norc, rest: command ? rest.slice(1) : rest, wrong: wrong ?? unknown };
}

function* reportWrong(sh: Shell, option: string): Run<number> {
  const isSetName = !option.startsWith('-');
  const said = sh.isBash
    ? option === '-c' ? '-c: option requires an argument' : isSetName ? `line 0: ${sh.name}: ${option}: invalid option name` : `${option}: invalid option`
    : option === '-c' ? '0: -c requires an argument' : `0: Illegal option ${isSetName ? '-o ' : ''}${option}`;
  yield* errorText(sh, `${sh.name}: ${said}\n`);
  return 2;
}

function importEnvironment(sh: Shell): void {
  const { p, variables } = sh;
  for (const [name, value] of p.env) {
    const exported = sh.isBash ? /^BASH_FUNC_(.+)%%$/.exec(name)?.[1] : undefined;
    if (exported !== undefined && value.startsWith('() {')) importFunction(sh, exported, value);
    if (!/^[A-Za-z_]\w*$/.test(name) || name === '_') continue;
    variables.set(name, value);
    variables.export(name);
  }
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  if (!variables.find('PATH')) variables.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  if (sh.isBash) {
    variables.set('SHLVL', String((Number(variables.get('SHLVL')) || 0) + 1));
    variables.export('SHLVL');
  }
  variables.set('PWD', logicalPath(sh));
  variables.export('PWD');
  variables.set('PS4', '+ ');
}

/** A function that another shell has exported. */
function importFunction(sh: Shell, name: string, value: string): void {
  const text = `${name} ${value}`;
  const node = parseUnit(text).statements[0]?.command;
  if (node?.type !== 'Function') return;
  sh.functions.set(name, { body: node.body, source: { text, firstLine: 1, name: sh.name } });
  sh.variables.exportFunction(name, value);
}

function* dispatch(sh: Shell, invocation: Invocation): Run<void> {
  if (invocation.login) sh.shopts.add('login_shell');
  const { p } = sh;
  const { rest, command } = invocation;
  if (command !== undefined) {
    if (rest[0] !== undefined) {
      sh.name = rest[0];
      sh.source = { ...sh.source, name: sh.name };
    }
    sh.positional = rest.slice(1);
    sh.options.add('commandstring');
    sh.mayExecLast = true;
    if (invocation.login) yield* readProfile(sh);
    sh.status = yield* runUnit(sh, parseUnit(command), '-c', 1);
    return;
  }
  if (rest[0] !== undefined && !invocation.stdin) return yield* runFile(sh, rest[0], rest.slice(1));
  sh.positional = rest;
  if (invocation.login) yield* readProfile(sh);
  sh.options.add('stdin');
  if (invocation.interactive || (p.isTty(0) && p.isTty(2))) {
    if (!invocation.norc) yield* readStartFiles(sh, invocation.login);
    return yield* runInteractive(sh);
  }
  yield* runStandardInput(sh);
}

function* runFile(sh: Shell, path: string, args: readonly string[]): Run<void> {
  const read = yield* readPath(sh.p, findScript(sh, path));
  if ('error' in read) {
    const { error } = read;
    if (!(error instanceof FileError)) throw error;
    const words = error.message.slice(error.path.length + 2);
    const missing = error.code === 'ENOENT';
    if (sh.flavour === 'dash') yield* errorText(sh, `${sh.name}: 0: cannot open ${path}: ${missing ? 'No such file' : words}\n`);
    else if (sh.flavour === 'ash') yield* errorText(sh, `${sh.name}: can't open '${path}': ${words}\n`);
    else yield* errorText(sh, error.code === 'EISDIR' ? `${path}: ${path}: Is a directory\n` : `${sh.name}: ${path}: ${words}\n`);
    sh.status = missing && sh.isBash ? 127 : sh.isBash ? 126 : 2;
    return;
  }
  const text = textOfBytes(read.value);
  if (text.includes('\0') || text.startsWith('#!kubarium ')) {
    yield* errorText(sh, `${sh.isBash ? `${path}: ` : ''}${path}: cannot execute binary file\n`);
    sh.status = 126;
    return;
  }
  sh.name = path;
  sh.scriptName = path;
  sh.source = { ...sh.source, name: path };
  sh.positional = args;
  sh.status = yield* runUnit(sh, parseUnit(text), 'file', 1);
}

function findScript(sh: Shell, path: string): string {
  if (path.includes('/') || attempt(() => sh.p.files.stat(path))) return path;
  for (const dir of (sh.variables.get('PATH') ?? '').split(':')) if (sh.p.files.executable(`${dir}/${path}`)) return `${dir}/${path}`;
  return path;
}

/** Commands from a pipe or file: each is run as soon as it is complete, and may itself read what follows it. */
function* runStandardInput(sh: Shell): Run<void> {
  const collector = new InputCollector();
  for (;;) {
    const line = yield* readLine(sh, 0, 10, true);
    if (!line || (!line.complete && line.text === '')) break;
    const unit = collector.add(line.text + (line.complete ? '\n' : ''));
    if (!unit) continue;
    const { firstLine } = collector;
    collector.take();
    sh.status = yield* runUnit(sh, unit, 'stdin', firstLine);
    yield* reapBackground(sh);
    if (sh.control || unit.problem) return;
  }
  if (!collector.empty) {
    const { firstLine } = collector;
    sh.status = yield* runUnit(sh, parseUnit(collector.take()), 'stdin', firstLine);
  }
}

function* readProfile(sh: Shell): Run<void> {
  const home = sh.variables.get('HOME') ?? '/';
  yield* readIfThere(sh, '/etc/profile');
  const own = sh.isBash ? ['.bash_profile', '.bash_login', '.profile'] : ['.profile'];
  const found = own.find((name) => attempt(() => sh.p.files.stat(`${home}/${name}`)));
  if (found) yield* readIfThere(sh, `${home}/${found}`);
}

function* readStartFiles(sh: Shell, login: boolean): Run<void> {
  sh.interactive = true;
  if (sh.isBash && !login) {
    yield* readIfThere(sh, '/etc/bash.bashrc');
    yield* readIfThere(sh, `${sh.variables.get('HOME') ?? '/'}/.bashrc`);
  } else if (!sh.isBash) {
    const path = sh.variables.get('ENV');
    if (path) yield* readIfThere(sh, path);
  }
}

function* readIfThere(sh: Shell, path: string): Run<void> {
  const bytes = attempt(() => sh.p.files.readFile(path));
  if (!bytes || sh.control) return;
  sh.sourceDepth++;
  yield* evaluateText(sh, textOfBytes(bytes), 'source', path);
  sh.sourceDepth--;
  if ((sh.control as Shell['control'])?.kind === 'return') sh.control = undefined;
}

