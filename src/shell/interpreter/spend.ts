/** Work that costs no system call is paid for here, so that no loop stands still in time; and where Ctrl-C takes effect. */
import { tick } from '../../host/index.ts';
import { Interrupted, type Run, type Shell } from './shell.ts';

const COMMAND_US = 8;
const OWED_BEFORE_TICK_US = 700;

/** Whether `spend` has more to do than to count. */
export function mustSpend(sh: Shell): boolean {
  if (sh.p.owedUs > OWED_BEFORE_TICK_US || sh.interrupted) return true;
  sh.p.charge(COMMAND_US);
  return false;
}

export function* spend(sh: Shell): Run<void> {
  sh.p.charge(COMMAND_US);
  yield tick();
  if (sh.interrupted) throw new Interrupted();
}
