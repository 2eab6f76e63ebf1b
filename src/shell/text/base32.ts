/** base32: bytes as capital letters and digits, and back. */
import { write } from '../../host/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { eachInput, readAll } from '../tool/inputs.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const base32: Tool = {
  usage: '[OPTION]... [FILE]',
  options: { flags: 'di', values: 'w', long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' } },
  *run(call) {
    const { options } = call;
    const wrap = options.value('w') ?? '76';
    if (!/^\d+$/.test(wrap)) return yield* complain(call, `invalid wrap size: ‘${wrap}’`);
    const width = Number(wrap);
    let code = 0;
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      const bytes = yield* readAll(fd);
      if (options.has('d')) {
        const decoded = decode(textOfBytes(bytes), options.has('i'));
        yield write(1, decoded.bytes);
        if (decoded.wrong) code = yield* complain(call, 'invalid input');
        return;
      }
      const text = encode(bytes);
      let out = '';
      for (let at = 0; at < text.length; at += width || text.length) out += text.slice(at, at + (width || text.length)) + (width ? '\n' : '');
      yield* print(out);
    });
    return good ? code : 1;
  },
};

function encode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 5) {
    const part = bytes.subarray(i, i + 5);
    let bits = '';
    for (const byte of part) bits += byte.toString(2).padStart(8, '0');
    const letters = bits.match(/.{1,5}/g)!.map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]!).join('');
    text += letters.padEnd(8, '=');
  }
  return text;
}

function decode(text: string, ignoring: boolean): { bytes: Uint8Array; wrong: boolean } {
  const letters = text.replace(ignoring ? /[^A-Z2-7]/g : /\s/g, '').replace(/=+$/, '');
  let bits = '';
  let wrong = false;
  for (const letter of letters) {
    const value = alphabet.indexOf(letter);
    if (value < 0) {
      wrong = true;
      break;
    }
    bits += value.toString(2).padStart(5, '0');
  }
  return { bytes: Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => parseInt(eight, 2)), wrong };
}
