/** pwd as a program. */
import { print, type Tool } from '../tool/tool.ts';

export const pwd: Tool = {
  usage: '[OPTION]...',
  options: { flags: 'LP' },
  *run({ p, options }) {
    const logical = p.env.get('PWD');
    yield* print(`${options.has('L') && logical !== undefined ? logical : p.cwd}\n`);
    return 0;
  },
};
