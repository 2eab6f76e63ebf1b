/** base64: bytes as letters and back. */
import { decodeBase64, decodeUtf8, encodeBase64 } from '../../base/index.ts';
import { write } from '../../host/index.ts';
import { eachInput, readAll } from '../tool/inputs.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

export const base64: Tool = {
  usage: '[OPTION]... [FILE]',
  options: { flags: 'dDi', values: 'w', long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' } },
  *run(call) {
    const { options } = call;
    let code = 0;
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      const bytes = yield* readAll(fd);
      if (options.has('d') || options.has('D')) {
        const text = decodeUtf8(bytes);
        const answer = decodeBase64(options.has('i') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text);
        if ('bytes' in answer) {
          yield write(1, answer.bytes);
          return;
        }
        const usable = decodeBase64(text.slice(0, answer.illegalAt).replace(/\s/g, '').slice(0, -(text.slice(0, answer.illegalAt).replace(/\s/g, '').length % 4) || undefined));
        if ('bytes' in usable) yield write(1, usable.bytes);
        code = yield* complain(call, 'invalid input');
        return;
      }
      const width = Number(options.value('w') ?? 76);
      const encoded = encodeBase64(bytes);
      if (width === 0) yield* print(encoded);
      else {
        let out = '';
        for (let i = 0; i < encoded.length; i += width) out += `${encoded.slice(i, i + width)}\n`;
        yield* print(out);
      }
    });
    return good ? code : 1;
  },
};
