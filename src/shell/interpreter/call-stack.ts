/** What a script can ask of where it is: FUNCNAME, BASH_SOURCE, BASH_LINENO and caller, innermost first; BASH_COMMAND. */
import { printExportedBody, printFunctionBody, printHead } from '../language/print-command.ts';
import { lineAt } from './complain.ts';
import type { Shell, ShellFunction } from './shell.ts';

interface Level {
  readonly function: string;
  readonly file: string;
  readonly line: number; // from which it was called
}

export function callStack(sh: Shell): readonly Level[] {
  const levels = sh.frames.map((frame) => ({ function: frame.function, file: fileOf(sh, frame.file), line: lineAt(frame.caller, frame.position) })).reverse();
  return sh.scriptName === undefined ? levels : [...levels, { function: 'main', file: sh.scriptName, line: 0 }];
}

/** A function that no file has brought. */
function fileOf(sh: Shell, file: string): string {
  return file !== sh.name || sh.scriptName !== undefined ? file : 'main';
}

export function commandText(sh: Shell): string | undefined {
  const { command, text } = sh.trapped ?? { command: sh.command, text: sh.source.text };
  return command && printHead(command, text);
}

/** The function as the environment carries it. */
export function exportedText(fn: ShellFunction): string {
  return `() ${printExportedBody(fn.body, fn.source.text)}`;
}

/** The function as it could be typed again. */
export function functionText(name: string, fn: ShellFunction): string {
  return `${name} () \n${printFunctionBody(fn.body, fn.source.text)}\n`;
}
