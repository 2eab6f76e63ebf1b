/** eval and source: text and files run in the shell itself. */
import { FileError } from '../../files/index.ts';
import { complain, words } from '../interpreter/complain.ts';
import { evaluateText } from '../interpreter/evaluate.ts';
import { runPseudoTrap } from '../interpreter/traps.ts';
import { attempt } from '../interpreter/shell-files.ts';
import { readPath } from '../tool/inputs.ts';
import type { Builtin, Shell } from '../interpreter/shell.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { tellUsage } from './output.ts';

export const evaluate: Builtin = function* (sh, args) {
  const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
  if (text.trim() === '') return 0;
  return yield* evaluateText(sh, text, 'eval');
};

export const source: Builtin = function* (sh, args) {
  const [path, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (path === undefined) {
    yield* complain(sh, '.: filename argument required');
    return sh.isBash ? yield* tellUsage(sh, '.', 'filename [arguments]') : 2;
  }
  let text: string;
  const file = find(sh, path);
  const read = yield* readPath(sh.p, file);
  if ('value' in read) text = textOfBytes(read.value);
  else {
    const { error } = read;
    if (!(error instanceof FileError)) throw error;
    const message = error.code === 'ENOENT' ? words(sh).sourceNotFound(path) : `${path}: ${error.code === 'EISDIR' ? 'is a directory' : error.message.slice(error.path.length + 2)}`;
    yield* complain(sh, sh.isBash ? (error.code === 'EISDIR' ? `.: ${message}` : message) : `.: ${message}`);
    if (!sh.isBash && !sh.interactive) sh.control = { kind: 'exit', status: 2 };
    return sh.isBash ? 1 : 2;
  }
  const { positional, loopDepth } = sh;
  if (rest.length > 0) sh.positional = rest;
  sh.sourceDepth++;
  sh.frames.push({ function: 'source', file: path, caller: sh.source, position: sh.position });
  try {
    let status = yield* evaluateText(sh, text, 'source', path);
    if (sh.control?.kind === 'return') {
      status = sh.control.status;
      sh.control = undefined;
    }
    return status;
  } finally {
    if (sh.traps.size > 0) yield* runPseudoTrap(sh, 'RETURN');
    sh.frames.pop();
    sh.sourceDepth--;
    sh.loopDepth = loopDepth;
    if (rest.length > 0) sh.positional = positional;
  }
};

/** A name without a slash is looked for in PATH, then, in bash, here. */
function find(sh: Shell, path: string): string {
  if (path.includes('/')) return path;
  for (const dir of (sh.variables.get('PATH') ?? '').split(':')) {
    const candidate = `${dir || '.'}/${path}`;
    if (attempt(() => sh.p.files.stat(candidate))?.kind === 'file') return candidate;
  }
  return path;
}
