/** How the layers of a Docker host show on its disk: needed as soon as somebody looks there. A session has it before its first input. */
import { Asset } from '../../sim/index.ts';
import type * as OnDemand from './driver-fs.ts';

const { './driver-fs.ts': fetch } = import.meta.glob<typeof OnDemand>('./driver-fs.ts');

export const diskCode = new Asset('docker-disk', fetch!);
