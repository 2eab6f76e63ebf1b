/** trap: actions for signals, for the shell's end (EXIT) and for failing commands (ERR). */
import { parseSignal, signalNumber, type Signal } from '../../host/index.ts';
import { complain } from '../interpreter/complain.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { arrange, arrangeExit } from '../interpreter/traps.ts';
import { singleQuote } from '../language/quote-for-shell.ts';
import { signalTable } from './kill.ts';
import { print } from './output.ts';

export const trap: Builtin = function* (sh, args) {
  let rest = args[0] === '--' ? args.slice(1) : args;
  if (rest[0] === '-l' && sh.isBash) {
    yield* print(sh, signalTable());
    return 0;
  }
  if (rest.length === 0 || rest[0] === '-p') {
    yield* print(sh, listing(sh, rest.slice(1)));
    return 0;
  }
  let action = rest[0];
  if (rest.length === 1 || /^\d+$/.test(action ?? '')) action = undefined;
  else rest = rest.slice(1);
  if (action === '-') action = undefined;
  let status = 0;
  for (const name of rest) {
    const condition = conditionOf(name);
    if (!condition) {
      yield* complain(sh, sh.isBash ? `trap: ${name}: invalid signal specification` : `trap: ${name}: bad trap`);
      status = 1;
    } else if (action === undefined) yield* clear(sh, condition);
    else yield* put(sh, condition, action);
  }
  return status;
};

type Condition = Signal | 'EXIT' | 'ERR' | 'DEBUG' | 'RETURN';

function conditionOf(name: string): Condition | undefined {
  const upper = name.toUpperCase();
  if (name === '0' || upper === 'EXIT') return 'EXIT';
  if (upper === 'ERR' || upper === 'DEBUG' || upper === 'RETURN') return upper;
  return parseSignal(name);
}

// eslint-disable-next-line require-yield
function* put(sh: Shell, condition: Condition, action: string): Run<void> {
  sh.traps.set(condition, action);
  if (condition === 'EXIT') arrangeExit(sh);
  else if (isSignal(condition)) arrange(sh, condition, action);
}

// eslint-disable-next-line require-yield
function* clear(sh: Shell, condition: Condition): Run<void> {
  sh.traps.delete(condition);
  if (condition === 'EXIT') arrangeExit(sh);
  else if (isSignal(condition)) arrange(sh, condition, undefined);
}

function isSignal(condition: Condition): condition is Signal {
  return condition.startsWith('SIG');
}

function listing(sh: Shell, names: readonly string[]): string {
  const wanted = names.map(conditionOf);
  const order = (name: string) => (name === 'EXIT' ? 0 : isSignal(name as Condition) ? signalNumber(name as Signal) : 100);
  return [...sh.traps]
    .filter(([name]) => wanted.length === 0 || wanted.includes(name as Condition))
    .sort(([a], [b]) => order(a) - order(b))
    .map(([name, action]) => `trap -- ${singleQuote(action)} ${sh.isBash ? name : name.replace(/^SIG/, '')}\n`)
    .join('');
}
