/** Lists, `&&` and `||`, pipelines and the background: what joins commands. */
import type { AndOr, Pipeline, PipelineNode, Statement } from 'unbash';
import type { OpenFile, Process } from '../../host/index.ts';
import { errorText } from './complain.ts';
import { pidOf, waitForeground } from './foreground.ts';
import { ChildDescriptors, SavedDescriptors } from './redirect.ts';
import { runCommand, runSimple } from './run-command.ts';
import { plainCommand, spawnProgram } from './run-program.ts';
import type { Answer, Run, Shell } from './shell.ts';
import { sourceText } from './source-text.ts';
import { closeSubstitutions, fork } from './subshell.ts';
import { runPseudoTrap, runTraps } from './traps.ts';

export function runStatements(sh: Shell, statements: readonly Statement[]): Answer {
  const mayExec = sh.mayExecLast;
  const open = sh.substitutionFds.length;
  for (let i = 0; i < statements.length; i++) {
    const answer = runStatement(sh, statements[i]!, mayExec && i === statements.length - 1);
    if (typeof answer !== 'number' || (answer !== 0 && sh.conditionDepth === 0) || mayTrap(sh)) return runOn(sh, statements, i, answer, { mayExec, open });
    sh.status = answer;
    if (sh.substitutionFds.length > open) closeSubstitutions(sh, open);
    if (sh.control) break;
  }
  return sh.status;
}

/** The rest of a list, from a statement on that has been begun; `open` substitutions are those of who runs the list. */
function* runOn(sh: Shell, statements: readonly Statement[], from: number, begun: Answer, { mayExec, open }: { readonly mayExec: boolean; readonly open: number }): Run<number> {
  let answer = begun;
  for (let i = from; ; answer = runStatement(sh, statements[i]!, mayExec && i === statements.length - 1)) {
    sh.status = typeof answer === 'number' ? answer : yield* answer;
    if (sh.substitutionFds.length > open) closeSubstitutions(sh, open);
    const { command, background } = statements[i]!;
    if (sh.status !== 0 && command.type === 'Command' && !background) yield* noteFailure(sh, sh.status);
    if (mayTrap(sh)) yield* runTraps(sh);
    if (sh.control || ++i === statements.length) return sh.status;
  }
}

function mayTrap(sh: Shell): boolean {
  return sh.pendingSignals.length > 0 || sh.fatalSignal !== undefined;
}

function runStatement(sh: Shell, { command, background, pos }: Statement, mayExec: boolean): Answer {
  sh.position = pos;
  sh.mayExecLast = mayExec;
  if (background) return runBackground(sh, command);
  return command.type === 'Command' ? runSimple(sh, command) : runNode(sh, command);
}

export function runNode(sh: Shell, node: PipelineNode | AndOr): Answer {
  if (node.type === 'AndOr') return runAndOr(sh, node);
  if (node.type === 'Pipeline') return runPipeline(sh, node);
  const answer = runCommand(sh, node);
  return answer === 0 || !isChecked(node) ? answer : runChecked(sh, answer);
}

/** Whether it is one of the commands whose failure set -e and the ERR trap take notice of. */
function isChecked(node: PipelineNode): boolean {
  const { type } = node.type === 'Redirected' ? node.command : node;
  return type === 'Command' || type === 'Pipeline' || type === 'Subshell' || type === 'TestCommand' || type === 'ArithmeticCommand';
}

function* runChecked(sh: Shell, answer: Answer): Run<number> {
  const status = typeof answer === 'number' ? answer : yield* answer;
  if (status !== 0) yield* noteFailure(sh, status);
  return status;
}

function* noteFailure(sh: Shell, status: number): Run<void> {
  sh.status = status;
  if (sh.control || sh.conditionDepth > 0) return;
  if (sh.traps.size > 0) yield* runPseudoTrap(sh, 'ERR');
  if (sh.on('errexit')) sh.control ??= { kind: 'exit', status };
}

function* runAndOr(sh: Shell, node: AndOr): Run<number> {
  const mayExec = sh.mayExecLast;
  const last = node.commands.length - 1;
  let status = 0;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && (node.operators[i - 1] === '&&') !== (status === 0)) continue;
    sh.mayExecLast = mayExec && i === last;
    if (i < last) sh.conditionDepth++;
    try {
      const answer = runNode(sh, node.commands[i]!);
      status = typeof answer === 'number' ? answer : yield* answer;
    } finally {
      if (i < last) sh.conditionDepth--;
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
  if (node.commands.length > 1) sh.command = node.commands.at(-1);
  sh.mayExecLast &&= node.commands.length === 1 && !negated && !time;
  if (negated) sh.conditionDepth++;
  let status = 0;
  try {
    if (node.commands.length === 1) {
      const answer = runNode(sh, node.commands[0]!);
      status = typeof answer === 'number' ? answer : yield* answer;
    } else if (node.commands.length > 1) status = yield* lastHere(sh, node);
  } finally {
    if (negated) sh.conditionDepth--;
  }
  if (time) yield* reportTime(sh, time.posix !== undefined, sh.p.host.clock.now - startedMs, (sh.p.cpuNs - cpuBefore) / 1e6);
  if (negated) return status === 0 ? 1 : 0;
  if (status !== 0 && node.commands.length > 1) yield* noteFailure(sh, status);
  return status;
}

