/** strings: the runs of printable characters in a file. */
import { decodeUtf8 } from '../../base/index.ts';
import { eachInput, readAll } from '../tool/inputs.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

export const strings: Tool = {
  usage: '[option(s)] [file(s)]',
  options: { flags: 'afow', values: 'nts', numberMeans: 'n', long: { all: 'a', bytes: 'n', radix: 't', 'print-file-name': 'f', 'include-all-whitespace': 'w', 'output-separator': 's' } },
  *run(call) {
    const { options } = call;
    const least = Number(options.value('n') ?? 4);
    if (!Number.isInteger(least) || least < 1) return yield* complain(call, `invalid minimum string length ${options.value('n')!}`);
    const base = { o: 8, d: 10, x: 16 }[options.has('o') ? 'o' : (options.value('t') ?? '')];
    if (options.has('t') && base === undefined) return yield* complain(call, `invalid radix ${options.value('t')!}`);
    const end = options.value('s') ?? '\n';
    const belongs = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || byte === 9 || (options.has('w') && byte >= 10 && byte <= 13);
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ name, fd }) {
        const bytes = yield* readAll(fd);
        let start = 0;
        let text = '';
        for (let at = 0; at <= bytes.length; at++) {
          if (belongs(bytes[at] ?? 0)) continue;
          if (at - start >= least) text += `${options.has('f') ? `${name === '-' ? '{standard input}' : name}: ` : ''}${base ? `${start.toString(base).padStart(7)} ` : ''}${decodeUtf8(bytes.subarray(start, at))}${end}`;
          start = at + 1;
        }
        yield* print(text);
      },
      { words: (name, why) => `'${name}': ${why === 'No such file or directory' ? 'No such file' : why}` },
    );
    return good ? 0 : 1;
  },
};
