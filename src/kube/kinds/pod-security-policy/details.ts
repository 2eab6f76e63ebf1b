/** The table of PodSecurityPolicies. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface Rule {
  readonly rule?: string;
}

interface PodSecurityPolicy extends KubeObject {
  readonly spec: {
    readonly privileged?: boolean;
    readonly allowedCapabilities?: readonly string[];
    readonly seLinux?: Rule;
    readonly runAsUser?: Rule;
    readonly fsGroup?: Rule;
    readonly supplementalGroups?: Rule;
    readonly readOnlyRootFilesystem?: boolean;
    readonly volumes?: readonly string[];
  };
}

export const podSecurityPolicyDetails: KindDetails<PodSecurityPolicy> = {
  defaults: (object) => ({ ...object, spec: { allowPrivilegeEscalation: true, ...object.spec } }),
  columns: [
    nameColumn,
    text('Priv', ({ spec }) => String(spec.privileged ?? false)),
    text('Caps', ({ spec }) => (spec.allowedCapabilities ?? []).join(',')),
    text('SELinux', ({ spec }) => spec.seLinux?.rule ?? ''),
    text('RunAsUser', ({ spec }) => spec.runAsUser?.rule ?? ''),
    text('FsGroup', ({ spec }) => spec.fsGroup?.rule ?? ''),
    text('SupGroup', ({ spec }) => spec.supplementalGroups?.rule ?? ''),
    text('ReadOnlyRootFs', ({ spec }) => String(spec.readOnlyRootFilesystem ?? false)),
    text('Volumes', ({ spec }) => (spec.volumes ?? []).join(',')),
  ],
};
