/** pushd, popd and dirs: a stack of directories, whose top is where the shell is. */
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { go, logicalPath } from './change-directory.ts';
import { print, refuse, tellUsage, wrongOption } from './output.ts';

function stack(sh: Shell): string[] {
  return [logicalPath(sh), ...sh.directories];
}

/** `+1` counts from the top, `-1` from the bottom; undefined for what is neither. */
function place(text: string, size: number): number | undefined {
  const match = /^([-+])(\d+)$/.exec(text);
  if (!match) return undefined;
  return match[1] === '+' ? Number(match[2]) : size - 1 - Number(match[2]);
}

/** Goes to the top of a new stack, and keeps the rest. */
function* settle(sh: Shell, builtin: string, [top, ...rest]: readonly string[], moves: boolean): Run<number> {
  const status = moves ? yield* go(sh, top!, builtin, false, false) : 0;
  if (status !== 0) return status;
  sh.directories.splice(0, Infinity, ...rest);
  return yield* show(sh, []);
}

export const pushd: Builtin = function* (sh, args) {
  const moves = args[0] !== '-n';
  const target = args[moves ? 0 : 1];
  const all = stack(sh);
  if (target === undefined) {
    if (all.length === 1) return yield* refuse(sh, 'pushd', 'no other directory');
    const [here = '', next = '', ...rest] = all;
    return moves ? yield* settle(sh, 'pushd', [next, here, ...rest], true) : 0;
  }
  const at = place(target, all.length);
  if (at === undefined) {
    if (/^-./.test(target)) {
      yield* refuse(sh, 'pushd', `${target}: invalid number`);
      return yield* tellUsage(sh, 'pushd', '[-n] [+N | -N | dir]');
    }
    const [here = '', ...rest] = all;
    return yield* settle(sh, 'pushd', moves ? [target, here, ...rest] : [here, target, ...rest], moves);
  }
  if (at < 0 || at >= all.length) return yield* refuse(sh, 'pushd', all.length === 1 ? 'directory stack empty' : `${target}: directory stack index out of range`);
  return yield* settle(sh, 'pushd', [...all.slice(at), ...all.slice(0, at)], moves);
};

export const popd: Builtin = function* (sh, args) {
  const moves = args[0] !== '-n';
  const target = args[moves ? 0 : 1];
  const all = stack(sh);
  if (target !== undefined && !/^[-+]\d+$/.test(target)) {
    yield* refuse(sh, 'popd', `${target}: invalid argument`);
    return yield* tellUsage(sh, 'popd', '[-n] [+N | -N]');
  }
  const at = target === undefined ? (moves ? 0 : 1) : place(target, all.length)!;
  if (all.length === 1) return yield* refuse(sh, 'popd', 'directory stack empty');
  if (at < 0 || at >= all.length) return yield* refuse(sh, 'popd', `${target}: directory stack index out of range`);
  return yield* settle(sh, 'popd', all.filter((_, i) => i !== at), moves && at === 0);
};

export const dirs: Builtin = (sh, args) => show(sh, args);

function* show(sh: Shell, args: readonly string[]): Run<number> {
  let flags = '';
  let chosen: string | undefined;
  for (const arg of args) {
    if (/^[-+]\d+$/.test(arg)) chosen = arg;
    else if (/^-[clpv]+$/.test(arg)) flags += arg;
    else return yield* wrongOption(sh, 'dirs', arg, '[-clpv] [+N] [-N]');
  }
  if (flags.includes('c')) {
    sh.directories.length = 0;
    return 0;
  }
  const home = sh.variables.get('HOME');
  const all = stack(sh).map((d) => (home && !flags.includes('l') && (d === home || d.startsWith(`${home}/`)) ? `~${d.slice(home.length)}` : d));
  if (chosen !== undefined) {
    const dir = all[place(chosen, all.length)!];
    if (dir === undefined) return yield* refuse(sh, 'dirs', `${chosen}: directory stack index out of range`);
    yield* print(sh, `${dir}\n`);
  } else if (flags.includes('v')) yield* print(sh, all.map((d, i) => `${String(i).padStart(2)}  ${d}\n`).join(''));
  else yield* print(sh, `${all.join(flags.includes('p') ? '\n' : ' ')}\n`);
  return 0;
}
