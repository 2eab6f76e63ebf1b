/**
 * What of a cluster is loaded when somebody first speaks with it: an empty cluster reports its nodes and renews its leases without.
 * Whatever the resident part takes from here, it takes as the first thing of an event.
 */
import { Asset } from '../sim/index.ts';
import type * as OnDemand from './on-demand.ts';

const { './on-demand.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-demand.ts');

export const clusterCode = new Asset('kubernetes', fetch!);
