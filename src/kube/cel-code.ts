/** The code that expressions in definitions need; few definitions have any. */
import { Asset } from '../sim/index.ts';
import type * as Cel from './cel/index.ts';

const { './cel/index.ts': fetch } = import.meta.glob<typeof Cel>('./cel/index.ts');

export const celCode = new Asset('kubernetes-cel', fetch!);
