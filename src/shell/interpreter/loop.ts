/** What all loops have in common: the body again and again, and what break and continue do to it. */
import type { CompoundList } from 'unbash';
import type { Run, Shell } from './shell.ts';
import { mustSpend, spend } from './spend.ts';

/** Runs the body as often as `goesOn` says. */
export function* loop(sh: Shell, body: CompoundList, goesOn: () => boolean | Run<boolean>): Run<number> {
  const { mayExecLast } = sh;
  let status = 0;
  sh.mayExecLast = false;
  sh.loopDepth++;
  try {
    for (;;) {
      const more = goesOn();
      if (!(typeof more === 'boolean' ? more : yield* more)) return status;
      const answer = sh.engine.statements(sh, body.commands);
      status = typeof answer === 'number' ? answer : yield* answer;
      if (mustSpend(sh)) yield* spend(sh);
      if (!sh.control) continue;
      if (sh.control.kind === 'break' || sh.control.kind === 'continue') status = sh.control.status ?? 0;
      if (!takeControl(sh)) return status;
    }
  } finally {
    sh.loopDepth--;
    sh.mayExecLast = mayExecLast;
  }
}

/** A loop's part in what keeps the commands from going on. False: it is over. */
export function takeControl(sh: Shell): boolean {
  const { control } = sh;
  if (control?.kind !== 'break' && control?.kind !== 'continue') return false;
  const outer = control.levels > 1 && sh.loopDepth > 1;
  sh.control = outer ? { kind: control.kind, levels: control.levels - 1 } : undefined;
  return control.kind === 'continue' && !outer;
}
