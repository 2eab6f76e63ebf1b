/** kubectl rollout: a group of verbs. */
import type { Verb } from '../command/verb.ts';
import { pauseVerb, restartVerb, resumeVerb } from './rollout-change.ts';
import { historyVerb } from './rollout-history.ts';
import { statusVerb } from './rollout-status.ts';
import { undoVerb } from './rollout-undo.ts';

export const rolloutVerb: Verb = {
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  details: 'Of deployments, daemon sets and stateful sets.',
  usage: 'rollout SUBCOMMAND',
  group: 'Deploy Commands',
  examples: [
    { does: 'Go back to the revision before', command: 'kubectl rollout undo deployment/web' },
    { does: 'Watch until it is done', command: 'kubectl rollout status deployment/web' },
  ],
  alone: { toOutput: true, exitCode: 1 },
  verbs: [historyVerb, pauseVerb, restartVerb, resumeVerb, statusVerb, undoVerb],
};
