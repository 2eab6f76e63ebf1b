/** head: the first lines or bytes; it reads no more than it needs to know. */
import { read, RegularFile, write, type Process } from '../../host/index.ts';
import { countAndTitles } from '../tool/count-and-titles.ts';
import { eachInput, LineReader, readAllLines } from '../tool/inputs.ts';
import { print, type Tool, type ToolRun } from '../tool/tool.ts';

export const head: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'qv',
    values: 'nc',
    numberMeans: 'n',
    long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' },
  },
  *run(call) {
    const taking = yield* countAndTitles(call);
    if (!taking) return 1;
    const { text, count, isBytes, title } = taking;
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ name, fd }) {
        yield* title(name);
        if (isBytes) yield* firstBytes(fd, count);
        else if (text.startsWith('-')) yield* allBut(fd, -count);
        else yield* firstLines(call.p, fd, count);
      },
      call.flavour === 'gnu' ? { words: (name, why) => `cannot open '${name}' for reading: ${why}` } : { words: (name, why) => `${name}: ${why}` },
    );
    return good ? 0 : 1;
  },
};

function* firstLines(p: Process, fd: number, count: number): ToolRun<void> {
  let left = count;
  while (left > 0) {
    const chunk: Uint8Array | null = yield read(fd);
    if (chunk === null) return;
    let end = 0;
    while (left > 0 && end < chunk.length) {
      const newline = chunk.indexOf(10, end);
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
function* allBut(fd: number, count: number): ToolRun<void> {
  if (count === 0) {
    const reader = new LineReader(fd);
    for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) yield* print(`${batch.join('\n')}\n`);
    return;
  }
  const all = yield* readAllLines(fd);
  yield* print(all.slice(0, -count).map((l) => `${l}\n`).join(''));
}
