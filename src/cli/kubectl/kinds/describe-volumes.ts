/** Volumes as descriptions show them: what each is, in the server's words for its source, and its settings. */
import { sortedKeys, type Json } from '../../../base/index.ts';
import { has, list, member, members, text } from '../objects/member.ts';
import type { DescribeText } from './describe-text.ts';

interface Source {
  readonly field: string;
  readonly type: string;
  /** Titles and paths below the source, with what stands there when the field is not set. */
  readonly shows: readonly (readonly [title: string, path: string, absent: string])[];
}

const sources: readonly Source[] = [
  { field: 'hostPath', type: 'HostPath (bare host directory volume)', shows: [['Path', 'path', ''], ['HostPathType', 'type', '']] },
  { field: 'emptyDir', type: "EmptyDir (a temporary directory that shares a pod's lifetime)", shows: [['Medium', 'medium', ''], ['SizeLimit', 'sizeLimit', '<unset>']] },
  { field: 'secret', type: 'Secret (a volume populated by a Secret)', shows: [['SecretName', 'secretName', ''], ['Optional', 'optional', 'false']] },
  { field: 'configMap', type: 'ConfigMap (a volume populated by a ConfigMap)', shows: [['Name', 'name', ''], ['Optional', 'optional', 'false']] },
  { field: 'nfs', type: 'NFS (an NFS mount that lasts the lifetime of a pod)', shows: [['Server', 'server', ''], ['Path', 'path', ''], ['ReadOnly', 'readOnly', 'false']] },
  {
    field: 'persistentVolumeClaim',
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    shows: [['ClaimName', 'claimName', ''], ['ReadOnly', 'readOnly', 'false']],
  },
  { field: 'csi', type: 'CSI (a Container Storage Interface (CSI) volume source)', shows: [['Driver', 'driver', ''], ['FSType', 'fsType', ''], ['ReadOnly', 'readOnly', 'false']] },
  {
    field: 'rbd',
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    shows: [
      ['CephMonitors', 'monitors', '[]'],
      ['RBDImage', 'image', ''],
      ['FSType', 'fsType', ''],
      ['RBDPool', 'pool', ''],
      ['RadosUser', 'user', ''],
      ['Keyring', 'keyring', ''],
      ['SecretRef', 'secretRef', 'nil'],
      ['ReadOnly', 'readOnly', 'false'],
    ],
  },
  { field: 'local', type: 'LocalVolume (a persistent volume backed by local storage on a node)', shows: [['Path', 'path', '']] },
  { field: 'image', type: 'Image (a container image or OCI artifact)', shows: [['Reference', 'reference', ''], ['PullPolicy', 'pullPolicy', '']] },
];

export function describeVolumes(out: DescribeText, volumes: readonly Json[], indent: string): void {
  out.line(0, volumes.length === 0 ? `${indent}Volumes:\t<none>` : `${indent}Volumes:`);
  for (const volume of volumes) {
    out.line(1, `${indent === '' ? '' : ' '}${text(volume, 'name')}:`);
    describeVolumeSource(out, volume);
  }
}

/** Of a pod's volume, or of one that outlives pods. */
export function describeVolumeSource(out: DescribeText, volume: Json): void {
  const source = sources.find((candidate) => has(volume, candidate.field));
  if (source) {
    out.pair('Type', source.type, 2);
    for (const [title, path, absent] of source.shows) out.pair(title, valueText(member(volume, source.field, path)) || absent, 2);
  } else if (has(volume, 'projected')) projected(out, list(volume, 'projected', 'sources'));
  else if (has(volume, 'downwardAPI')) downward(out, list(volume, 'downwardAPI', 'items'));
  else if (has(volume, 'ephemeral')) ephemeral(out, member(volume, 'ephemeral', 'volumeClaimTemplate'));
  else out.line(2, '<unknown>');
}

/** The claim that is made from it, as far as the template tells. */
function ephemeral(out: DescribeText, template: Json | undefined): void {
  out.pair('Type', 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)', 2);
  if (template === undefined) return;
  out.pair('StorageClass', text(template, 'spec', 'storageClassName'), 2).pair('Volume', '', 2);
  for (const [title, field, sign] of [['Labels', 'labels', '='], ['Annotations', 'annotations', ': ']] as const) {
    const pairs = members(template, 'metadata', field);
    const lines = sortedKeys(pairs).map((key) => `${key}${sign}${text(pairs, key)}`);
    (lines.length > 0 ? lines : ['<none>']).forEach((line, i) => out.line(2, `${i === 0 ? `${title}:` : ''}\t${line}`));
  }
  out.pair('Capacity', '', 2).pair('Access Modes', '', 2);
  if (has(template, 'spec', 'volumeMode')) out.pair('VolumeMode', text(template, 'spec', 'volumeMode'), 2);
}

function valueText(value: Json | undefined): string {
  return Array.isArray(value) ? `[${value.map(String).join(' ')}]` : text(value);
}

function projected(out: DescribeText, parts: readonly Json[]): void {
  out.pair('Type', 'Projected (a volume that contains injected data from multiple sources)', 2);
  for (const part of parts) {
    if (has(part, 'secret')) {
      out.pair('SecretName', text(part, 'secret', 'name'), 2).pair('Optional', text(part, 'secret', 'optional') || 'false', 2);
    } else if (has(part, 'downwardAPI')) out.pair('DownwardAPI', 'true', 2);
    else if (has(part, 'configMap')) {
      out.pair('ConfigMapName', text(part, 'configMap', 'name'), 2).pair('Optional', text(part, 'configMap', 'optional') || 'false', 2);
    } else if (has(part, 'serviceAccountToken')) out.pair('TokenExpirationSeconds', text(part, 'serviceAccountToken', 'expirationSeconds'), 2);
  }
}

function downward(out: DescribeText, items: readonly Json[]): void {
  out.pair('Type', 'DownwardAPI (a volume populated by information about the pod)', 2).line(2, 'Items:');
  for (const item of items) {
    const from = member(item, 'fieldRef', 'fieldPath') ?? member(item, 'resourceFieldRef', 'resource');
    out.line(3, `${text(from)} -> ${text(item, 'path')}`);
  }
}
