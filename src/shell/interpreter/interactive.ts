/** A shell at a terminal: prompts, lines that go on, jobs and what became of them, and errors that end a line but not the shell. */
import { SystemError } from '../../host/index.ts';
import { readLine } from '../builtins/read.ts';
import { errorText } from './complain.ts';
import { runUnit } from './evaluate.ts';
import { notifyJobs } from './foreground.ts';
import { InputCollector } from './input.ts';
import { isStopped } from './jobs.ts';
import { promptText } from './prompt.ts';
import { Interrupted, ShellFailure, type Run, type Shell } from './shell.ts';
import { expandHistory } from '../language/history-expansion.ts';
import { parseUnit, type Unit } from '../language/parse-script.ts';
import { arrangeInteractive, runTraps } from './traps.ts';

export function* runInteractive(sh: Shell): Run<void> {
  prepare(sh);
  const collector = new InputCollector();
  let warned = false;
  for (;;) {
    const unit = yield* nextUnit(sh, collector);
    if (unit === 'interrupted') {
      sh.status = 130;
      continue;
    }
    if (unit !== 'end') yield* runLine(sh, unit.unit, unit.firstLine);
    if (unit !== 'end' && sh.control?.kind !== 'exit') {
      warned = false;
      continue;
    }
    if (!warned && sh.jobs.jobs.some(isStopped)) {
      warned = true;
      sh.control = undefined;
      yield* errorText(sh, `${unit === 'end' ? '\n' : ''}There are stopped jobs.\n`);
      continue;
    }
    if (unit === 'end') yield* errorText(sh, sh.isBash ? (sh.shopts.has('login_shell') ? 'logout\n' : 'exit\n') : '\n');
    return;
  }
}

/** Takes the terminal, in a process group of its own, and keeps what the terminal sends from ending it. */
function prepare(sh: Shell): void {
  const { p } = sh;
  sh.interactive = true;
  const name = p.argv[0]!.startsWith('-') ? p.argv[0]! : sh.isBash ? sh.name.slice(sh.name.lastIndexOf('/') + 1) : sh.name;
  sh.source = { ...sh.source, name };
  sh.options.add('monitor');
  if (sh.isBash) {
    sh.options.add('histexpand');
    sh.shopts.add('expand_aliases');
    if (!sh.variables.find('HISTSIZE')) sh.variables.set('HISTSIZE', '500');
  }
  arrangeInteractive(sh);
  if (p.pgid !== p.pid) {
    try {
      p.setpgid(0, 0);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }
  if (p.tty) p.tty.foreground = p.groupPids;
}

type Next = { readonly unit: Unit; readonly firstLine: number } | 'end' | 'interrupted';

/** Prompts until the lines are complete. */
function* nextUnit(sh: Shell, collector: InputCollector): Run<Next> {
  try {
    for (;;) {
      if (collector.empty) yield* beforePrompt(sh);
      yield* errorText(sh, yield* promptText(sh, collector.empty ? 'PS1' : 'PS2'));
      const line = yield* readLine(sh, 0, 10, true);
      if (!line || (!line.complete && line.text === '')) {
        if (collector.empty) return 'end';
        const { firstLine } = collector;
        return { unit: parseUnit(collector.take()), firstLine };
      }
      const text = collector.inDocument ? line.text : yield* recall(sh, line.text);
      if (text === undefined) continue;
      const unit = collector.add(line.complete ? `${text}\n` : text);
      if (!unit) continue;
      const { firstLine } = collector;
      remember(sh, collector.take());
      return { unit, firstLine };
    }
  } catch (error) {
    if (!isInterrupt(sh, error)) throw error;
    collector.take();
    if (sh.pendingSignals.length > 0) yield* runTraps(sh);
    yield* errorText(sh, '\n');
    return 'interrupted';
  }
}

/** The line with what it takes from lines before it, which is shown; undefined when nothing is to be run. */
function* recall(sh: Shell, line: string): Run<string | undefined> {
  const expansion = sh.on('histexpand') && /[!^]/.test(line) ? expandHistory(line, sh.history) : undefined;
  if (!expansion) return line;
  if ('problem' in expansion) {
    yield* errorText(sh, `${sh.source.name}: ${expansion.problem}\n`);
    return undefined;
  }
  yield* errorText(sh, `${expansion.text}\n`);
  if (!expansion.printsOnly) return expansion.text;
  remember(sh, expansion.text);
  return undefined;
}

function* beforePrompt(sh: Shell): Run<void> {
  yield* notifyJobs(sh);
  const command = sh.isBash ? sh.variables.get('PROMPT_COMMAND') : undefined;
  if (!command) return;
  const { status } = sh;
  yield* runLine(sh, parseUnit(command), 1);
  sh.status = status;
}

function remember(sh: Shell, text: string): void {
  const line = text.replace(/\n$/, '');
  if (line.trim() === '' || !(sh.isBash || sh.flavour === 'ash')) return;
  if (/ignore(space|both)/.test(sh.variables.get('HISTCONTROL') ?? '') && line.startsWith(' ')) return;
  if (/ignore(dups|both)/.test(sh.variables.get('HISTCONTROL') ?? '') && line === sh.history[sh.history.length - 1]) return;
  sh.history.push(line);
  if (sh.history.length > 2000) sh.history.splice(0, 1000);
}

function isInterrupt(sh: Shell, error: unknown): boolean {
  if (!(error instanceof Interrupted) && !(error instanceof SystemError && error.code === 'EINTR')) return false;
  sh.interrupted = false;
  return true;
}

function* runLine(sh: Shell, unit: Unit, firstLine: number): Run<void> {
  try {
    yield* runUnit(sh, unit, '', firstLine);
  } catch (error) {
    if (error instanceof ShellFailure) sh.status = error.status;
    else if (isInterrupt(sh, error)) {
      if (!(error instanceof Interrupted && error.lineEnded)) yield* errorText(sh, '\n');
      sh.status = 130;
    } else throw error;
    sh.loopDepth = sh.conditionDepth = sh.depth = 0;
  }
  if (sh.interrupted) {
    sh.interrupted = false;
    sh.status = 130;
    yield* errorText(sh, '\n');
  }
  if (sh.control && sh.control.kind !== 'exit') sh.control = undefined;
}
