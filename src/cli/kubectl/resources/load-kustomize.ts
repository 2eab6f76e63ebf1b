/** The code that builds kustomizations, as a command line comes by it. */
import { until, type Process } from '../../../host/index.ts';
import { kustomizeCode } from '../../kustomize-code.ts';
import type { Task } from '../command/task.ts';
import type * as Kustomize from '../kustomize/index.ts';

/** It is waited for in an event of its own, since nothing of a program can be taken back. */
export function* loadKustomize(p: Process): Task<typeof Kustomize> {
  yield* until((wake) => p.host.clock.after(0, p.name, () => {
    kustomizeCode.get();
    wake();
  }));
  return kustomizeCode.get();
}
