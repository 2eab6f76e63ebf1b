/** strings: the runs of printable characters in a file. */
import { eachInput, readAll } from '../tool/inputs.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

export const strings: Tool = {
  usage: '[option(s)] [file(s)]',
  options: { flags: 'afow', values: 'nte', numberMeans: 'n', long: { all: 'a', bytes: 'n', radix: 't', 'print-file-name': 'f' } },
  *run(call) {
    const { options } = call;
    const least = Number(options.value('n') ?? 4);
    if (!Number.isInteger(least) || least < 1) return yield* complain(call, `invalid minimum string length ${options.value('n')!}`);
    const radix = { o: 8, d: 10, x: 16 }[options.has('o') ? 'o' : (options.value('t') ?? '')];
    const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
      const bytes = yield* readAll(fd);
      let start = 0;
      let text = '';
      for (let at = 0; at <= bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if ((byte >= 0x20 && byte < 0x7f) || byte === 9) continue;
        if (at - start >= least) text += `${options.has('f') ? `${name}: ` : ''}${radix ? `${start.toString(radix).padStart(7)} ` : ''}${String.fromCharCode(...bytes.subarray(start, at))}\n`;
        start = at + 1;
      }
      yield* print(text);
    });
    return good ? 0 : 1;
  },
};
