/** Error messages of the shell itself, with what each flavour puts before them. */
import { write } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { prefix, wordsOf } from './messages.ts';
import { ShellFailure, type Run, type Shell, type Source } from './shell.ts';

export function currentLine(sh: Shell): number {
  return lineAt(sh.source, sh.position);
}

export function lineAt({ text, firstLine }: Source, position: number): number {
  let line = firstLine;
  for (let i = text.indexOf('\n'); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

export function* complain(sh: Shell, message: string): Run<void> {
  const place = { flavour: sh.flavour, name: sh.source.name, line: currentLine(sh), interactive: sh.interactive && sh.sourceDepth === 0, script: sh.source.name !== sh.p.argv[0] };
  yield* errorText(sh, `${prefix(place)}${message}\n`);
}

/** To standard error; a closed one swallows it. */
export function* errorText(sh: Shell, text: string): Run<void> {
  if (!sh.p.fds.has(2)) return;
  yield write(2, bytesOfText(text));
}

/** Prints, then gives up on the commands of the line under way; other shells than bash end the script. */
export function* failWith(sh: Shell, message: string): Run<never> {
  yield* complain(sh, message);
  throw new ShellFailure(sh.isBash ? 1 : 2, !sh.isBash);
}

/** Prints and ends a script, but not an interactive shell. bash's -c has a code of its own for it. */
export function* failFatally(sh: Shell, message: string): Run<never> {
  yield* complain(sh, message);
  throw new ShellFailure(!sh.isBash ? 2 : sh.on('commandstring') && sh.subshellDepth === 0 ? 127 : 1, true);
}

export function words(sh: Shell): ReturnType<typeof wordsOf> {
  return wordsOf(sh.flavour);
}

export function* failUnset(sh: Shell, name: string): Run<never> {
  return yield* failFatally(sh, words(sh).unset(name));
}
