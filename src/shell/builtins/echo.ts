/** echo: bash takes -n, -e and -E; dash and a POSIX shell read escapes always. */
import type { Builtin } from '../interpreter/shell.ts';
import { echoText } from '../language/echo-text.ts';
import { print } from './output.ts';

export const echo: Builtin = function* (sh, args) {
  yield* print(sh, echoText(args, sh.flavour));
  return 0;
};
