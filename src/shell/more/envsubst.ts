/** envsubst: $NAME and ${NAME} of a text replaced by the environment's values. */
import { textOfBytes } from '../language/byte-text.ts';
import { readAll } from '../tool/inputs.ts';
import { print, type Tool } from '../tool/tool.ts';

const reference = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

export const envsubst: Tool = {
  usage: '[OPTION] [SHELL-FORMAT]',
  options: { flags: 'v', long: { variables: 'v' } },
  *run({ p, options, operands }) {
    const names = (text: string) => [...text.matchAll(reference)].map((match) => match[1] ?? match[2]!);
    const [format] = operands;
    if (options.has('v')) {
      yield* print(names(format ?? '').map((name) => `${name}\n`).join(''));
      return 0;
    }
    const wanted = format === undefined ? undefined : new Set(names(format));
    const text = textOfBytes(yield* readAll(0));
    yield* print(text.replace(reference, (whole, braced?: string, bare?: string) => (wanted && !wanted.has(braced ?? bare!) ? whole : (p.env.get(braced ?? bare!) ?? ''))));
    return 0;
  },
};