/** Under lastpipe the last part is run by the shell itself, when it has no jobs to control. */
function* lastHere(sh: Shell, node: Pipeline): Run<number> {
  if (!sh.shopts.has('lastpipe') || sh.on('monitor')) return yield* waitForeground(sh, startPipeline(sh, node), sourceText(sh, node));
  const saved = new SavedDescriptors(sh.p);
  const last = node.commands.at(-1)!;
  let status: number;
  const children = startPipeline(sh, { ...node, commands: node.commands.slice(0, -1) }, (reader) => saved.set(0, reader));
  try {
    const answer = runNode(sh, last);
    status = typeof answer === 'number' ? answer : yield* answer;
  } finally {
    saved.restore();
  }
  const before = yield* waitForeground(sh, children, sourceText(sh, node));
  sh.pipeStatus = [...(sh.pipeStatus ?? []), status];
  return status !== 0 || !sh.on('pipefail') ? status : before;
}

/** Starts every part with its ends of the pipes between them; who takes what the last one prints is given it. */
function startPipeline(sh: Shell, node: Pipeline, taker?: (reader: OpenFile) => void): Process[] {
  const children: Process[] = [];
  let input: OpenFile | undefined;
  for (let i = 0; i < node.commands.length; i++) {
    const fds = new ChildDescriptors(sh.p);
    if (input) fds.set(0, input);
    input = undefined;
    if (i < node.commands.length - 1 || taker) {
      const [reader, writer] = sh.p.makePipe();
      fds.set(1, writer);
      if (node.operators[i] === '|&') fds.set(2, writer);
      input = reader;
      if (i === node.commands.length - 1) taker?.(reader);
    }
    children.push(startChild(sh, node.commands[i]!, fds.files, groupFor(sh, children)));
  }
  return children;
}

function groupFor(sh: Shell, children: readonly Process[]): number | undefined {
  if (!sh.on('monitor')) return undefined;
  return children[0] ? pidOf(sh, children[0]) : 0;
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
      if (node.type === 'Command') sub.traps.delete('ERR'); // the shell that asked notices its failure
      return runNode(sub, node);
    },
    options,
  );
}

function* runBackground(sh: Shell, node: PipelineNode | AndOr): Run<number> {
  const fds = new ChildDescriptors(sh.p);
  let children: Process[];
  if (node.type === 'Pipeline' && node.commands.length > 1 && node.prefixes.length === 0) children = startPipeline(sh, node);
  else {
    if (!sh.on('monitor')) fds.set(0, sh.p.files.open('/dev/null'));
    children = [startChild(sh, node, fds.files, groupFor(sh, []))];
  }
  const last = children[children.length - 1]!;
  const text = sourceText(sh, node);
  const job = sh.jobs.add(sh.on('monitor') ? pidOf(sh, children[0]!) : 0, text, children.map((c) => pidOf(sh, c)), true);
  sh.lastBackgroundPid = pidOf(sh, last);
  if (sh.interactive) yield* errorText(sh, sh.isBash ? `[${job.id}] ${pidOf(sh, last)}\n` : '');
  return 0;
}

/** In the form of TIMEFORMAT, or of POSIX for `time -p`. */
function* reportTime(sh: Shell, posix: boolean, realMs: number, cpuMs: number): Run<void> {
  const format = posix ? 'real %2R\nuser %2U\nsys %2S' : (sh.variables.get('TIMEFORMAT') ?? '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS');
  if (format === '') return;
  const text = format.replace(/%(?:%|([0-3]?)(l?)([RUSP]))/g, (whole, digits: string, long: string, what: string) => {
    if (what === undefined) return '%';
    if (what === 'P') return (realMs === 0 ? 0 : (100 * cpuMs) / realMs).toFixed(2);
    return duration(what === 'R' ? realMs : what === 'U' ? cpuMs : 0, digits === '' ? 3 : Number(digits), long !== '');
  });
  yield* errorText(sh, `${text}\n`);
}

function duration(ms: number, digits: number, long: boolean): string {
  const seconds = Math.floor((long ? ms % 60_000 : ms) / 1000);
  const fraction = digits === 0 ? '' : `.${String(Math.floor(ms % 1000)).padStart(3, '0').slice(0, digits)}`;
  return long ? `${Math.floor(ms / 60_000)}m${seconds}${fraction}s` : `${seconds}${fraction}`;
}
