/** What an everyday program is made of: its options as data and a generator that runs. */
import { FileError } from '../../files/index.ts';
import { SystemError, write, type Process, type Program, type Syscall } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { parseOptions, type Options, type OptionSpec } from './options.ts';

/** Whose program it imitates: GNU's, or the busybox of small images. */
export type ToolFlavour = 'gnu' | 'busybox';

export type ToolRun<T = number> = Generator<Syscall, T>;

export interface Tool {
  /** After the name, in --help. */
  readonly usage: string;
  readonly options?: OptionSpec;
  /** Puts arguments that getopt could not read into a form that it can. */
  readonly prepare?: (args: readonly string[]) => readonly string[];
  /** Of which package, in --version; coreutils otherwise. */
  readonly version?: string;
  /** The exit code for a wrong option; 1. */
  readonly usageCode?: number;
  run(call: ToolCall): ToolRun;
}

/** One call of a tool. */
export interface ToolCall {
  readonly p: Process;
  /** What messages begin with: GNU's programs say it as they were called. */
  readonly name: string;
  readonly flavour: ToolFlavour;
  readonly options: Options;
  readonly operands: readonly string[];
}

/** A tool as a program. */
export function programOf(tool: Tool, flavour: ToolFlavour = 'gnu'): Program {
  return (p) => runTool(tool, p, flavour, p.argv);
}

export function runTool(tool: Tool, p: Process, flavour: ToolFlavour, argv: readonly string[]): ToolRun {
  const name = flavour === 'gnu' ? (argv[0] ?? '') : baseName(argv[0] ?? '');
  const args = argv.slice(1);
  const parsed = parseOptions(tool.prepare ? tool.prepare(args) : args, tool.options ?? {});
  if ('gnu' in parsed) {
    const hint = flavour === 'gnu' ? `Try '${name} --help' for more information.\n` : '';
    return say(2, `${name}: ${flavour === 'gnu' ? parsed.gnu : parsed.busybox}\n${hint}`, tool.usageCode ?? 1);
  }
  if (parsed.has('help')) return say(1, `Usage: ${name} ${tool.usage}\n`, 0);
  if (parsed.has('version')) return say(1, `${tool.version ?? `${name} (GNU coreutils) 9.4`}\n`, 0);
  return tool.run({ p, name, flavour, options: parsed, operands: parsed.operands });
}

/** Nothing but a text and a code. */
export function* say(fd: number, text: string, code: number): ToolRun {
  yield write(fd, text);
  return code;
}

/** What was to be written did not fit: no fault of the input that is being read. */
export function isFullOutput(error: unknown): error is FileError {
  return error instanceof FileError && error.code === 'ENOSPC';
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function* print(text: string): ToolRun<void> {
  if (text !== '') yield write(1, bytesOfText(text));
}

/** "cat: x: No such file or directory", and the code. */
export function* complain(call: ToolCall, message: string, code = 1): ToolRun {
  yield write(2, bytesOfText(`${call.name}: ${message}\n`));
  return code;
}

/** Wrong usage: the message, and where to look. */
export function* refuse(call: ToolCall, message: string, code = 1): ToolRun {
  const hint = call.flavour === 'gnu' ? `Try '${call.name} --help' for more information.\n` : '';
  yield write(2, bytesOfText(`${call.name}: ${message}\n${hint}`));
  return code;
}

/** strerror's words of a refusal; anything else is thrown on. */
export function reason(error: unknown): string {
  if (error instanceof FileError) return error.message.slice(error.path.length + 2);
  if (error instanceof SystemError) return error.message.slice(error.call.length + 2);
  throw error;
}

/** What `ask` answers, or the refusal. */
export function tried<T>(ask: () => T): { readonly value: T } | { readonly error: FileError | SystemError } {
  try {
    return { value: ask() };
  } catch (error) {
    if (error instanceof FileError || error instanceof SystemError) return { error };
    throw error;
  }
}

export function plural(n: number, word: string): string {
  return n === 1 ? word : `${word}s`;
}
