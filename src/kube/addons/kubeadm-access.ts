/** What kubeadm lets nodes do that are about to join, and those that have: to learn of the cluster before anything else, and to ask for a certificate. */
import type { PolicyRule, Subject } from '../kinds/role/role.ts';
import type { KubeObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';

const group = 'rbac.authorization.k8s.io';
const groupOf = (name: string): Subject => ({ apiGroup: group, kind: 'Group', name });
const joining = groupOf('system:bootstrappers:kubeadm:default-node-token');
const nodes = groupOf('system:nodes');

export function kubeadmAccess(release: Release): readonly KubeObject[] {
  const object = (kind: string, name: string, namespace: string | undefined, rest: object) => ({ apiVersion: `${group}/v1`, kind, metadata: { name, ...(namespace !== undefined && { namespace }) }, ...rest }) as unknown as KubeObject;
  const bind = (name: string, to: string, subject: Subject) => object('ClusterRoleBinding', name, undefined, { roleRef: { apiGroup: group, kind: 'ClusterRole', name: to }, subjects: [subject] });
  const given = (namespace: string, name: string, map: string, subjects: readonly Subject[]) => {
    const rules: readonly PolicyRule[] = [{ apiGroups: [''], resourceNames: [map], resources: ['configmaps'], verbs: ['get'] }];
    return [object('Role', name, namespace, { rules }), object('RoleBinding', name, namespace, { roleRef: { apiGroup: group, kind: 'Role', name }, subjects })];
  };
  const settings = release.atLeast(24) ? 'kubelet-config' : `kubelet-config-${release.text}`;
  const requests = 'system:certificates.k8s.io:certificatesigningrequests';
  return [
    bind('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', joining),
    bind('kubeadm:node-autoapprove-bootstrap', `${requests}:nodeclient`, joining),
    bind('kubeadm:node-autoapprove-certificate-rotation', `${requests}:selfnodeclient`, nodes),
    bind('kubeadm:node-proxier', 'system:node-proxier', { kind: 'ServiceAccount', name: 'kube-proxy', namespace: 'kube-system' }),
    ...(release.atLeast(18) ? [object('ClusterRole', 'kubeadm:get-nodes', undefined, { rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] }), bind('kubeadm:get-nodes', 'kubeadm:get-nodes', joining)] : []),
    ...given('kube-public', 'kubeadm:bootstrap-signer-clusterinfo', 'cluster-info', [{ apiGroup: group, kind: 'User', name: 'system:anonymous' }]),
    ...given('kube-system', 'kubeadm:nodes-kubeadm-config', 'kubeadm-config', [joining, nodes]),
    ...given('kube-system', release.atLeast(24) ? 'kubeadm:kubelet-config' : `kubeadm:${settings}`, settings, [nodes, joining]),
  ];
}
