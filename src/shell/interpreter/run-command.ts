/** One command: assignments, redirections, then a function, a builtin or a program; or a compound command. */
import type { Assignment, Command, CommandArgument, CommandNode, Redirection, Word } from 'unbash';
import { FileError, strerror } from '../../files/index.ts';
import { NetError, SystemError, waitPid, type Process } from '../../host/index.ts';
import { ArithmeticError } from '../language/arithmetic.ts';
import { assign, assignAtOnce } from './assign.ts';
import { listValue } from './assign-list.ts';
import { complain, errorText, failWith, words as wordsFor } from './complain.ts';
import { runCompound } from './compound.ts';
import { constantFields } from './constant-fields.ts';
import { depthMax } from './depth.ts';
import { expandText, expandWords, fieldsAtOnce } from './expand-word.ts';
import { waitForeground } from './foreground.ts';
import { ChildDescriptors, endsHere, failedRedirection, redirect, SavedDescriptors, withRedirects } from './redirect.ts';
import { explainFailure, findCommand, forgetCommand, scriptText, spawnProgram, type ProgramOptions } from './run-program.ts';
import { Interrupted, type Answer, type Run, type Shell, type ShellFunction } from './shell.ts';
import { sourceText } from './source-text.ts';
import { mustSpend, spend } from './spend.ts';
import { closeSubstitutions, fork } from './subshell.ts';
import { trace, traceHead } from './trace.ts';
import { bringBack, debugTrap, putAway, runPseudoTrap } from './traps.ts';
import { ReadonlyError, type Variable } from './variables.ts';

export function runCommand(sh: Shell, node: CommandNode): Answer {
  if (node.type === 'Command') return runSimple(sh, node);
  sh.position = node.pos;
  return runCompound(sh, node);
}

export function runSimple(sh: Shell, node: Command): Answer {
  sh.position = node.pos;
  sh.command = node;
  if (sh.traps.size > 0 && sh.traps.has('DEBUG')) return runDebugged(sh, node);
  return mustSpend(sh) ? runPaying(sh, node) : runPaid(sh, node);
}

function* runDebugged(sh: Shell, node: Command): Run<number> {
  yield* debugTrap(sh, node);
  const answer = sh.control ? sh.status : runPaid(sh, node);
  return typeof answer === 'number' ? answer : yield* answer;
}

function* runPaying(sh: Shell, node: Command): Run<number> {
  yield* spend(sh);
  const answer = runPaid(sh, node);
  return typeof answer === 'number' ? answer : yield* answer;
}

/** Goes as far as it comes without a system call. */
function runPaid(sh: Shell, node: Command): Answer {
  sh.substitutionStatus = undefined;
  if (sh.listArguments.size > 0) sh.listArguments.clear();
  if (!node.name) return node.redirects.length > 0 ? runWhole(sh, node, [], 0) : runAssignmentsAlone(sh, node);
  if (sh.readsAliases) return runWhole(sh, node, [], 0);
  const constant = constantFields(node, node.name);
  if (constant) return runFields(sh, node, constant, noAssignments);
  const fields: string[] = [];
  const expanded = expandAtOnce(sh, node.name, node.args, fields);
  if (expanded <= node.args.length || fields.length === 0 || node.prefix.length > 0) return runWhole(sh, node, fields, expanded);
  return runFields(sh, node, fields, noAssignments);
}

/** How many words of the command, its name among them, have become fields. */
function expandAtOnce(sh: Shell, name: Word, args: readonly CommandArgument[], fields: string[]): number {
  if (!fieldsAtOnce(sh, name, fields)) return 0;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg.type !== 'Word' || !fieldsAtOnce(sh, arg, fields)) return i + 1;
  }
  return args.length + 1;
}

function runAssignmentsAlone(sh: Shell, node: Command): Answer {
  const assignments = node.prefix as readonly Assignment[];
  let done = 0;
  try {
    while (done < assignments.length && assignAtOnce(sh, assignments[done]!)) done++;
  } catch (error) {
    if (error instanceof ReadonlyError) return failWith(sh, wordsFor(sh).readOnly(error.variable));
    throw error;
  }
  if (done < assignments.length) return runWhole(sh, node, [], done);
  sh.pipeStatus = undefined;
  return 0;
}

