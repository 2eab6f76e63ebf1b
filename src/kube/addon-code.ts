/** The code of what runs in pods of a cluster beside its components. */
import { Asset } from '../sim/index.ts';
import type * as Addons from './addons/index.ts';

const { './addons/index.ts': fetch } = import.meta.glob<typeof Addons>('./addons/index.ts');

export const addonCode = new Asset('kubernetes-addons', fetch!);
