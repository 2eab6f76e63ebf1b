/** history: the lines typed so far. */
import type { Builtin } from '../interpreter/shell.ts';
import { print, refuse } from './output.ts';

export const history: Builtin = function* (sh, args) {
  const [first] = args;
  if (first === '-c') {
    sh.history.length = 0;
    return 0;
  }
  if (first === '-a' || first === '-r' || first === '-w') return 0;
  if (first !== undefined && !/^\d+$/.test(first)) return yield* refuse(sh, 'history', `${first}: numeric argument required`);
  const count = first === undefined ? sh.history.length : Math.min(Number(first), sh.history.length);
  const from = sh.history.length - count;
  yield* print(sh, sh.history.slice(from).map((line, i) => `${String(from + i + 1).padStart(5)}  ${line}\n`).join(''));
  return 0;
};
