/** Why a kind has no rollouts: what makes pods may have them some day, all else is not known there. */
import { CommandError } from '../command/errors.ts';
import type { ApiResource } from '../wire/discovery.ts';

const podMakers = ['CronJob', 'Job', 'Pod', 'ReplicaSet', 'ReplicationController'];

/** `doer` is what would do it ("rollbacker"), `deed` what it would bring ("history"). */
export function noRollouts({ kind, group }: ApiResource, doer: string, deed: string): CommandError {
  const words = JSON.stringify(`${kind}${group === '' ? '' : `.${group}`}`);
  return new CommandError(podMakers.includes(kind) ? `no ${doer} has been implemented for ${words}` : `error retrieving ${deed} for ${words}, no visitor method exists for {${group} ${kind}}`);
}
