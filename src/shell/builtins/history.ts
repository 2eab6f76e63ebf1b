/** history: the lines typed so far. */
import type { Builtin } from '../interpreter/shell.ts';
import { expandHistory } from '../language/history-expansion.ts';
import { print, refuse } from './output.ts';

export const history: Builtin = function* (sh, args) {
  const [first] = args;
  if (first === '-c') {
    sh.history.length = 0;
    return 0;
  }
  if (first === '-d') {
    const at = Number(args[1]);
    const index = at < 0 ? sh.history.length + at : at - 1;
    if (!Number.isInteger(at) || sh.history[index] === undefined) return yield* refuse(sh, 'history', `${args[1] ?? ''}: history position out of range`);
    sh.history.splice(index, 1);
    return 0;
  }
  if (first === '-s') {
    sh.history.push(args.slice(1).join(' '));
    return 0;
  }
  if (first === '-p') {
    for (const arg of args.slice(1)) {
      const expansion = expandHistory(arg, sh.history);
      if (expansion && 'problem' in expansion) return yield* refuse(sh, 'history', expansion.problem.replace(/: event not found$/, ': history expansion failed'));
      yield* print(sh, `${expansion?.text ?? arg}\n`);
    }
    return 0;
  }
  if (first === '-a' || first === '-r' || first === '-w') return 0;
  if (first !== undefined && !/^\d+$/.test(first)) return yield* refuse(sh, 'history', `${first}: numeric argument required`);
  const count = first === undefined ? sh.history.length : Math.min(Number(first), sh.history.length);
  const from = sh.history.length - count;
  yield* print(sh, sh.history.slice(from).map((line, i) => `${String(from + i + 1).padStart(5)}  ${line}\n`).join(''));
  return 0;
};
