/** The code that builds kustomizations, which few command lines need. */
import { Asset } from '../sim/index.ts';
import type * as Kustomize from './kubectl/kustomize/index.ts';

const { './kubectl/kustomize/index.ts': fetch } = import.meta.glob<typeof Kustomize>('./kubectl/kustomize/index.ts');

export const kustomizeCode = new Asset('kubectl-kustomize', fetch!);
