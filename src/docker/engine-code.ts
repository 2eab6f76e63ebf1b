/** What of the Docker Engine is loaded with the first request: its routes and all that containers, images and builds need. */
import { Asset } from '../sim/index.ts';
import type * as OnDemand from './on-demand.ts';

const { './on-demand.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-demand.ts');

export const engineCode = new Asset('docker', fetch!);
