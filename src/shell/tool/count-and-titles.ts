/** What head and tail read alike: how many lines or bytes of each input, and the titles that part one input from the next. */
import { parseSize } from './size.ts';
import { complain, print, type ToolCall, type ToolRun } from './tool.ts';

interface CountAndTitles {
  readonly text: string; // the count as it was written: its sign has a meaning
  readonly count: number;
  readonly isBytes: boolean;
  readonly isTitled: boolean;
  readonly title: (name: string) => ToolRun<void>;
}

/** Undefined when the count cannot be read, which is said. */
export function* countAndTitles(call: ToolCall): ToolRun<CountAndTitles | undefined> {
  const { options } = call;
  const bytes = options.value('c');
  const text = bytes ?? options.value('n') ?? '10';
  const count = parseSize(text);
  if (count === undefined) {
    yield* complain(call, `invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${text.replace(/^-/, '')}’`);
    return undefined;
  }
  const isTitled = options.has('v') || (call.operands.length > 1 && !options.has('q'));
  let first = true;
  function* title(name: string): ToolRun<void> {
    if (isTitled) yield* print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
    first = false;
  }
  return { text, count, isBytes: bytes !== undefined, isTitled, title };
}
