/** How the layers and containers of a Docker host show on its disk: needed as soon as somebody looks there. A session has it before its first input. */
import { Asset } from '../../sim/index.ts';
import type * as OnDemand from './on-disk.ts';

const { './on-disk.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-disk.ts');

export const diskCode = new Asset('docker-disk', fetch!);
