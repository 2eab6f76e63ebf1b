/** What the server shows of a pod's spec that may not be changed. */
import type { Release } from '../../meta/release.ts';
import { diffStruct, structField, type StructField } from '../../meta/struct-diff.ts';
import type { PodSpec } from './pod.ts';

/** The struct's fields in order. */
const fields: readonly StructField[] = [
  structField('Volumes', 'volumes'),
  structField('InitContainers', 'initContainers'),
  structField('Containers', 'containers'),
  structField('EphemeralContainers', 'ephemeralContainers'),
  structField('RestartPolicy', 'restartPolicy', { isText: true }),
  structField('TerminationGracePeriodSeconds', 'terminationGracePeriodSeconds', { isPointer: true }),
  structField('ActiveDeadlineSeconds', 'activeDeadlineSeconds', { isPointer: true }),
  structField('DNSPolicy', 'dnsPolicy', { isText: true }),
  structField('NodeSelector', 'nodeSelector'),
  structField('ServiceAccountName', 'serviceAccountName', { isText: true }),
  structField('AutomountServiceAccountToken', 'automountServiceAccountToken', { isPointer: true }),
  structField('NodeName', 'nodeName', { isText: true }),
  structField('SecurityContext', 'securityContext', { isPointer: true }),
  structField('ImagePullSecrets', 'imagePullSecrets'),
  structField('Hostname', 'hostname', { isText: true }),
  structField('Subdomain', 'subdomain', { isText: true }),
  structField('SetHostnameAsFQDN', undefined, { isPointer: true }),
  structField('Affinity', 'affinity', { isPointer: true }),
  structField('SchedulerName', 'schedulerName', { isText: true }),
  structField('Tolerations', 'tolerations'),
  structField('HostAliases', 'hostAliases'),
  structField('PriorityClassName', 'priorityClassName', { isText: true }),
  structField('Priority', 'priority', { isPointer: true }),
  structField('PreemptionPolicy', 'preemptionPolicy', { isPointer: true }),
  structField('DNSConfig', 'dnsConfig', { isPointer: true }),
  structField('ReadinessGates', 'readinessGates'),
  structField('RuntimeClassName', 'runtimeClassName', { isPointer: true }),
  structField('Overhead', 'overhead'),
  structField('EnableServiceLinks', 'enableServiceLinks', { isPointer: true }),
  structField('TopologySpreadConstraints', 'topologySpreadConstraints'),
  structField('OS', undefined, { isPointer: true, since: 23 }),
  structField('SchedulingGates', 'schedulingGates', { since: 26 }),
  structField('ResourceClaims', undefined, { since: 26 }),
  structField('Resources', 'resources', { isPointer: true, since: 32 }),
];

export function diffPodSpec(was: PodSpec, is: PodSpec, release: Release): string {
  return diffStruct('core.PodSpec', fields, { ...was }, { ...is }, release);
}
