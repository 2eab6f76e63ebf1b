/** What the client knows of volumes that outlive pods, of the claims on them, and of the classes that they come in. */
import { compareBytes, type Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import { has, list, member, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { quantityText } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { ageText, DescribeText, flatPairs } from './describe-text.ts';
import { describeVolumeSource } from './describe-volumes.ts';

const shortModes: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

function modesText(modes: readonly Json[]): string {
  return Object.keys(shortModes).filter((mode) => modes.includes(mode)).map((mode) => shortModes[mode]!).join(',');
}

function statusText(object: Json, k: Invocation): string {
  const deleted = text(object, 'metadata', 'deletionTimestamp');
  return deleted === '' ? text(object, 'status', 'phase') : `Terminating (lasts ${ageText(k, deleted)})`;
}

function finalizersText(object: Json): string {
  return `[${list(object, 'metadata', 'finalizers').map(String).join(' ')}]`;
}

/** Set to nothing by an annotation in old manifests. */
function className(object: Json): string {
  return text(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class') || text(object, 'spec', 'storageClassName');
}

export const persistentVolumeKind: ClientKind = {
  group: '',
  kind: 'PersistentVolume',
  *describe(k, info, options) {
    const volume = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).labels('Labels', members(volume, 'metadata', 'labels')).annotations('Annotations', members(volume, 'metadata', 'annotations'));
    out.pair('Finalizers', finalizersText(volume)).pair('StorageClass', className(volume)).pair('Status', statusText(volume, k));
    out.pair('Claim', has(volume, 'spec', 'claimRef') ? `${text(volume, 'spec', 'claimRef', 'namespace')}/${text(volume, 'spec', 'claimRef', 'name')}` : '');
    out.pair('Reclaim Policy', text(volume, 'spec', 'persistentVolumeReclaimPolicy')).pair('Access Modes', modesText(list(volume, 'spec', 'accessModes')));
    if (has(volume, 'spec', 'volumeMode')) out.pair('VolumeMode', text(volume, 'spec', 'volumeMode'));
    out.pair('Capacity', quantityText(text(volume, 'spec', 'capacity', 'storage')));
    affinity(out, member(volume, 'spec', 'nodeAffinity'));
    out.pair('Message', text(volume, 'status', 'message')).line(0, 'Source:');
    describeVolumeSource(out, members(volume, 'spec'));
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

function affinity(out: DescribeText, wanted: Json | undefined): void {
  const terms = list(wanted, 'required', 'nodeSelectorTerms');
  if (wanted === undefined || wanted === null) {
    out.line(0, 'Node Affinity:\t<none>');
    return;
  }
  out.line(0, 'Node Affinity:\t').line(1, 'Required Terms:\t');
  terms.forEach((term, i) => {
    list(term, 'matchExpressions').forEach((rule, j) => {
      const operator = text(rule, 'operator').toLowerCase();
      const values = list(rule, 'values').map(String);
      out.line(2, `${j === 0 ? `Term ${i}:` : ''}\t${text(rule, 'key')} ${operator}${values.length === 0 ? '' : ` [${values.join(', ')}]`}`);
    });
  });
}

export const persistentVolumeClaimKind: ClientKind = {
  group: '',
  kind: 'PersistentVolumeClaim',
  *describe(k, info, options) {
    const claim = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace).pair('StorageClass', className(claim)).pair('Status', statusText(claim, k));
    out.pair('Volume', text(claim, 'spec', 'volumeName'));
    out.labels('Labels', members(claim, 'metadata', 'labels')).annotations('Annotations', members(claim, 'metadata', 'annotations'));
    out.pair('Finalizers', finalizersText(claim));
    const isBound = text(claim, 'spec', 'volumeName') !== '';
    out.pair('Capacity', isBound ? quantityText(text(claim, 'status', 'capacity', 'storage')) : '').pair('Access Modes', isBound ? modesText(list(claim, 'status', 'accessModes')) : '');
    if (has(claim, 'spec', 'volumeMode')) out.pair('VolumeMode', text(claim, 'spec', 'volumeMode'));
    const pods = list(yield* k.client.get(`/api/v1/namespaces/${info.namespace}/pods`, [['limit', '500']]), 'items');
    const owners = list(claim, 'metadata', 'ownerReferences').filter((owner) => text(owner, 'kind') === 'Pod').map((owner) => text(owner, 'uid'));
    const isUser = (pod: Json): boolean => list(pod, 'spec', 'volumes').some((volume) => text(volume, 'persistentVolumeClaim', 'claimName') === info.name) || owners.includes(text(pod, 'metadata', 'uid'));
    const users = pods.filter(isUser).map((pod) => text(pod, 'metadata', 'name'));
    out.pair('Used By', users[0] ?? '<none>');
    for (const user of users.sort(compareBytes).slice(1)) out.line(0, `\t${user}`);
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

export const storageClassKind: ClientKind = {
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  *describe(k, info, options) {
    const storage = info.object;
    const out = new DescribeText();
    const annotations = members(storage, 'metadata', 'annotations');
    const isDefault = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some((name) => annotations[name] === 'true');
    out.pair('Name', info.name).pair('IsDefaultClass', isDefault ? 'Yes' : 'No').pair('Annotations', flatPairs(annotations));
    out.pair('Provisioner', text(storage, 'provisioner')).pair('Parameters', flatPairs(members(storage, 'parameters')));
    const expansion = member(storage, 'allowVolumeExpansion');
    out.pair('AllowVolumeExpansion', expansion === undefined ? '<unset>' : expansion === true ? 'True' : 'False');
    const mounted = list(storage, 'mountOptions').map(String);
    out.line(0, mounted.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
    for (const option of mounted) out.line(1, option);
    if (has(storage, 'reclaimPolicy')) out.pair('ReclaimPolicy', text(storage, 'reclaimPolicy'));
    if (has(storage, 'volumeBindingMode')) out.pair('VolumeBindingMode', text(storage, 'volumeBindingMode'));
    allowedTopologies(out, list(storage, 'allowedTopologies'));
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

function allowedTopologies(out: DescribeText, terms: readonly Json[]): void {
  if (terms.length === 0) return;
  out.line(0, 'AllowedTopologies:');
  terms.forEach((term, i) => {
    const wanted = list(term, 'matchLabelExpressions').map((expression) => `${text(expression, 'key')} in [${list(expression, 'values').map(String).join(', ')}]`);
    out.line(1, `Term ${i}:\t${wanted.length === 0 ? '<none>' : wanted.join('\n\t\t')}`);
  });
}
