/** The kinds that most clusters never have: their names stand in the registry, the rest is loaded when somebody uses one. */
import { Asset } from '../../sim/index.ts';
import type * as MoreKinds from './more-kinds.ts';

const { './more-kinds.ts': fetch } = import.meta.glob<typeof MoreKinds>('./more-kinds.ts');

export const moreKinds = new Asset('kubernetes-kinds', fetch!);
