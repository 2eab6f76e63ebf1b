/** kubectl create rolebinding and clusterrolebinding. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { generatorFlags, newMetadata, oneName, sendGenerated } from './generate.ts';
import { subjectFlags, subjectsOf } from './subjects.ts';

const apiGroup = 'rbac.authorization.k8s.io';

function binding(k: Invocation, kind: string, name: string, roleRef: JsonObject): JsonObject {
  const subjects = subjectsOf(k);
  return { apiVersion: `${apiGroup}/v1`, kind, metadata: newMetadata(k, { name }), roleRef: { apiGroup, ...roleRef }, ...(subjects.length > 0 && { subjects }) };
}

export const generateRoleBinding: Verb = {
  name: 'rolebinding',
  summary: 'Create a role binding for a particular role or cluster role',
  usage: 'create rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, ...subjectFlags, { name: 'clusterrole', type: 'string', usage: 'The cluster role.' }, { name: 'role', type: 'string', usage: 'The role.' }],
  *run(k) {
    const name = oneName(k);
    const [role, clusterRole] = [k.flags.text('role'), k.flags.text('clusterrole')];
    if ((role === '') === (clusterRole === '')) throw new CommandError('exactly one of clusterrole or role must be specified');
    const object = binding(k, 'RoleBinding', name, role === '' ? { kind: 'ClusterRole', name: clusterRole } : { kind: 'Role', name: role });
    yield* sendGenerated(k, { group: apiGroup, version: 'v1', kind: 'RoleBinding', plural: 'rolebindings', namespaced: true }, object, 'failed to create rolebinding: ');
  },
};

export const generateClusterRoleBinding: Verb = {
  name: 'clusterrolebinding',
  summary: 'Create a cluster role binding for a particular cluster role',
  usage: 'create clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, ...subjectFlags, { name: 'clusterrole', type: 'string', required: true, usage: 'The cluster role.' }],
  *run(k) {
    const object = binding(k, 'ClusterRoleBinding', oneName(k), { kind: 'ClusterRole', name: k.flags.text('clusterrole') });
    yield* sendGenerated(k, { group: apiGroup, version: 'v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', namespaced: false }, object, 'failed to create clusterrolebinding: ');
  },
};
