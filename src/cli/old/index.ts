/** cli/old: kubectl as it was in 1.11, for clusters of that time: the current one with other verbs and flags; loaded when somebody runs it. */
import type { Program } from '../../host/index.ts';
import type { Completer } from '../../shell/index.ts';
import { completerOf } from '../kubectl/complete.ts';
import { makeKubectl } from '../kubectl/kubectl.ts';
import { oldVerbs } from './old-verbs.ts';

const release = '1.11';

export const oldCliPrograms: Readonly<Record<string, Program>> = { 'kubectl-1.11': makeKubectl({ release, verbs: oldVerbs }) };

export const oldCliCompleters: Readonly<Record<string, Completer>> = { 'kubectl-1.11': completerOf(release, oldVerbs) };
