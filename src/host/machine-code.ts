/**
 * What of a machine is loaded before anybody does anything on it: pipes, terminals, signals, names, the files of /proc and of control
 * groups. A machine that is left alone runs its services without. A session has it before its first input, so it is there wherever
 * it is taken.
 */
import { Asset } from '../sim/index.ts';
import type * as OnDemand from './on-demand.ts';

const { './on-demand.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-demand.ts');

export const machineCode = new Asset('machine', fetch!);
