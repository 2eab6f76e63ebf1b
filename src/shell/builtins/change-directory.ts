/** cd and pwd. The logical path, links and all, is the shell's own affair: it lives in PWD. */
import { FileError } from '../../files/index.ts';
import { words } from '../interpreter/complain.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { attempt } from '../interpreter/shell-files.ts';
import { print, refuse, wrongOption } from './output.ts';

export const cd: Builtin = function* (sh, args) {
  let physical = false;
  let i = 0;
  for (; args[i]?.startsWith('-') && args[i] !== '-'; i++) {
    if (args[i] === '--') {
      i++;
      break;
    }
    if (!/^-[LPe@]+$/.test(args[i]!)) return yield* wrongOption(sh, 'cd', args[i]!.slice(0, 2), '[-L|[-P [-e]] [-@]] [dir]');
    physical = args[i]!.includes('P');
  }
  if (args.length > i + 1) return yield* refuse(sh, 'cd', 'too many arguments');
  let target = args[i];
  if (target === undefined) {
    target = sh.variables.get('HOME');
    if (target === undefined) return sh.isBash ? yield* refuse(sh, 'cd', 'HOME not set') : 0;
  }
  let shown = false;
  if (target === '-') {
    target = sh.variables.get('OLDPWD');
    if (target === undefined) return yield* refuse(sh, 'cd', 'OLDPWD not set');
    shown = true;
  }
  const found = fromCdPath(sh, target);
  return yield* go(sh, found ?? target, 'cd', physical, shown || found !== undefined);
};

/** A directory of CDPATH that has the name; it is printed when it was used. */
function fromCdPath(sh: Shell, target: string): string | undefined {
  const path = sh.variables.get('CDPATH');
  if (!path || /^(\/|\.\.?(\/|$))/.test(target)) return undefined;
  for (const dir of path.split(':')) {
    if (dir === '' || dir === '.') return undefined;
    if (attempt(() => sh.p.files.stat(`${dir}/${target}`))?.kind === 'dir') return `${dir}/${target}`;
  }
  return undefined;
}

export function* go(sh: Shell, target: string, builtin: string, physical: boolean, shown: boolean): Run<number> {
  const before = logicalPath(sh);
  const path = target === '' ? before : normalise(target.startsWith('/') ? target : `${before}/${target}`);
  try {
    sh.p.chdir(physical || !attempt(() => sh.p.files.stat(path)) ? target || '.' : path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return yield* refuse(sh, builtin, words(sh).cannotChangeTo(target, error.code), sh.isBash ? 1 : 2);
  }
  const now = physical ? sh.p.cwd : path;
  sh.variables.set('OLDPWD', before);
  sh.variables.set('PWD', now);
  for (const name of ['OLDPWD', 'PWD']) sh.variables.export(name);
  if (shown) yield* print(sh, `${now}\n`);
  return 0;
}

/** PWD, as long as it names the directory that the process is in. */
export function logicalPath(sh: Shell): string {
  const pwd = sh.variables.get('PWD');
  if (pwd?.startsWith('/') && attempt(() => sh.p.files.realpath(pwd)) === sh.p.cwd) return pwd;
  return sh.p.cwd;
}

function normalise(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

export const pwd: Builtin = function* (sh, args) {
  const option = args.find((a) => a.startsWith('-') && a !== '-');
  if (option && !/^-[LP]+$|^--$/.test(option)) return yield* wrongOption(sh, 'pwd', option.slice(0, 2), '[-LP]');
  yield* print(sh, `${option?.includes('P') ? sh.p.cwd : logicalPath(sh)}\n`);
  return 0;
};
