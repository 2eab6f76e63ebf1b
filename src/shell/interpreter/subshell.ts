/** Copies of the shell in processes of their own: (…), $(…), <(…), the parts of a pipeline and the background. */
import type { ParsedScript } from 'unbash';
import { concat } from '../../base/index.ts';
import { growMemory, readFrom, waitPid, type OpenFile, type Process } from '../../host/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { checkSyntax } from '../language/syntax-check.ts';
import { complain, failWith, words } from './complain.ts';
import { expandTarget } from './expand-word.ts';
import { ChildDescriptors } from './redirect.ts';
import { ShellFailure, Shell, type Answer, type Run } from './shell.ts';
import { readPath } from '../tool/inputs.ts';
import { runExitTrap } from './traps.ts';

export interface ForkOptions {
  readonly fds?: readonly (OpenFile | undefined)[];
  readonly pgid?: number;
}

/** A child that goes on as a copy of this shell, as it is now, with `body`. */
export function fork(sh: Shell, body: (sub: Shell) => Answer, options: ForkOptions = {}): Process {
  const child = sh.p.spawn(
    () => runSubshell(sub, body),
    sh.p.argv,
    { env: sh.variables.environment(), name: sh.p.name, ...options },
  );
  const sub = new Shell(child, sh.flavour, sh.name, sh.engine, sh);
  return child;
}

function* runSubshell(sub: Shell, body: (sub: Shell) => Answer): Run<number> {
  try {
    const answer = body(sub);
    sub.status = typeof answer === 'number' ? answer : yield* answer;
    if (sub.control?.kind === 'exit') sub.status = sub.control.status;
  } catch (error) {
    if (!(error instanceof ShellFailure)) throw error;
    sub.status = error.status;
  }
  return yield* runExitTrap(sub);
}

/** The output of the commands, without the newlines at its end. Their exit code is left in `substitutionStatus`. */
export function* substituteCommand(sh: Shell, script: ParsedScript, text: string): Run<string> {
  yield* checkInner(sh, script, text);
  const file = inputOnly(script);
  if (file) {
    const path = yield* expandTarget(sh, file);
    const read = path === undefined ? undefined : yield* readPath(sh.p, path);
    sh.status = sh.substitutionStatus = read && 'value' in read ? 0 : 1;
    if (read && 'value' in read) return trimOutput(read.value);
  }
  const [reader, writer] = sh.p.makePipe();
  const fds = new ChildDescriptors(sh.p);
  fds.set(1, writer);
  reader.hold();
  const chunks: Uint8Array[] = [];
  let held = 0;
  try {
    const child = fork(sh, (sub) => runInner(sub, script), { fds: fds.files });
    for (;;) {
      const chunk: Uint8Array | null = yield readFrom(reader);
      if (chunk === null) break;
      growMemory(sh.p, chunk.length);
      held += chunk.length;
      chunks.push(chunk);
    }
    sh.status = sh.substitutionStatus = (yield* waitPid(child.pidIn(sh.p.namespaces.pid)))?.code ?? 0;
    if (sh.isBash && chunks.some((chunk) => chunk.includes(0))) yield* complain(sh, 'warning: command substitution: ignored null byte in input');
  } finally {
    reader.release();
    growMemory(sh.p, -held);
  }
  return trimOutput(concat(chunks));
}

function runInner(sub: Shell, script: ParsedScript): Answer {
  if (script.source !== undefined) sub.source = { text: script.source, firstLine: 1, name: sub.source.name };
  sub.mayExecLast = true;
  if (!sub.isBash || !sub.shopts.has('inherit_errexit')) {
    if (sub.isBash) sub.options.delete('errexit');
  }
  sub.conditionDepth = sub.isBash ? sub.conditionDepth : 0;
  return sub.engine.statements(sub, script.commands);
}

function* checkInner(sh: Shell, script: ParsedScript, text: string): Run<void> {
  if (!script.errors?.length) return;
  const inner = script.source ?? text.slice(text.startsWith('`') ? 1 : 2, -1);
  const finding = checkSyntax(inner);
  const { unexpected, unexpectedEnd } = words(sh);
  if (finding?.kind === 'condition') yield* failWith(sh, `command substitution: ${finding.told[0]?.text ?? unexpectedEnd}`);
  yield* failWith(sh, `${sh.isBash ? 'command substitution: ' : ''}${finding?.kind === 'token' ? unexpected(finding.token) : unexpectedEnd}`);
}

/** $(<file) reads the file without a process. */
function inputOnly(script: ParsedScript) {
  if (script.commands.length !== 1) return undefined;
  const command = script.commands[0]!.command;
  if (command.type !== 'Command' || command.name || command.args.length > 0 || command.redirects.length !== 1) return undefined;
  const [only] = command.redirects;
  const assigns = command.prefix.some((p) => p.type === 'Assignment');
  return only?.type === 'Redirect' && only.operator === '<' && !only.descriptor && !assigns ? only.target : undefined;
}

function trimOutput(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 10) end--;
  const kept = bytes.subarray(0, end);
  return textOfBytes(kept.includes(0) ? kept.filter((b) => b !== 0) : kept);
}

/** <(…) and >(…): a process at the other end of a pipe, which the command opens by its path. */
export function* openProcessSubstitution(sh: Shell, script: ParsedScript, operator: '<' | '>'): Run<string> {
  if (!sh.isBash) yield* failWith(sh, words(sh).unexpected('('));
  const [reader, writer] = sh.p.makePipe();
  const fds = new ChildDescriptors(sh.p);
  fds.set(operator === '<' ? 1 : 0, operator === '<' ? writer : reader);
  fork(sh, (sub) => runInner(sub, script), { fds: fds.files });
  let fd = 63;
  while (sh.p.fds.has(fd)) fd--;
  sh.p.fds.set(fd, operator === '<' ? reader : writer);
  sh.substitutionFds.push(fd);
  return `/dev/fd/${fd}`;
}

/** Closes what process substitutions of the finished command had opened. */
export function closeSubstitutions(sh: Shell, from: number): void {
  while (sh.substitutionFds.length > from) {
    const fd = sh.substitutionFds.pop()!;
    if (sh.p.alive) sh.p.fds.delete(fd);
  }
}
