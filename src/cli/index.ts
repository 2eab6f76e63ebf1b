/** cli: kubectl, and beside it the clients that are loaded apart. A client knows only what the wire carries. */
import type { Program } from '../host/index.ts';
import type { Completer } from '../shell/index.ts';
import { completerOf } from './kubectl/complete.ts';
import { makeKubectl } from './kubectl/kubectl.ts';

/** By the name in the executable: `kubectl` is the current client, `kubectl-1.32` an older one. */
export const cliPrograms: Readonly<Record<string, Program>> = {
  kubectl: makeKubectl({ release: '1.36' }),
  'kubectl-1.20': makeKubectl({ release: '1.20' }),
  'kubectl-1.31': makeKubectl({ release: '1.31' }),
  'kubectl-1.32': makeKubectl({ release: '1.32' }),
  'kubectl-1.35': makeKubectl({ release: '1.35' }),
};

/** By the name in the executable, as `cliPrograms`. */
export const cliCompleters: Readonly<Record<string, Completer>> = {
  kubectl: completerOf('1.36'),
  'kubectl-1.20': completerOf('1.20'),
  'kubectl-1.31': completerOf('1.31'),
  'kubectl-1.32': completerOf('1.32'),
  'kubectl-1.35': completerOf('1.35'),
};