/** All that a command may be. The first `done` of its words are fields already; of its assignments, when it has no words, they are made. */
function* runWhole(sh: Shell, node: Command, fields: string[], done: number): Run<number> {
  if (node.name && sh.readsAliases) {
    const aliased = yield* runAlias(sh, node, node.name);
    if (aliased !== undefined) return aliased;
  }
  const openBefore = sh.substitutionFds.length;
  try {
    if (node.name && done === 0) for (const field of yield* expandWords(sh, [node.name])) fields.push(field);
    for (const arg of node.args.slice(Math.max(0, done - 1))) if (arg.type !== 'Word' || !fieldsAtOnce(sh, arg, fields)) yield* addArgument(sh, arg, fields);
    const assignments = node.prefix.filter((p) => p.type === 'Assignment');
    if (fields.length === 0) return yield* runAssignments(sh, node, node.name ? assignments : assignments.slice(done));
    const answer = runFields(sh, node, fields, assignments);
    return typeof answer === 'number' ? answer : yield* answer;
  } catch (error) {
    if (error instanceof ReadonlyError) return yield* failWith(sh, wordsFor(sh).readOnly(error.variable));
    if (error instanceof ArithmeticError) return yield* failWith(sh, error.message);
    throw error;
  } finally {
    closeSubstitutions(sh, openBefore);
  }
}

const noAssignments: readonly Assignment[] = [];

function* addArgument(sh: Shell, arg: CommandArgument, fields: string[]): Run<void> {
  if (arg.type === 'Assignment' && arg.value.type === 'ArrayValue') {
    sh.listArguments.set(arg.name, yield* listValue(sh, arg.value));
    fields.push(arg.append ? `${arg.name}+=` : arg.name);
    return;
  }
  for (const field of yield* expandWords(sh, [arg])) fields.push(field);
}

/** Assignments alone, with redirections that are done and undone. */
function* runAssignments(sh: Shell, node: Command, assignments: readonly Assignment[]): Run<number> {
  const { redirects } = node;
  if (redirects.length > 0) {
    const saved = new SavedDescriptors(sh.p);
    const done = yield* redirect(sh, redirects, saved);
    saved.restore();
    if (!done) return failedRedirection(sh);
  }
  for (const assignment of assignments) {
    if (assignAtOnce(sh, assignment)) continue;
    const head = sh.on('xtrace') ? yield* traceHead(sh) : undefined;
    const text = yield* assign(sh, assignment);
    if (head !== undefined) yield* errorText(sh, `${head}${text}\n`);
  }
  sh.pipeStatus = undefined;
  return sh.substitutionStatus ?? 0;
}


function runFields(sh: Shell, node: Command, fields: readonly string[], assignments: readonly Assignment[]): Answer {
  const name = fields[0]!;
  if (assignments.length > 0 || node.redirects.length > 0 || sh.options.has('xtrace') || name === 'exec') return runDressed(sh, node, fields, assignments);
  const fn = sh.functions.get(name);
  if (fn) return callFunction(sh, name, fn, fields.slice(1));
  sh.lastArgument = fields[fields.length - 1]!;
  if (!sh.builtins.has(name)) return runProgram(sh, node, fields);
  sh.pipeStatus = undefined;
  return callBuiltin(sh, name, fields.slice(1));
}

/** With variables or descriptors of its own, or told of by set -x. */
function* runDressed(sh: Shell, node: Command, fields: readonly string[], assignments: readonly Assignment[]): Run<number> {
  const name = fields[0]!;
  if (sh.on('xtrace')) yield* trace(sh, fields);
  const { redirects } = node;
  const fn = sh.functions.get(name);
  if (fn) return yield* withTemporary(sh, assignments, () => withRedirects(sh, redirects, () => callFunction(sh, name, fn, fields.slice(1))));
  if (sh.builtins.has(name)) {
    sh.pipeStatus = undefined;
    if (name === 'exec') return yield* withTemporary(sh, assignments, () => runExec(sh, redirects, fields.slice(1)));
    const status = yield* withTemporary(sh, assignments, () => withRedirects(sh, redirects, () => callBuiltin(sh, name, fields.slice(1))));
    sh.lastArgument = fields[fields.length - 1]!;
    return status;
  }
  sh.lastArgument = fields[fields.length - 1]!;
  return yield* runDressedProgram(sh, node, fields, assignments);
}

/** `A=1 command`: the variables are the command's alone. */
function* withTemporary(sh: Shell, assignments: readonly Assignment[], body: () => Run<number>): Run<number> {
  if (assignments.length === 0) return yield* body();
  const saved: [string, Variable | undefined][] = [];
  for (const assignment of assignments) {
    const before = sh.variables.find(assignment.name);
    saved.push([assignment.name, before?.clone()]);
    yield* assign(sh, assignment);
    sh.variables.export(assignment.name);
  }
  try {
    return yield* body();
  } finally {
    for (const [name, before] of saved.reverse()) sh.variables.replace(name, before);
  }
}

