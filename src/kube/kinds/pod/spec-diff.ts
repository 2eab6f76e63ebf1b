/**
 * What the server shows of a pod's spec that may not be changed: the fields that differ, two on either side of them, in
 * the order of its own struct, and how many it leaves out.
 */
import { deepEqual, quoteGo } from '../../../base/index.ts';
import type { Release } from '../../meta/release.ts';
import type { PodSpec } from './pod.ts';

interface SpecField {
  readonly go: string;
  readonly json: keyof PodSpec | undefined; // undefined: nothing of ours
  readonly isPointer?: boolean;
  readonly since?: number;
}

const f = (go: string, json?: keyof PodSpec, more: { isPointer?: boolean; since?: number } = {}): SpecField => ({ go, json, ...more });

/** The struct's fields in order. */
const fields: readonly SpecField[] = [
  f('Volumes', 'volumes'),
  f('InitContainers', 'initContainers'),
  f('Containers', 'containers'),
  f('EphemeralContainers', 'ephemeralContainers'),
  f('RestartPolicy', 'restartPolicy'),
  f('TerminationGracePeriodSeconds', 'terminationGracePeriodSeconds', { isPointer: true }),
  f('ActiveDeadlineSeconds', 'activeDeadlineSeconds', { isPointer: true }),
  f('DNSPolicy', 'dnsPolicy'),
  f('NodeSelector', 'nodeSelector'),
  f('ServiceAccountName', 'serviceAccountName'),
  f('AutomountServiceAccountToken', 'automountServiceAccountToken', { isPointer: true }),
  f('NodeName', 'nodeName'),
  f('SecurityContext', 'securityContext', { isPointer: true }),
  f('ImagePullSecrets', 'imagePullSecrets'),
  f('Hostname', 'hostname'),
  f('Subdomain', 'subdomain'),
  f('SetHostnameAsFQDN', undefined, { isPointer: true }),
  f('Affinity', 'affinity', { isPointer: true }),
  f('SchedulerName', 'schedulerName'),
  f('Tolerations', 'tolerations'),
  f('HostAliases', 'hostAliases'),
  f('PriorityClassName', 'priorityClassName'),
  f('Priority', 'priority', { isPointer: true }),
  f('PreemptionPolicy', 'preemptionPolicy', { isPointer: true }),
  f('DNSConfig', 'dnsConfig', { isPointer: true }),
  f('ReadinessGates', 'readinessGates'),
  f('RuntimeClassName', 'runtimeClassName', { isPointer: true }),
  f('Overhead', 'overhead'),
  f('EnableServiceLinks', 'enableServiceLinks', { isPointer: true }),
  f('TopologySpreadConstraints', 'topologySpreadConstraints'),
  f('OS', undefined, { isPointer: true, since: 23 }),
  f('SchedulingGates', 'schedulingGates', { since: 26 }),
  f('ResourceClaims', undefined, { since: 26 }),
  f('Resources', 'resources', { isPointer: true, since: 32 }),
];

const context = 2;

/** Releases before this one show the new value as what is taken away. */
const orderedSince = 25;

export function diffPodSpec(was: PodSpec, is: PodSpec, release: Release): string {
  const [old, next] = release.atLeast(orderedSince) ? [was, is] : [is, was];
  const shown = fields.filter((field) => release.has(field));
  const differs = shown.map(({ json }) => json !== undefined && !deepEqual(old[json], next[json]));
  const isNear = shown.map((_, i) => differs.some((d, j) => d && Math.abs(i - j) <= context));
  const width = Math.max(...shown.filter((_, i) => isNear[i]).map((field) => field.go.length)) + 2;
  const lines = ['  core.PodSpec{'];
  let skipped = 0;
  const closeGap = () => {
    if (skipped > 0) lines.push(`  \t... // ${skipped} identical fields`);
    skipped = 0;
  };
  for (const [i, field] of shown.entries()) {
    if (!isNear[i]) {
      skipped++;
      continue;
    }
    closeGap();
    const name = `${field.go}:`.padEnd(width);
    if (differs[i]) lines.push(`- \t${name}${show(field, old)},`, `+ \t${name}${show(field, next)},`);
    else lines.push(`  \t${name}${show(field, next)},`);
  }
  closeGap();
  return `${[...lines, '  }'].join('\n')}\n`;
}

function show(field: SpecField, spec: PodSpec): string {
  const value = field.json === undefined ? undefined : spec[field.json];
  if (value === undefined) return field.isPointer || isCollection(field) ? 'nil' : '""';
  if (typeof value === 'string') return field.isPointer ? `&${quoteGo(value)}` : quoteGo(value);
  if (typeof value === 'number' || typeof value === 'boolean') return field.isPointer ? `&${String(value)}` : String(value);
  return field.isPointer ? `&${goLiteral(value)}` : goLiteral(value);
}

const textFields: ReadonlySet<string> = new Set(['RestartPolicy', 'DNSPolicy', 'ServiceAccountName', 'NodeName', 'Hostname', 'Subdomain', 'SchedulerName', 'PriorityClassName']);

function isCollection(field: SpecField): boolean {
  return !textFields.has(field.go);
}

function goLiteral(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(goLiteral).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${key[0]!.toUpperCase()}${key.slice(1)}: ${goLiteral(member)}`);
    return `{${members.join(', ')}}`;
  }
  return typeof value === 'string' ? quoteGo(value) : String(value);
}
