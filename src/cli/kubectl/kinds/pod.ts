/** What the client knows of pods. */
import { compareQuantity, sortedKeys, tryQuantity, type Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import { bool, count, has, list, member, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { amountsOf, describeContainers, type FieldResolver } from './describe-containers.ts';
import { fetchEvents, writeEvents } from './describe-events.ts';
import { ageText, DescribeText, orNone, timeText } from './describe-text.ts';
import { describeSpread, describeTolerations } from './describe-template.ts';
import { describeVolumes } from './describe-volumes.ts';

export const podKind: ClientKind = {
  group: '',
  kind: 'Pod',
  podSpec: ['spec'],
  debugs: 'inside',
  *describe(k, info, options) {
    const out = new DescribeText();
    const pod = info.object;
    // Unlike those of other kinds, the events of a pod are found without its kind.
    const fields = [
      ['involvedObject.name', info.name],
      ['involvedObject.namespace', info.namespace],
      ['involvedObject.uid', text(pod, 'metadata', 'uid')],
    ] as const;
    const events = options.showEvents ? yield* fetchEvents(k, info, fields) : undefined;
    head(k, out, pod);
    writeContainers(out, pod, k.release.minor);
    conditions(out, pod);
    describeVolumes(out, list(pod, 'spec', 'volumes'), '');
    out.pair('QoS Class', text(pod, 'status', 'qosClass') || qualityOf(pod));
    out.labels('Node-Selectors', members(pod, 'spec', 'nodeSelector'));
    describeTolerations(out, 'Tolerations', list(pod, 'spec', 'tolerations'));
    describeSpread(out, list(pod, 'spec', 'topologySpreadConstraints'), '');
    if (events) writeEvents(k, out, events);
    return out.text;
  },
  expose: {
    selector: (pod) => members(pod, 'metadata', 'labels'),
    ports: (pod) => containerPorts(list(pod, 'spec', 'containers')),
  },
};

/** The ports of containers, as `expose` takes them over. */
export function containerPorts(containers: readonly Json[]): { port: number; protocol: string }[] {
  return containers.flatMap((container) =>
    list(container, 'ports').map((port) => ({ port: count(port, 'containerPort'), protocol: text(port, 'protocol') || 'TCP' })),
  );
}

/** The first clients that leave out a priority class which is not set, print every address, and name the account. */
const SHORT_PRIORITY_SINCE = 15;
const ALL_ADDRESSES_SINCE = 16;
const ACCOUNT_SINCE = 23;

function head(k: Invocation, out: DescribeText, pod: Json): void {
  const { minor } = k.release;
  out.pair('Name', text(pod, 'metadata', 'name')).pair('Namespace', text(pod, 'metadata', 'namespace'));
  if (has(pod, 'spec', 'priority')) out.pair('Priority', count(pod, 'spec', 'priority'));
  const priorityClass = text(pod, 'spec', 'priorityClassName');
  if (minor >= SHORT_PRIORITY_SINCE) optional(out, 'Priority Class Name', priorityClass);
  else if (has(pod, 'spec', 'priority')) out.pair('PriorityClassName', orNone(priorityClass));
  optional(out, 'Runtime Class Name', text(pod, 'spec', 'runtimeClassName'));
  if (minor >= ACCOUNT_SINCE) optional(out, 'Service Account', text(pod, 'spec', 'serviceAccountName'));
  const node = text(pod, 'spec', 'nodeName');
  out.pair('Node', node === '' ? '<none>' : `${node}/${text(pod, 'status', 'hostIP')}`);
  if (has(pod, 'status', 'startTime')) out.pair('Start Time', timeText(text(pod, 'status', 'startTime')));
  out.labels('Labels', members(pod, 'metadata', 'labels')).annotations('Annotations', members(pod, 'metadata', 'annotations'));
  const deleted = text(pod, 'metadata', 'deletionTimestamp');
  if (deleted !== '' && text(pod, 'status', 'phase') !== 'Failed' && text(pod, 'status', 'phase') !== 'Succeeded') {
    out.pair('Status', `Terminating (lasts ${ageText(k, deleted)})`);
    out.pair('Termination Grace Period', `${count(pod, 'metadata', 'deletionGracePeriodSeconds')}s`);
  } else out.pair('Status', text(pod, 'status', 'phase'));
  optional(out, 'Reason', text(pod, 'status', 'reason'));
  optional(out, 'Message', text(pod, 'status', 'message'));
  const seccomp = member(pod, 'spec', 'securityContext', 'seccompProfile');
  if (seccomp !== undefined) out.pair('SeccompProfile', text(seccomp, 'type'));
  out.pair('IP', text(pod, 'status', 'podIP'));
  if (minor >= ALL_ADDRESSES_SINCE) addresses(out, list(pod, 'status', 'podIPs'));
  const owner = list(pod, 'metadata', 'ownerReferences').find((reference) => bool(reference, 'controller'));
  if (owner !== undefined) out.pair('Controlled By', `${text(owner, 'kind')}/${text(owner, 'name')}`);
  optional(out, 'NominatedNodeName', text(pod, 'status', 'nominatedNodeName'));
}

function optional(out: DescribeText, title: string, value: string): void {
  if (value !== '') out.pair(title, value);
}

function addresses(out: DescribeText, all: readonly Json[]): void {
  if (all.length === 0) {
    out.pair('IPs', '<none>');
    return;
  }
  out.line(0, 'IPs:');
  for (const address of all) out.pair('IP', text(address, 'ip'), 1);
}

function writeContainers(out: DescribeText, pod: Json, minor: number): void {
  const common = { minor, indent: '', resolve: resolverOf(pod) };
  const initial = list(pod, 'spec', 'initContainers');
  if (initial.length > 0) describeContainers(out, 'Init Containers', initial, { ...common, statuses: list(pod, 'status', 'initContainerStatuses') });
  describeContainers(out, 'Containers', list(pod, 'spec', 'containers'), { ...common, statuses: list(pod, 'status', 'containerStatuses') });
  const ephemeral = list(pod, 'spec', 'ephemeralContainers');
  if (ephemeral.length > 0) describeContainers(out, 'Ephemeral Containers', ephemeral, { ...common, statuses: list(pod, 'status', 'ephemeralContainerStatuses') });
}

/** Where the server has not said it: by what the containers ask for. */
function qualityOf(pod: Json): string {
  const all = [...list(pod, 'spec', 'containers'), ...list(pod, 'spec', 'initContainers')];
  const isBare = all.every((container) => Object.keys(amountsOf(container, 'requests')).length + Object.keys(amountsOf(container, 'limits')).length === 0);
  if (isBare) return 'BestEffort';
  const isFull = all.every((container) => ['cpu', 'memory'].every((name) => {
    const limit = tryQuantity(text(amountsOf(container, 'limits')[name]));
    const request = tryQuantity(text(amountsOf(container, 'requests')[name]));
    return limit !== undefined && (request === undefined || compareQuantity(limit, request) === 0);
  }));
  return isFull ? 'Guaranteed' : 'Burstable';
}

function conditions(out: DescribeText, pod: Json): void {
  const gates = list(pod, 'spec', 'readinessGates');
  const all = list(pod, 'status', 'conditions');
  if (gates.length > 0) {
    out.line(0, 'Readiness Gates:').line(1, 'Type\tStatus');
    for (const gate of gates) {
      const found = all.find((condition) => text(condition, 'type') === text(gate, 'conditionType'));
      out.line(1, `${text(gate, 'conditionType')} \t${found === undefined ? '<none>' : text(found, 'status')} `);
    }
  }
  if (all.length === 0) return;
  out.line(0, 'Conditions:').line(1, 'Type\tStatus');
  for (const condition of all) out.line(1, `${text(condition, 'type')} \t${text(condition, 'status')} `);
}

/** The value of a field of this pod, as its containers will see it in their environment. */
function resolverOf(pod: Json): FieldResolver {
  return (source) => (has(source, 'fieldRef') ? fieldOf(pod, text(source, 'fieldRef', 'fieldPath')) : '');
}

function fieldOf(pod: Json, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript) return text(pod, 'metadata', subscript[1]!, subscript[2]!);
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    const entries = members(pod, ...path.split('.'));
    return sortedKeys(entries).map((key) => `${key}=${JSON.stringify(text(entries, key))}`).join('\n');
  }
  return text(pod, ...path.split('.'));
}
