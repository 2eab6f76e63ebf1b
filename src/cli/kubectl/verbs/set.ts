/** kubectl set: a group of verbs that change one thing of a pod spec, or of a service. */
import type { Verb } from '../command/verb.ts';
import { setEnvVerb } from './set-env.ts';
import { setImageVerb } from './set-image.ts';
import { setResourcesVerb } from './set-resources.ts';
import { setSelectorVerb } from './set-selector.ts';
import { setServiceAccountVerb } from './set-service-account.ts';
import { setSubjectVerb } from './set-subject.ts';

export const setVerb: Verb = {
  name: 'set',
  summary: 'Set specific features on objects',
  details: 'These commands help you make changes to existing application resources.',
  usage: 'set SUBCOMMAND',
  group: 'Basic Commands (Beginner)',
  verbs: [setEnvVerb, setImageVerb, setResourcesVerb, setSelectorVerb, setServiceAccountVerb, setSubjectVerb],
};
