/** command, builtin, type, exec: what a name stands for, and running it as just that. */
import { functionText } from '../interpreter/call-stack.ts';
import { complain } from '../interpreter/complain.ts';
import { waitForeground } from '../interpreter/foreground.ts';
import { callBuiltin, replaceWith } from '../interpreter/run-command.ts';
import { explainFailure, findCommand, searchPath, spawnProgram } from '../interpreter/run-program.ts';
import type { Answer, Builtin, Run, Shell } from '../interpreter/shell.ts';
import { singleQuote } from '../language/quote-for-shell.ts';
import { print, refuse, wrongOption } from './output.ts';

const keywords = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' '),
);

export const command: Builtin = function* (sh, args) {
  let i = 0;
  let show = '';
  for (; args[i]?.startsWith('-') && args[i] !== '-'; i++) {
    if (args[i] === '--') {
      i++;
      break;
    }
    if (!/^-[pvV]+$/.test(args[i]!)) return yield* wrongOption(sh, 'command', args[i]!.slice(0, 2), '[-pVv] command [arg ...]');
    show += args[i]!.replace(/[-p]/g, '');
  }
  const rest = args.slice(i);
  if (rest.length === 0) return 0;
  if (show !== '') {
    let status = 1;
    for (const name of rest) if ((show.includes('V') ? yield* describe(sh, name, 'command') : yield* locate(sh, name)) === 0) status = 0;
    return status === 0 ? 0 : sh.isBash || show.includes('V') ? 1 : 127;
  }
  const answer = runPlain(sh, rest);
  return typeof answer === 'number' ? answer : yield* answer;
};

/** Without functions and aliases. */
function runPlain(sh: Shell, argv: readonly string[]): Answer {
  const name = argv[0]!;
  if (name === 'exec' && argv.length > 1) return replaceWith(sh, argv.slice(1), sh.variables.environment());
  if (sh.builtins.has(name)) return callBuiltin(sh, name, argv.slice(1));
  const path = findCommand(sh, name);
  const child = path === undefined ? undefined : spawnProgram(sh, path, argv, sh.variables.environment(), sh.on('monitor') ? { pgid: 0 } : {});
  return child ? waitForeground(sh, [child], argv.join(' ')) : explainFailure(sh, name, path);
}

function* locate(sh: Shell, name: string): Run<number> {
  const alias = sh.readsAliases ? sh.aliases.get(name) : undefined;
  if (alias !== undefined) yield* print(sh, `alias ${name}=${singleQuote(alias)}\n`);
  else if (keywords.has(name) || sh.functions.has(name) || sh.builtins.has(name)) yield* print(sh, `${name}\n`);
  else {
    const path = name.includes('/') ? (sh.p.files.executable(name) ? name : undefined) : searchPath(sh, name);
    if (path === undefined) return 1;
    yield* print(sh, `${path}\n`);
  }
  return 0;
}

function* describe(sh: Shell, name: string, builtin: string): Run<number> {
  const alias = sh.readsAliases ? sh.aliases.get(name) : undefined;
  const fn = sh.functions.get(name);
  if (alias !== undefined) yield* print(sh, sh.isBash ? `${name} is aliased to \`${alias}'\n` : `${name} is an alias for ${alias}\n`);
  else if (keywords.has(name)) yield* print(sh, sh.isBash ? `${name} is a shell keyword\n` : `${name} is a shell keyword\n`);
  else if (fn) yield* print(sh, sh.isBash ? `${name} is a function\n${functionText(name, fn)}` : `${name} is a shell function\n`);
  else if (sh.builtins.has(name)) yield* print(sh, `${name} is a shell builtin\n`);
  else {
    const hashed = sh.commandPaths.get(name);
    const path = name.includes('/') ? (sh.p.files.executable(name) ? name : undefined) : searchPath(sh, name);
    if (path === undefined) {
      if (!sh.isBash) yield* print(sh, `${name}: not found\n`);
      else yield* complain(sh, `${builtin}: ${name}: not found`);
      return sh.isBash ? 1 : 127;
    }
    yield* print(sh, sh.isBash && hashed && hashed.hits > 0 ? `${name} is hashed (${path})\n` : `${name} is ${path}\n`);
  }
  return 0;
}

export const type: Builtin = function* (sh, args) {
  const flags = args.filter((a) => /^-[afptP]+$/.test(a)).join('');
  const names = args.filter((a) => !/^-[afptP]+$/.test(a));
  let status = 0;
  for (const name of names) {
    let one = 0;
    if (flags.includes('t')) one = yield* kindOf(sh, name);
    else if (flags.includes('p') || flags.includes('P')) {
      const path = searchPath(sh, name);
      if (path === undefined) one = 1;
      else if (flags.includes('P') || (!sh.builtins.has(name) && !sh.functions.has(name))) yield* print(sh, `${path}\n`);
    } else {
      one = yield* describe(sh, name, 'type');
      if (one === 0 && flags.includes('a') && sh.builtins.has(name)) {
        const path = searchPath(sh, name);
        if (path !== undefined) yield* print(sh, `${name} is ${path}\n`);
      }
    }
    if (one !== 0) status = one;
  }
  return status;
};

function* kindOf(sh: Shell, name: string): Run<number> {
  const kind = sh.readsAliases && sh.aliases.has(name)
    ? 'alias'
    : keywords.has(name)
      ? 'keyword'
      : sh.functions.has(name)
        ? 'function'
        : sh.builtins.has(name)
          ? 'builtin'
          : searchPath(sh, name) !== undefined
            ? 'file'
            : undefined;
  if (!kind) return 1;
  yield* print(sh, `${kind}\n`);
  return 0;
}

export const builtin: Builtin = function* (sh, args) {
  const [name, ...rest] = args;
  if (name === undefined) return 0;
  if (!sh.builtins.has(name)) return yield* refuse(sh, 'builtin', `${name}: not a shell builtin`);
  const answer = callBuiltin(sh, name, rest);
  return typeof answer === 'number' ? answer : yield* answer;
};

/** Only `command exec` and `builtin exec` come here; exec itself is run with its redirections. */
export const exec: Builtin = function* (sh, args) {
  return args.length === 0 ? 0 : yield* replaceWith(sh, args, sh.variables.environment());
};