export function callBuiltin(sh: Shell, name: string, args: readonly string[]): Answer {
  const answer = sh.builtins.get(name)!(sh, args);
  return typeof answer === 'number' ? answer : finishBuiltin(sh, name, answer);
}

function* finishBuiltin(sh: Shell, name: string, work: Run<number>): Run<number> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof ArithmeticError) {
      yield* complain(sh, `${name}: ${error.message}`);
      return 1;
    }
    if (error instanceof ReadonlyError) return yield* failWith(sh, wordsFor(sh).readOnly(error.variable));
    if (!(error instanceof SystemError || error instanceof FileError || error instanceof NetError)) throw error;
    if (error.code === 'EINTR' && sh.interrupted) throw new Interrupted();
    if (error.code === 'EPIPE') return 1;
    yield* complain(sh, `${name}: ${error instanceof SystemError && error.call === 'write' ? `write error: ${strerror(error.code)}` : error.code === 'EBADF' ? 'write error: Bad file descriptor' : error.message}`);
    return 1;
  }
}

export function* callFunction(sh: Shell, name: string, fn: ShellFunction, args: readonly string[]): Run<number> {
  if (sh.depth >= depthMax) return yield* failWith(sh, `${name}: maximum function nesting level exceeded (${depthMax})`);
  const { positional, loopDepth, source, position, mayExecLast } = sh;
  sh.positional = args;
  sh.loopDepth = 0;
  sh.mayExecLast = false;
  sh.depth++;
  sh.frames.push({ function: name, file: fn.source.name, caller: source, position });
  const away = putAway(sh);
  sh.variables.pushScope();
  sh.source = fn.source;
  try {
    const answer = runCompound(sh, fn.body);
    let status = typeof answer === 'number' ? answer : yield* answer;
    if (sh.control?.kind === 'return') {
      status = sh.control.status;
      sh.control = undefined;
    }
    if (sh.traps.size > 0 && !sh.control) yield* runPseudoTrap(sh, 'RETURN');
    sh.pipeStatus = undefined;
    return status;
  } finally {
    bringBack(sh, away);
    sh.variables.popScope();
    const options = sh.frames.pop()?.options;
    if (options) putBack(sh.options, options);
    sh.depth--;
    sh.positional = positional;
    sh.loopDepth = loopDepth;
    sh.source = source;
    sh.position = position;
    sh.mayExecLast = mayExecLast;
  }
}

function putBack(now: Set<string>, before: ReadonlySet<string>): void {
  now.clear();
  for (const option of before) now.add(option);
}

/** exec: the redirections stay, and the program, if one is named, takes the shell's place. */
function* runExec(sh: Shell, redirects: readonly Redirection[], args: readonly string[]): Run<number> {
  const saved = new SavedDescriptors(sh.p);
  if (!(yield* redirect(sh, redirects, saved))) {
    saved.restore();
    return 1;
  }
  if (args.length === 0) {
    saved.keep();
    return 0;
  }
  const status = yield* replaceWith(sh, args, sh.variables.environment(), 'exec');
  saved.restore();
  if (!sh.interactive) sh.control = { kind: 'exit', status };
  return status;
}

/** Becomes the program; answers only when that fails. */
export function* replaceWith(sh: Shell, argv: readonly string[], env: ReadonlyMap<string, string>, builtin = ''): Run<number> {
  const name = argv[0]!;
  const path = findCommand(sh, name);
  if (path !== undefined) {
    try {
      yield sh.p.exec(path, argv, env);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const script = error.code === 'ENOEXEC' ? scriptText(sh, path) : undefined;
      if (script !== undefined) return yield* runScriptText(sh, script, argv);
    }
  }
  return yield* explainFailure(sh, name, path, builtin);
}

/** A program that gets what the shell has. */
function runProgram(sh: Shell, node: Command, fields: readonly string[]): Answer {
  const env = sh.variables.environment();
  if (endsHere(sh) && !sh.functions.has('command_not_found_handle')) return replaceWith(sh, fields, env);
  const child = startProgram(sh, fields, env, sh.on('monitor') ? { pgid: 0 } : noOptions);
  return child ? awaitChild(sh, node, child) : notStarted(sh, fields);
}

function* runDressedProgram(sh: Shell, node: Command, fields: readonly string[], assignments: readonly Assignment[]): Run<number> {
  let env = sh.variables.environment();
  if (assignments.length > 0) {
    const changed = new Map(env);
    for (const assignment of assignments) if (assignment.value.type === 'Word') changed.set(assignment.name, yield* prefixValue(sh, assignment, assignment.value));
    env = changed;
  }
  const before = assignments.some(({ name }) => name === 'PATH') ? sh.variables.get('PATH') : undefined;
  if (before !== undefined) {
    sh.variables.set('PATH', env.get('PATH') ?? '');
    try {
      return yield* startDressed(sh, node, fields, env);
    } finally {
      sh.variables.set('PATH', before);
    }
  }
  return yield* startDressed(sh, node, fields, env);
}

