/** xargs: words of standard input as arguments of a program. */
import { readAll } from '../tool/inputs.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { runProgram } from '../tool/run-program.ts';
import { complain, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { NullFile, write } from '../../host/index.ts';

const ARGUMENT_BYTES_MAX = 131_072;

export const xargs: Tool = {
  usage: '[OPTION]... COMMAND [INITIAL-ARGS]...',
  options: {
    flags: '0rtpx',
    values: 'nLIPdsaE',
    stopAtOperand: true,
    long: { null: '0', 'no-run-if-empty': 'r', verbose: 't', 'max-args': 'n', 'max-lines': 'L', replace: 'I', 'max-procs': 'P', delimiter: 'd', 'arg-file': 'a' },
  },
  *run(call) {
    const { options } = call;
    const command = call.operands.length > 0 ? call.operands : ['echo'];
    const file = options.value('a');
    const text = file === undefined ? textOfBytes(yield* readAll(0)) : call.p.files.readText(file);
    const replace = options.value('I');
    const words = divide(call, text, replace !== undefined);
    if (words === undefined) return yield* complain(call, 'unmatched single quote; by default quotes are special to xargs unless you use the -0 option');
    if (replace !== undefined) {
      let code = 0;
      for (const word of words) code = worse(code, yield* run(call, command.map((c) => c.replaceAll(replace, word))));
      return code;
    }
    const lines = options.value('L');
    const most = Number(options.value('n') ?? lines ?? Infinity);
    if (words.length === 0 && options.has('r')) return 0;
    let code = 0;
    let i = 0;
    do {
      const batch: string[] = [];
      let size = 0;
      while (i < words.length && batch.length < most && size < ARGUMENT_BYTES_MAX) {
        size += words[i]!.length + 1;
        batch.push(words[i++]!);
      }
      code = worse(code, yield* run(call, [...command, ...(lines === undefined ? batch : batch.flatMap((l) => l.split(/[ \t]+/)))]));
      if (code > 123) return code;
    } while (i < words.length);
    return code;
  },
};

function* run(call: ToolCall, argv: readonly string[]): ToolRun {
  if (call.options.has('t')) yield write(2, `${argv.join(' ')}\n`);
  const fds = [new NullFile(), call.p.fds.get(1), call.p.fds.get(2)];
  return yield* runProgram(call, argv, { fds });
}

/** 123 when any run failed; 126, 127 and 255 end it. */
function worse(before: number, code: number): number {
  if (code === 126 || code === 127) return code;
  if (code === 255) return 124;
  return code === 0 ? before : 123;
}

function divide(call: ToolCall, text: string, lines: boolean): string[] | undefined {
  const { options } = call;
  const delimiter = options.has('0') ? '\0' : options.value('d')?.replace('\\n', '\n').replace('\\0', '\0').replace('\\t', '\t');
  if (delimiter !== undefined) return (text.endsWith(delimiter) ? text.slice(0, -1) : text).split(delimiter).filter((_, __, all) => all.length > 1 || all[0] !== '');
  if (lines || options.has('L')) return text.split('\n').map((l) => l.replace(/^[ \t]+/, '')).filter((l) => l !== '').map((l) => (lines ? unquote(l) : l));
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === "'" || char === '"') {
      const end = text.indexOf(char, i + 1);
      if (end < 0 || text.slice(i, end).includes('\n')) return undefined;
      word = (word ?? '') + text.slice(i + 1, end);
      i = end;
    } else if (char === '\\' && i + 1 < text.length) word = (word ?? '') + text[++i]!;
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function unquote(line: string): string {
  return line.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? '');
}

