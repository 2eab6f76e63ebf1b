/** Lists, `&&` and `||`, pipelines and the background: what joins commands. */
import type { AndOr, Pipeline, PipelineNode, Statement } from 'unbash';
import type { OpenFile, Process } from '../../host/index.ts';
import { errorText } from './complain.ts';
import { waitForeground } from './foreground.ts';
import { ChildDescriptors } from './redirect.ts';
import { runCommand, runSimple } from './run-command.ts';
import { plainCommand, spawnProgram } from './run-program.ts';
import type { Run, Shell } from './shell.ts';
import { sourceText } from './source-text.ts';
import { fork } from './subshell.ts';
import { runErrorTrap, runTraps } from './traps.ts';

export function* runStatements(sh: Shell, statements: readonly Statement[]): Run<number> {
  const mayExec = sh.mayExecLast;
  for (let i = 0; i < statements.length; i++) {
    const statement = statements[i]!;
    sh.position = statement.pos;
    sh.mayExecLast = mayExec && i === statements.length - 1;
    const { command } = statement;
    if (statement.background) sh.status = yield* runBackground(sh, statement);
    else if (command.type === 'Command') {
      sh.status = yield* runSimple(sh, command);
      if (sh.status !== 0) yield* checked(sh, command, sh.status);
    } else sh.status = yield* runNode(sh, command);
    if (sh.pendingSignals.length > 0 || sh.fatalSignal) yield* runTraps(sh);
    if (sh.control) break;
  }
  return sh.status;
}

export function* runNode(sh: Shell, node: PipelineNode | AndOr): Run<number> {
  if (node.type === 'AndOr') return yield* runAndOr(sh, node);
  if (node.type === 'Pipeline') return yield* runPipeline(sh, node);
  const status = yield* runCommand(sh, node);
  return status === 0 ? 0 : yield* checked(sh, node, status);
}

/** Commands whose failure set -e and the ERR trap take notice of. */
function* checked(sh: Shell, node: PipelineNode, status: number): Run<number> {
  sh.status = status;
  if (status === 0 || sh.control || sh.conditionDepth > 0) return status;
  const { type } = node.type === 'Redirected' ? node.command : node;
  if (type !== 'Command' && type !== 'Pipeline' && type !== 'Subshell' && type !== 'TestCommand' && type !== 'ArithmeticCommand') return status;
  yield* runErrorTrap(sh);
  if (sh.on('errexit')) sh.control ??= { kind: 'exit', status };
  return status;
}

function* runAndOr(sh: Shell, node: AndOr): Run<number> {
  const mayExec = sh.mayExecLast;
  const last = node.commands.length - 1;
  let status = 0;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && (node.operators[i - 1] === '&&') !== (status === 0)) continue;
    sh.mayExecLast = mayExec && i === last;
    if (i === last) return yield* runNode(sh, node.commands[i]!);
    sh.conditionDepth++;
    try {
      status = yield* runNode(sh, node.commands[i]!);
    } finally {
      sh.conditionDepth--;
    }
    sh.status = status;
    if (sh.control) break;
  }
  return status;
}

function* runPipeline(sh: Shell, node: Pipeline): Run<number> {
  const negated = node.prefixes.filter((p) => p.type === 'Negation').length % 2 === 1;
  const time = node.prefixes.find((p) => p.type === 'Time');
  const startedMs = sh.p.host.clock.now;
  const cpuBefore = sh.p.cpuNs;
  sh.mayExecLast &&= node.commands.length === 1 && !negated && !time;
  if (negated) sh.conditionDepth++;
  let status = 0;
  try {
    if (node.commands.length === 1) status = yield* runNode(sh, node.commands[0]!);
    else if (node.commands.length > 1) status = yield* waitForeground(sh, startPipeline(sh, node), sourceText(sh, node));
  } finally {
    if (negated) sh.conditionDepth--;
  }
  if (time) yield* reportTime(sh, sh.p.host.clock.now - startedMs, (sh.p.cpuNs - cpuBefore) / 1e6);
  if (negated) return status === 0 ? 1 : 0;
  return node.commands.length > 1 ? yield* checked(sh, node, status) : status;
}

/** Starts every part with its ends of the pipes between them. */
function startPipeline(sh: Shell, node: Pipeline): Process[] {
  const children: Process[] = [];
  let input: OpenFile | undefined;
  for (let i = 0; i < node.commands.length; i++) {
    const fds = new ChildDescriptors(sh.p);
    if (input) fds.set(0, input);
    input = undefined;
    if (i < node.commands.length - 1) {
      const [reader, writer] = sh.p.makePipe();
      fds.set(1, writer);
      if (node.operators[i] === '|&') fds.set(2, writer);
      input = reader;
    }
    children.push(startChild(sh, node.commands[i]!, fds.files, groupFor(sh, children)));
  }
  return children;
}

function groupFor(sh: Shell, children: readonly Process[]): number | undefined {
  if (!sh.on('monitor')) return undefined;
  return children[0]?.pid ?? 0;
}

/** A part of a pipeline or a background command: a program at once when that is all it is, a copy of the shell otherwise. */
function startChild(sh: Shell, node: PipelineNode | AndOr, fds: readonly (OpenFile | undefined)[], pgid: number | undefined): Process {
  const options = { fds, ...(pgid === undefined ? {} : { pgid }) };
  const plain = node.type === 'Command' ? plainCommand(sh, node) : undefined;
  const child = plain && spawnProgram(sh, plain.path, plain.argv, sh.variables.environment(), options);
  if (child) return child;
  return fork(
    sh,
    (sub) => {
      sub.mayExecLast = true;
      return runNode(sub, node);
    },
    options,
  );
}

function* runBackground(sh: Shell, statement: Statement): Run<number> {
  const fds = new ChildDescriptors(sh.p);
  const node = statement.command;
  let children: Process[];
  if (node.type === 'Pipeline' && node.commands.length > 1 && node.prefixes.length === 0) children = startPipeline(sh, node);
  else {
    if (!sh.on('monitor')) fds.set(0, sh.p.files.open('/dev/null'));
    children = [startChild(sh, node, fds.files, groupFor(sh, []))];
  }
  const last = children[children.length - 1]!;
  const text = sourceText(sh, node);
  const job = sh.jobs.add(sh.on('monitor') ? children[0]!.pid : 0, text, children.map((c) => c.pid), true);
  sh.lastBackgroundPid = last.pid;
  if (sh.interactive) yield* errorText(sh, sh.isBash ? `[${job.id}] ${last.pid}\n` : '');
  return 0;
}

function* reportTime(sh: Shell, realMs: number, cpuMs: number): Run<void> {
  const line = (name: string, ms: number) => `${name}\t${Math.floor(ms / 60_000)}m${Math.floor((ms % 60_000) / 1000)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}s\n`;
  yield* errorText(sh, `\n${line('real', realMs)}${line('user', cpuMs)}${line('sys', 0)}`);
}
