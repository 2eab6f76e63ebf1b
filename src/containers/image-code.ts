/** What of images is loaded when the first one is pulled, run or built upon: the catalogue's files, their programs, the registry's door. */
import { Asset } from '../sim/index.ts';
import type * as OnDemand from './on-demand.ts';

const { './on-demand.ts': fetch } = import.meta.glob<typeof OnDemand>('./on-demand.ts');

export const imageCode = new Asset('images', fetch!);
