/** eval and source: text and files run in the shell itself. */
import { FileError } from '../../files/index.ts';
import { complain, words } from '../interpreter/complain.ts';
import { evaluateText } from '../interpreter/evaluate.ts';
import { attempt } from '../interpreter/shell-files.ts';
import type { Builtin, Shell } from '../interpreter/shell.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { refuse } from './output.ts';

export const evaluate: Builtin = function* (sh, args) {
  const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
  if (text.trim() === '') return 0;
  return yield* evaluateText(sh, text, 'eval');
};

export const source: Builtin = function* (sh, args) {
  const [path, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (path === undefined) return yield* refuse(sh, '.', 'filename argument required', 2);
  let text: string;
  const file = find(sh, path);
  try {
    text = textOfBytes(sh.p.files.readFile(file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const message = error.code === 'ENOENT' ? words(sh).sourceNotFound(path) : `${path}: ${error.code === 'EISDIR' ? 'is a directory' : error.message.slice(error.path.length + 2)}`;
    yield* complain(sh, sh.isBash ? (error.code === 'EISDIR' ? `.: ${message}` : message) : `.: ${message}`);
    if (!sh.isBash && !sh.interactive) sh.control = { kind: 'exit', status: 2 };
    return sh.isBash ? 1 : 2;
  }
  const { positional, loopDepth } = sh;
  if (rest.length > 0) sh.positional = rest;
  sh.sourceDepth++;
  try {
    let status = yield* evaluateText(sh, text, 'source', path);
    if (sh.control?.kind === 'return') {
      status = sh.control.status;
      sh.control = undefined;
    }
    return status;
  } finally {
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
