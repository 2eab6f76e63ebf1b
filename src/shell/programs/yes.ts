/** yes: a line over and over, in blocks, until nobody reads any more. */
import { encodeUtf8 } from '../../base/index.ts';
import { write } from '../../host/index.ts';
import type { Tool } from '../tool/tool.ts';

const BLOCK_BYTES = 8_192;

export const yes: Tool = {
  usage: '[STRING]...',
  options: { stopAtOperand: true },
  *run({ operands }) {
    const line = `${operands.length > 0 ? operands.join(' ') : 'y'}\n`;
    const block = encodeUtf8(line.repeat(Math.max(1, Math.floor(BLOCK_BYTES / line.length))));
    for (;;) yield write(1, block);
  },
};
