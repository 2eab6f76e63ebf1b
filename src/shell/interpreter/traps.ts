/** Traps: a signal only leaves a note; its action runs between two commands, and EXIT's when the shell ends. */
import { signalNumber, tick, type Signal } from '../../host/index.ts';
import type { CommandNode } from 'unbash';
import { ShellFailure, type Run, type Shell } from './shell.ts';

/** Arranges for the signal as the shell's trap says; undefined takes the trap back. */
export function arrange(sh: Shell, signal: Signal, action: string | undefined): void {
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') return;
  if (action === '') sh.p.on(signal, 'ignore');
  else if (action !== undefined) {
    sh.p.on(signal, () => {
      sh.pendingSignals.push(signal);
      return sh.waiting ? 'interrupt' : undefined;
    });
  } else if (sh.interactive) arrangeInteractive(sh);
  else sh.p.on(signal, fatal.includes(signal) && sh.isBash && sh.traps.has('EXIT') ? () => noteFatal(sh, signal) : 'default');
}

/** What an interactive shell survives: Ctrl-C brings it back to its prompt, and SIGTERM and the terminal's stops pass by. */
export function arrangeInteractive(sh: Shell): void {
  if (!sh.traps.has('SIGINT')) {
    sh.p.on('SIGINT', () => {
      sh.interrupted = true;
      return 'interrupt';
    });
  }
  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const) if (!sh.traps.has(signal)) sh.p.on(signal, () => {});
}

const fatal: readonly Signal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** bash runs the EXIT trap also when a signal ends it. */
export function arrangeExit(sh: Shell): void {
  if (sh.interactive || !sh.isBash) return;
  for (const signal of fatal) if (!sh.traps.has(signal)) sh.p.on(signal, sh.traps.has('EXIT') ? () => noteFatal(sh, signal) : 'default');
}

function noteFatal(sh: Shell, signal: Signal): 'interrupt' | undefined {
  sh.fatalSignal ??= signal;
  return sh.waiting ? 'interrupt' : undefined;
}

/** Runs the actions of the signals that have come. */
export function* runTraps(sh: Shell): Run<void> {
  while (sh.pendingSignals.length > 0) {
    const signal = sh.pendingSignals.shift()!;
    const action = sh.traps.get(signal);
    if (action) yield* runAction(sh, action);
    if (sh.control) return;
  }
  if (sh.fatalSignal) sh.control ??= { kind: 'exit', status: 128 + signalNumber(sh.fatalSignal) };
}

/** The status before the action is the status after it. */
function* runAction(sh: Shell, action: string): Run<void> {
  const { status, control, trapped, command } = sh;
  sh.control = undefined;
  sh.trapped ??= { command, text: sh.source.text };
  yield* sh.engine.text(sh, action, 'trap');
  sh.trapped = trapped;
  sh.command = command;
  if (!sh.control) sh.status = status;
  sh.control ??= control;
}

/** The action of ERR, DEBUG or RETURN; what it does itself does not set it off. */
export function* runPseudoTrap(sh: Shell, condition: Pseudo): Run<void> {
  const action = sh.traps.get(condition);
  if (!action) return;
  sh.traps.delete(condition);
  yield* runAction(sh, action);
  if (!sh.traps.has(condition)) sh.traps.set(condition, action);
}

/** Before a command, when there is a DEBUG trap. */
export function* debugTrap(sh: Shell, node: CommandNode): Run<void> {
  sh.command = node;
  if (sh.traps.has('DEBUG')) yield* runPseudoTrap(sh, 'DEBUG');
}

type Pseudo = 'ERR' | 'DEBUG' | 'RETURN';

/** A function does not inherit these traps, unless set -E or -T says so. What was put away is to be given to `bringBack`. */
export function putAway(sh: Shell): readonly (readonly [Pseudo, string])[] {
  if (sh.traps.size === 0) return nothing;
  const away: [Pseudo, string][] = [];
  for (const condition of ['ERR', 'DEBUG', 'RETURN'] as const) {
    const action = sh.traps.get(condition);
    if (action === undefined || sh.on(condition === 'ERR' ? 'errtrace' : 'functrace')) continue;
    away.push([condition, action]);
    sh.traps.delete(condition);
  }
  return away;
}

const nothing: readonly (readonly [Pseudo, string])[] = [];

export function bringBack(sh: Shell, away: readonly (readonly [Pseudo, string])[]): void {
  for (const [condition, action] of away) if (!sh.traps.has(condition)) sh.traps.set(condition, action);
}

/** The shell is ending: EXIT's action, then the code, which the action's own `exit` may replace. */
export function* runExitTrap(sh: Shell): Run<number> {
  const action = sh.traps.get('EXIT');
  sh.traps.delete('EXIT');
  if (action) {
    sh.control = undefined;
    const { status } = sh;
    try {
      yield* sh.engine.text(sh, action, 'trap');
      const control = sh.control as Shell['control'];
      sh.status = control?.kind === 'exit' ? control.status : status;
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      sh.status = error.status;
    }
  }
  if (sh.fatalSignal) {
    sh.p.on(sh.fatalSignal, 'default');
    sh.p.kill(sh.p.pid, sh.fatalSignal);
    yield tick();
  }
  return sh.status;
}
