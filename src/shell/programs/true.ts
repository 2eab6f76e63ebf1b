/** true and false. */
import type { Tool } from '../tool/tool.ts';

export const truth: Tool = {
  usage: '',
  options: { none: true },
  // eslint-disable-next-line require-yield
  *run() {
    return 0;
  },
};

export const falsehood: Tool = {
  usage: '',
  options: { none: true },
  // eslint-disable-next-line require-yield
  *run() {
    return 1;
  },
};
