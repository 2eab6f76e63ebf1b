/** What steers the flow: :, true, false, exit, return, break, continue, shift. */
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { callStack } from '../interpreter/call-stack.ts';
import { complain, words } from '../interpreter/complain.ts';
import { print, refuse } from './output.ts';

export const succeed: Builtin = () => 0;

export const fail: Builtin = () => 1;

export const exit: Builtin = (sh, args) => leaveShell(sh, args);

function* leaveShell(sh: Shell, args: readonly string[]): Run<number> {
  const status = yield* codeArgument(sh, 'exit', args);
  if (status === undefined) return 1;
  if (sh.interactive && sh.isBash && sh.subshellDepth === 0) yield* print(sh, sh.shopts.has('login_shell') ? 'logout\n' : 'exit\n');
  sh.control = { kind: 'exit', status };
  return status;
}

export const logout: Builtin = function* (sh, args) {
  if (!sh.shopts.has('login_shell')) return yield* refuse(sh, 'logout', "not login shell: use `exit'");
  return yield* leaveShell(sh, args);
};

export const leave: Builtin = function* (sh, args) {
  if (!sh.inFunction && sh.sourceDepth === 0) {
    if (sh.isBash) return yield* refuse(sh, 'return', "can only `return' from a function or sourced script", 2);
    return yield* leaveShell(sh, args);
  }
  const status = yield* codeArgument(sh, 'return', args);
  if (status === undefined) return 1;
  sh.control = { kind: 'return', status };
  return status;
};

/** The code given, or that of the last command. A wrong number still leaves, with 2. */
function* codeArgument(sh: Shell, builtin: string, args: readonly string[]): Run<number | undefined> {
  const given = args[0] === '--' ? args[1] : args[0];
  if (given === undefined) return sh.status;
  if (!/^\s*[-+]?\d+\s*$/.test(given)) {
    yield* complain(sh, words(sh).illegalNumber(builtin, given));
    return 2;
  }
  if (args.length > 1 && sh.isBash && args[0] !== '--') {
    yield* complain(sh, `${builtin}: too many arguments`);
    return undefined;
  }
  return Number(BigInt.asUintN(8, BigInt(given.trim().replace(/^\+/, ''))));
}

export const breakLoop: Builtin = (sh, args) => loopControl(sh, 'break', args);
export const continueLoop: Builtin = (sh, args) => loopControl(sh, 'continue', args);

function* loopControl(sh: Shell, kind: 'break' | 'continue', args: readonly string[]): Run<number> {
  const levels = args[0] === undefined ? 1 : Number(args[0]);
  if (!Number.isInteger(levels)) {
    yield* complain(sh, words(sh).illegalNumber(kind, args[0]!));
    sh.control = { kind: 'exit', status: 128 };
    return 128;
  }
  if (sh.loopDepth === 0) {
    if (sh.isBash) yield* complain(sh, `${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
    return 0;
  }
  if (levels < 1) {
    yield* complain(sh, sh.isBash ? `${kind}: ${levels}: loop count out of range` : `${kind}: Illegal number: ${levels}`);
    sh.control = { kind: 'break', levels: sh.loopDepth, status: 1 };
    return 1;
  }
  sh.control = { kind, levels };
  return 0;
}

/** caller: where the function under way was called from; with a number, that many calls further out. */
export const caller: Builtin = function* (sh, args) {
  const stack = callStack(sh);
  const depth = args[0] === undefined ? 0 : Number(args[0]);
  if (!Number.isInteger(depth) || depth < 0) return yield* refuse(sh, 'caller', `${args[0]!}: invalid number`);
  const [level, outer] = stack.slice(depth);
  if (sh.frames.length === 0 || !level || (!outer && args[0] !== undefined)) return 1;
  const file = outer?.file ?? 'NULL';
  yield* print(sh, args[0] === undefined ? `${level.line} ${file}\n` : `${level.line} ${outer!.function} ${file}\n`);
  return 0;
};

export const shift: Builtin = function* (sh, args) {
  const count = args[0] === undefined ? 1 : Number(args[0]);
  if (!Number.isInteger(count)) return yield* refuse(sh, 'shift', `${args[0]!}: numeric argument required`);
  if (count < 0) return yield* refuse(sh, 'shift', `${count}: shift count out of range`);
  if (count > sh.positional.length) {
    if (sh.isBash) return 1;
    yield* refuse(sh, 'shift', "can't shift that many");
    if (!sh.interactive) sh.control = { kind: 'exit', status: 2 };
    return 2;
  }
  sh.positional = sh.positional.slice(count);
  return 0;
};
