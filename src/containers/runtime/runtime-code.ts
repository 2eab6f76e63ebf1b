/** What of a runtime is needed as soon as somebody works with its containers: their logs, commands in them, what builds keep. A session has it before its first input. */
import { Asset } from '../../sim/index.ts';
import type * as OnDemand from './on-demand.ts';

const { './on-demand.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-demand.ts');

export const runtimeCode = new Asset('containers', fetch!);
