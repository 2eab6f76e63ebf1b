/** The builtin commands by name, for each flavour of shell. */
import type { Builtin, Builtins } from '../interpreter/shell.ts';
import type { Flavour } from '../interpreter/messages.ts';
import { alias, unalias } from './alias.ts';
import { cd, pwd } from './change-directory.ts';
import { dirs, popd, pushd } from './directory-stack.ts';
import { builtin, command, exec, type } from './command.ts';
import { enable } from './enable.ts';
import { hash } from './hash.ts';
import { breakLoop, caller, continueLoop, exit, fail, leave, logout, shift, succeed } from './control.ts';
import { declare, exportVariables, local, readonlyVariables } from './declare.ts';
import { echo } from './echo.ts';
import { getopts } from './getopts.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { bg, disown, fg, jobs, wait } from './job-control.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { times, ulimit, umask } from './limits.ts';
import { printf } from './printf.ts';
import { mapfile } from './mapfile.ts';
import { read } from './read.ts';
import { set, shopt } from './set.ts';
import { evaluate, source } from './source.ts';
import { bracket, test } from './test.ts';
import { trap } from './trap.ts';
import { unset } from './unset.ts';

const posix: readonly (readonly [string, Builtin])[] = [
  [':', succeed],
  ['.', source],
  ['[', bracket],
  ['alias', alias],
  ['bg', bg],
  ['break', breakLoop],
  ['cd', cd],
  ['command', command],
  ['continue', continueLoop],
  ['echo', echo],
  ['eval', evaluate],
  ['exec', exec],
  ['exit', exit],
  ['export', exportVariables],
  ['false', fail],
  ['fg', fg],
  ['getopts', getopts],
  ['hash', hash],
  ['jobs', jobs],
  ['kill', kill],
  ['local', local],
  ['printf', printf],
  ['pwd', pwd],
  ['read', read],
  ['readonly', readonlyVariables],
  ['return', leave],
  ['set', set],
  ['shift', shift],
  ['test', test],
  ['times', times],
  ['trap', trap],
  ['true', succeed],
  ['type', type],
  ['ulimit', ulimit],
  ['umask', umask],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
];

const bashOnly: readonly (readonly [string, Builtin])[] = [
  ['builtin', builtin],
  ['caller', caller],
  ['declare', declare],
  ['enable', enable],
  ['dirs', dirs],
  ['disown', disown],
  ['help', help],
  ['history', history],
  ['let', letBuiltin],
  ['logout', logout],
  ['mapfile', mapfile],
  ['popd', popd],
  ['pushd', pushd],
  ['readarray', mapfile],
  ['shopt', shopt],
  ['source', source],
  ['typeset', declare],
];

const ashExtras: readonly (readonly [string, Builtin])[] = [
  ['help', help],
  ['history', history],
  ['let', letBuiltin],
  ['source', source],
];

const tables: Readonly<Record<Flavour, Builtins>> = {
  bash: new Map([...posix, ...bashOnly]),
  dash: new Map(posix),
  ash: new Map([...posix, ...ashExtras]),
};

export function builtinsOf(flavour: Flavour): Builtins {
  return tables[flavour];
}
