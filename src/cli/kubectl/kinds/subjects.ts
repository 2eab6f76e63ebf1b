/** Whom a binding is about, as the command line names them. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';

const group = 'rbac.authorization.k8s.io';

export const subjectFlags: readonly FlagSpec[] = [
  { name: 'group', type: 'array', usage: 'Groups.' },
  { name: 'serviceaccount', type: 'array', usage: 'Service accounts, as namespace:name.' },
  { name: 'user', type: 'array', usage: 'Users.' },
];

/** --user is the kubeconfig's everywhere else. */
export function subjectsOf(k: Invocation): readonly JsonObject[] {
  return [
    ...k.flags.list('user').map((name) => ({ apiGroup: group, kind: 'User', name })),
    ...k.flags.list('group').map((name) => ({ apiGroup: group, kind: 'Group', name })),
    ...k.flags.list('serviceaccount').map((account) => {
      const [namespace = '', name = ''] = account.split(':');
      if (account.split(':').length !== 2 || namespace === '' || name === '') throw new CommandError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}
