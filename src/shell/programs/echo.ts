/** echo as a program: GNU's reads no escapes without -e. */
import { echoText } from '../language/echo-text.ts';
import { print, type Tool } from '../tool/tool.ts';

export const echo: Tool = {
  usage: '[SHORT-OPTION]... [STRING]...',
  options: { none: true },
  *run({ operands, flavour }) {
    yield* print(echoText(operands, flavour === 'gnu' ? 'bash' : 'ash'));
    return 0;
  },
};