function* startDressed(sh: Shell, node: Command, fields: readonly string[], env: ReadonlyMap<string, string>): Run<number> {
  const { redirects } = node;
  if (endsHere(sh)) return yield* withRedirects(sh, redirects, () => replaceWith(sh, fields, env));
  const fds = redirects.length > 0 ? new ChildDescriptors(sh.p) : undefined;
  if (fds && !(yield* redirect(sh, redirects, fds))) return failedRedirection(sh);
  const child = startProgram(sh, fields, env, { ...(fds ? { fds: fds.files } : {}), ...(sh.on('monitor') ? { pgid: 0 } : {}) });
  if (child) return yield* awaitChild(sh, node, child);
  return yield* withRedirects(sh, redirects, () => notStarted(sh, fields)); // the message goes where the command's errors would have gone
}

/** What is said of a command that did not start; a function may have been written for those that are not there. */
function notStarted(sh: Shell, fields: readonly string[]): Answer {
  const name = fields[0]!;
  const path = findCommand(sh, name);
  const handler = path === undefined && sh.isBash ? sh.functions.get('command_not_found_handle') : undefined;
  if (!handler) return explainFailure(sh, name, path);
  const child = fork(sh, (sub) => callFunction(sub, 'command_not_found_handle', handler, fields));
  return waitForeground(sh, [child], name);
}

const noOptions: ProgramOptions = {};

/** A copy of the shell where the file is a script without an interpreter's line. */
function startProgram(sh: Shell, argv: readonly string[], env: ReadonlyMap<string, string>, options: ProgramOptions): Process | undefined {
  const name = argv[0]!;
  let path = findCommand(sh, name);
  let child = path === undefined ? undefined : spawnProgram(sh, path, argv, env, options);
  if (!child && path !== undefined && forgetCommand(sh, name)) {
    path = findCommand(sh, name);
    child = path === undefined ? undefined : spawnProgram(sh, path, argv, env, options);
  }
  if (child || path === undefined) return child;
  const script = scriptText(sh, path);
  return script === undefined ? undefined : fork(sh, (sub) => runScriptText(sub, script, argv), options);
}

function* awaitChild(sh: Shell, node: Command, child: Process): Run<number> {
  if (sh.on('monitor')) return yield* waitForeground(sh, [child], sourceText(sh, node));
  const status = yield waitPid(child.pidIn(sh.p.namespaces.pid));
  if (status.signal) return yield* waitForeground(sh, [], sourceText(sh, node), [status]);
  sh.pipeStatus = [status.code];
  return status.code;
}

function* prefixValue(sh: Shell, assignment: Assignment, value: Word): Run<string> {
  const text = yield* expandText(sh, value, 'assignment');
  return assignment.append ? (sh.variables.get(assignment.name) ?? '') + text : text;
}

/** A file without an interpreter's line, run by a copy of this shell. */
function* runScriptText(sh: Shell, text: string, argv: readonly string[]): Run<number> {
  sh.name = argv[0]!;
  sh.source = { ...sh.source, name: sh.name };
  sh.positional = argv.slice(1);
  return yield* sh.engine.text(sh, text, '');
}

/** What follows an alias in its command: after one that ends in a blank the next word may be an alias too. */
function aliasesAfter(sh: Shell, before: string, node: Command, name: Word): string {
  const { text } = sh.source;
  let out = '';
  let from = name.end;
  let value: string | undefined = before;
  for (const word of node.args) {
    if (!/[ \t]$/.test(value)) break;
    value = sh.aliases.get(word.text);
    if (value === undefined) break;
    out += text.slice(from, word.pos) + value;
    from = word.end;
  }
  return out + text.slice(from, node.end);
}

/** An alias stands for text: the command is read again with the text in its place. */
function* runAlias(sh: Shell, node: Command, name: Word): Run<number | undefined> {
  const value = sh.aliases.get(name.text);
  if (value === undefined || sh.activeAliases.has(name.text)) return undefined;
  const { text } = sh.source;
  sh.activeAliases.add(name.text);
  try {
    return yield* sh.engine.text(sh, text.slice(node.pos, name.pos) + value + aliasesAfter(sh, value, node, name), 'alias');
  } finally {
    sh.activeAliases.delete(name.text);
  }
}
