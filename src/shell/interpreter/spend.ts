/**
 * Work that costs no system call is paid for here, so that no loop stands still in time; and where Ctrl-C takes effect.
 * A shell that spins for long pays more and more for a command: a busy loop is to keep a core of the world busy, not the page.
 */
import { tick } from '../../host/index.ts';
import { Interrupted, type Run, type Shell } from './shell.ts';

const COMMAND_US = 8;
const OWED_BEFORE_TICK_US = 700;
/** Two payments further apart than this, and the shell has waited for something in between. */
const SPINNING_GAP_MS = 20;
/** How long it has been spinning, and what a command costs from then on, as a multiple. */
const steps: readonly (readonly [spunMs: number, factor: number])[] = [
  [10_000, 100],
  [1_000, 20],
  [100, 4],
];

/** Whether `spend` has more to do than to count. */
export function mustSpend(sh: Shell): boolean {
  if (sh.p.owedUs > OWED_BEFORE_TICK_US || sh.interrupted) return true;
  sh.p.charge(COMMAND_US * sh.spin.factor);
  return false;
}

export function* spend(sh: Shell): Run<void> {
  const { spin } = sh;
  const { now } = sh.p.host.clock;
  if (now - spin.atMs > SPINNING_GAP_MS) spin.sinceMs = now;
  spin.atMs = now;
  spin.factor = steps.find(([spunMs]) => now - spin.sinceMs >= spunMs)?.[1] ?? 1;
  sh.p.charge(COMMAND_US * spin.factor);
  yield tick();
  if (sh.interrupted) throw new Interrupted();
}
