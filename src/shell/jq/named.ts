/** --arg and its like: options of jq that take two words, and words behind --args that are no files. */
import { write } from '../../host/index.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { readPath } from '../tool/inputs.ts';
import { reason, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { JsonProblem, JsonReader, parseJson } from './read-json.ts';
import type { Value } from './value.ts';

export interface Named {
  readonly variables: ReadonlyMap<string, Value>;
  /** $__prog_args: what is named and what is not. */
  readonly whole: Value;
  readonly operands: readonly string[];
}

const marker = '\u0001';

/** Options with two values, written so that getopt takes them for operands. */
export function markTwoWordOptions(args: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') return [...out, ...args.slice(i)];
    if (/^--(?:arg|argjson|slurpfile|rawfile)$/.test(arg)) {
      out.push(`${marker}${JSON.stringify([arg.slice(2), args[i + 1] ?? null, args[i + 2] ?? null])}`);
      i += 2;
    } else if (/^-[^a-zA-Z-]/.test(arg)) out.push(`${marker}${JSON.stringify(['filter', arg])}`); // a filter that begins with a minus
    else if (arg === '--args' || arg === '--jsonargs') out.push(`${marker}${JSON.stringify([arg.slice(2)])}`);
    else out.push(arg);
  }
  return out;
}

export function* namedValues(call: ToolCall): ToolRun<Named | { readonly code: number }> {
  const variables = new Map<string, Value>();
  const named = new Map<string, Value>();
  const positional: Value[] = [];
  const operands: string[] = [];
  let mode = 'files';
  const fail = function* (message: string): ToolRun<{ code: number }> {
    yield write(2, bytesOfText(`${call.name}: ${message}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n`));
    return { code: 2 };
  };
  for (const word of call.operands) {
    const operand = plainWord(word);
    if (!operand.startsWith(marker)) {
      if (mode === 'files' || (operands.length === 0 && !call.options.has('f'))) operands.push(operand);
      else if (mode === 'args') positional.push(operand);
      else {
        const value = parsed(operand);
        if (value === undefined) return yield* fail(`Invalid JSON text passed to --jsonargs`);
        positional.push(value.value);
      }
      continue;
    }
    const [option, name, text] = JSON.parse(operand.slice(1)) as [string, string | null, string | null];
    if (option === 'args' || option === 'jsonargs') {
      mode = option;
      continue;
    }
    if (name === null || name === undefined || text === null || text === undefined) return yield* fail(`--${option} takes two parameters (e.g. --${option} ${option.endsWith('file') ? 'varname filename' : option === 'argjson' ? 'varname text' : 'varname value'})`);
    const value = yield* readNamed(call, option, name, text);
    if ('problem' in value) return yield* fail(value.problem);
    variables.set(name, value.value);
    named.set(name, value.value);
  }
  const whole = new Map<string, Value>([['positional', positional], ['named', named]]);
  variables.set('ARGS', whole);
  return { variables, whole, operands };
}

function plainWord(word: string): string {
  if (!word.startsWith(`${marker}["filter"`)) return word;
  return (JSON.parse(word.slice(1)) as [string, string])[1];
}

function* readNamed(call: ToolCall, option: string, name: string, text: string): ToolRun<{ readonly value: Value } | { readonly problem: string }> {
  if (option === 'arg') return { value: text };
  if (option === 'argjson') return parsed(text) ?? { problem: `Invalid JSON text passed to --argjson` };
  const content = yield* readPath(call.p, text);
  if ('error' in content) return { problem: `Bad JSON in --${option} ${name} ${text}: Could not open ${text}: ${reason(content.error)}` };
  if (option === 'rawfile') return { value: textOfBytes(content.value) };
  try {
    const reader = new JsonReader();
    return { value: [...reader.take(textOfBytes(content.value)), ...reader.end()] };
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: `Bad JSON in --${option} ${name} ${text}: ${error.message}` };
    throw error;
  }
}

function parsed(text: string): { readonly value: Value } | undefined {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    if (error instanceof JsonProblem) return undefined;
    throw error;
  }
}
