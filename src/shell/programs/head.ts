/** head: the first lines or bytes; it reads no more than it needs to know. */
import { read, RegularFile, write, type Process } from '../../host/index.ts';
import { countAndTitles } from '../tool/count-and-titles.ts';
import { eachInput, readAll, readAllLines } from '../tool/inputs.ts';
import { print, type Tool, type ToolRun } from '../tool/tool.ts';

export const head: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'qvz',
    values: 'nc',
    numberMeans: 'n',
    long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', 'zero-terminated': 'z' },
  },
  prepare: ([first = '', ...rest]) => {
    const old = /^-(\d+)([qvz]+)$/.exec(first); // -5v
    return old ? ['-n', old[1]!, `-${old[2]!}`, ...rest] : first === '' && rest.length === 0 ? [] : [first, ...rest];
  },
  *run(call) {
    const taking = yield* countAndTitles(call);
    if (!taking) return 1;
    const { text, count, isBytes, title } = taking;
    const end = call.options.has('z') ? 0 : 10;
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ name, fd }) {
        yield* title(name);
        if (isBytes) yield* text.startsWith('-') ? allButBytes(fd, -count) : firstBytes(fd, count);
        else if (text.startsWith('-')) yield* allBut(fd, -count, String.fromCharCode(end));
        else yield* firstLines(call.p, fd, count, end);
      },
      call.flavour === 'gnu' ? { words: (name, why) => `cannot open '${name}' for reading: ${why}`, unread: (name, why) => `error reading '${name}': ${why}` } : { words: (name, why) => `${name}: ${why}` },
    );
    return good ? 0 : 1;
  },
};

function* firstLines(p: Process, fd: number, count: number, lineEnd: number): ToolRun<void> {
  let left = count;
  while (left > 0) {
    const chunk: Uint8Array | null = yield read(fd);
    if (chunk === null) return;
    let end = 0;
    while (left > 0 && end < chunk.length) {
      const newline = chunk.indexOf(lineEnd, end);
      if (newline < 0) {
        end = chunk.length;
        break;
      }
      end = newline + 1;
      left--;
    }
    // What was read too far belongs to whoever reads the file next.
    const file = p.fds.get(fd);
    if (left === 0 && file instanceof RegularFile) file.seek(file.offset - (chunk.length - end));
    yield write(1, chunk.subarray(0, end));
  }
}

function* firstBytes(fd: number, count: number): ToolRun<void> {
  let left = count;
  while (left > 0) {
    const chunk: Uint8Array | null = yield read(fd, left);
    if (chunk === null) return;
    yield write(1, chunk);
    left -= chunk.length;
  }
}

/** All but the last lines. */
function* allBut(fd: number, count: number, end: string): ToolRun<void> {
  if (count === 0) return yield* copy(fd);
  const all = yield* readAllLines(fd, end);
  yield* print(all.slice(0, -count).map((l) => l + end).join(''));
}

function* allButBytes(fd: number, count: number): ToolRun<void> {
  if (count === 0) return yield* copy(fd);
  yield write(1, (yield* readAll(fd)).slice(0, -count));
}

function* copy(fd: number): ToolRun<void> {
  for (let chunk: Uint8Array | null = yield read(fd); chunk; chunk = yield read(fd)) yield write(1, chunk);
}
