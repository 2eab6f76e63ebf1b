/** kubectl set serviceaccount. */
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { setFlags, setPodSpec } from './set-pod-spec.ts';

export const setServiceAccountVerb: Verb = {
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Update the service account of a resource',
  usage: 'set serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  completes: 'resources',
  flags: setFlags.filter(({ name }) => name !== 'selector'),
  *run(k) {
    const account = k.args.at(-1);
    if (account === undefined) throw new CommandError('serviceaccount is required');
    yield* setPodSpec(k, { resources: k.args.slice(0, -1), done: 'serviceaccount updated', sendsAll: true, change: (spec) => ({ ...spec, serviceAccountName: account }) });
  },
};
