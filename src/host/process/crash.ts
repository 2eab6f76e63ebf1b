/** What comes of a defect of ours in a program or below it: it costs that process and no other, and the trace keeps why. */
import { assert } from '../../base/index.ts';
import { NeedsAsset, type Trace } from '../../sim/index.ts';
import type { Process } from './process.ts';

/** The reason in the trace that tests look for: no program of ours may come to it. */
export const PROGRAM_CRASHED = 'program-crashed';

export function noteCrash(process: Process, error: unknown): void {
  // In the middle of an event it is too late to miss an asset: what the event has done so far would be done twice.
  if (error instanceof NeedsAsset) assert(false, 'an asset is missing in the middle of an event', { program: process.name, asset: error.asset });
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.host.trace.record('kernel', 'kill', PROGRAM_CRASHED, { process: process.name, pid: process.hostPid, host: process.host.name, message });
}

/** For tests and whoever plays scripts: a crash is loud there, and stops the world where it happens. */
export function stopAtCrash(trace: Trace): void {
  trace.observe(({ code, args }) => {
    if (code === PROGRAM_CRASHED) throw new Error(`${args['process']} crashed: ${args['message']}`);
  });
}
