/** uniq: runs of equal lines as one, counted with -c. */
import { eachInput, LineReader } from '../tool/inputs.ts';
import { print, type Tool, type ToolCall } from '../tool/tool.ts';

export const uniq: Tool = {
  usage: '[OPTION]... [INPUT [OUTPUT]]',
  options: {
    flags: 'cdDiu',
    values: 'fsw',
    long: { count: 'c', repeated: 'd', 'ignore-case': 'i', unique: 'u', 'skip-fields': 'f', 'skip-chars': 's', 'check-chars': 'w' },
  },
  *run(call) {
    const { options } = call;
    let held: string | undefined;
    let heldKey = '';
    let count = 0;
    const flush = () => {
      if (held === undefined) return '';
      if (options.has('d') && count < 2) return '';
      if (options.has('u') && count > 1) return '';
      return options.has('c') ? `${String(count).padStart(7)} ${held}\n` : `${held}\n`;
    };
    const good = yield* eachInput(call, call.operands.slice(0, 1), function* ({ fd }) {
      const reader = new LineReader(fd);
      for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
        let out = '';
        for (const line of batch) {
          const key = keyOf(call, line);
          if (held !== undefined && key === heldKey) {
            count++;
            if (options.has('D')) out += (count === 2 ? `${held}\n` : '') + `${line}\n`;
            continue;
          }
          if (!options.has('D')) out += flush();
          held = line;
          heldKey = key;
          count = 1;
        }
        yield* print(out);
      }
    });
    if (!options.has('D')) yield* print(flush());
    return good ? 0 : 1;
  },
};

function keyOf(call: ToolCall, line: string): string {
  const { options } = call;
  let key = line;
  for (let i = Number(options.value('f') ?? 0); i > 0; i--) key = key.replace(/^[ \t]*[^ \t]*/, '');
  key = key.slice(Number(options.value('s') ?? 0));
  const width = options.value('w');
  if (width !== undefined) key = key.slice(0, Number(width));
  return options.has('i') ? key.toLowerCase() : key;
}
