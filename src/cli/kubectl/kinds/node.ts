/** What the client knows of nodes. */
import { addQuantity, compareBytes, formatQuantity, parseQuantity, quantityMilliValue, quantityValue, sortedKeys, tryQuantity, zeroQuantity, type Json, type JsonObject, type Quantity } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { bool, list, members, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';
import type { ClientKind } from './client-kind.ts';
import { fetchEvents, writeEvents } from './describe-events.ts';
import { ageText, DescribeText, orNone, timeText } from './describe-text.ts';
import { podAmounts } from './pod-amounts.ts';

const rolePrefix = 'node-role.kubernetes.io/';

export const nodeKind: ClientKind = {
  group: '',
  kind: 'Node',
  debugs: 'beside',
  *describe(k, info, options) {
    const out = new DescribeText();
    const node = info.object;
    const selector = `spec.nodeName=${info.name},status.phase!=Succeeded,status.phase!=Failed`;
    const pods = list(yield* k.client.get('/api/v1/pods', [['fieldSelector', selector], ['limit', '500']]), 'items');
    const events = options.showEvents ? yield* nodeEvents(k, info) : undefined;
    head(out, info);
    yield* lease(k, info, out);
    conditions(out, list(node, 'status', 'conditions'));
    capacity(out, node);
    systemInfo(out, node);
    podsOf(out, node, pods, k);
    if (events) writeEvents(k, out, events);
    return out.text;
  },
};

/** The first client that asks for those under the UID, too. */
const ASKS_TWICE_SINCE = 21;

/** Some are filed under the node's UID, some, of the kubelet, under its name. */
function* nodeEvents(k: Invocation, info: Info): Task<readonly Json[]> {
  const fields = (uid: string) =>
    [['involvedObject.kind', info.resource.kind], ['involvedObject.uid', uid], ['involvedObject.name', info.name], ['involvedObject.namespace', '']] as const;
  if (k.release.minor < ASKS_TWICE_SINCE) return yield* fetchEvents(k, info, fields(info.name));
  const byUid = yield* fetchEvents(k, info, fields(text(info.object, 'metadata', 'uid')));
  return [...byUid, ...(yield* fetchEvents(k, info, fields(info.name)))];
}

export function nodeRoles(labels: JsonObject): string {
  const roles = new Set<string>();
  for (const key of sortedKeys(labels)) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === 'kubernetes.io/role' && labels[key] !== '') roles.add(text(labels, key));
  }
  return orNone([...roles].sort(compareBytes).join(','));
}

function head(out: DescribeText, info: Info): void {
  const node = info.object;
  const labels = members(node, 'metadata', 'labels');
  out.pair('Name', info.name).pair('Roles', nodeRoles(labels)).labels('Labels', labels).annotations('Annotations', members(node, 'metadata', 'annotations'));
  out.pair('CreationTimestamp', timeText(text(node, 'metadata', 'creationTimestamp')));
  const taints = list(node, 'spec', 'taints').map(taintText).sort(compareBytes);
  if (taints.length === 0) out.pair('Taints', '<none>');
  taints.forEach((taint, i) => out.line(0, `${i === 0 ? 'Taints:' : ''}\t${taint}`));
  out.pair('Unschedulable', String(bool(node, 'spec', 'unschedulable')));
}

/** "k=v:NoExecute", "k:NoSchedule". */
export function taintText(taint: Json): string {
  const [key, value, effect] = [text(taint, 'key'), text(taint, 'value'), text(taint, 'effect')];
  return `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
}

/** The first client that looks for it. */
const LEASES_SINCE = 17;

function* lease(k: Invocation, info: Info, out: DescribeText): Task {
  if (k.release.minor < LEASES_SINCE) return;
  let found: Json;
  try {
    found = yield* k.client.get(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${info.name}`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (!error.isNotFound) throw error;
    yield* k.warn(`Failed to get lease: ${error.message}\n`);
    return;
  }
  out.line(0, 'Lease:');
  out.pair('HolderIdentity', text(found, 'spec', 'holderIdentity') || '<unset>', 1);
  out.pair('AcquireTime', timeText(text(found, 'spec', 'acquireTime'), '<unset>'), 1);
  out.pair('RenewTime', timeText(text(found, 'spec', 'renewTime'), '<unset>'), 1);
}

function conditions(out: DescribeText, all: readonly Json[]): void {
  if (all.length === 0) return;
  out.line(0, 'Conditions:').line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  out.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const c of all) {
    const never = 'Mon, 01 Jan 0001 00:00:00 +0000';
    const times = `${timeText(text(c, 'lastHeartbeatTime'), never)} \t${timeText(text(c, 'lastTransitionTime'), never)}`;
    out.line(1, `${text(c, 'type')} \t${text(c, 'status')} \t${times} \t${text(c, 'reason')} \t${text(c, 'message')}`);
  }
}

function capacity(out: DescribeText, node: Json): void {
  const addresses = list(node, 'status', 'addresses');
  out.line(0, 'Addresses:');
  for (const address of addresses) out.pair(text(address, 'type'), text(address, 'address'), 1);
  for (const [title, field] of [['Capacity', 'capacity'], ['Allocatable', 'allocatable']] as const) {
    const amounts = members(node, 'status', field);
    if (Object.keys(amounts).length === 0) continue;
    out.line(0, `${title}:`);
    for (const name of sortedKeys(amounts)) out.pair(name, quantityText(amounts[name]), 1);
  }
}

/** As the client understands it: 4Gi, though the node says 4194304Ki. */
function quantityText(amount: Json | undefined): string {
  const quantity = tryQuantity(text(amount));
  return quantity === undefined ? text(amount) : formatQuantity(quantity);
}

function systemInfo(out: DescribeText, node: Json): void {
  const titles: readonly (readonly [string, string])[] = [
    ['Machine ID', 'machineID'],
    ['System UUID', 'systemUUID'],
    ['Boot ID', 'bootID'],
    ['Kernel Version', 'kernelVersion'],
    ['OS Image', 'osImage'],
    ['Operating System', 'operatingSystem'],
    ['Architecture', 'architecture'],
    ['Container Runtime Version', 'containerRuntimeVersion'],
    ['Kubelet Version', 'kubeletVersion'],
  ];
  out.line(0, 'System Info:');
  for (const [title, field] of titles) out.pair(title, text(node, 'status', 'nodeInfo', field), 1);
  out.pair('Kube-Proxy Version', text(node, 'status', 'nodeInfo', 'kubeProxyVersion'), 1);
  if (text(node, 'spec', 'podCIDR') !== '') out.pair('PodCIDR', text(node, 'spec', 'podCIDR'));
  const ranges = list(node, 'spec', 'podCIDRs').map(String);
  if (ranges.length > 0) out.pair('PodCIDRs', ranges.join(','));
  if (text(node, 'spec', 'providerID') !== '') out.pair('ProviderID', text(node, 'spec', 'providerID'));
}

/** The first client with a header for ages like the others of the table. */
const SMALL_AGE_SINCE = 21;

function podsOf(out: DescribeText, node: Json, pods: readonly Json[], k: Invocation): void {
  const { minor } = k.release;
  out.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  out.line(1, `Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\t${minor < SMALL_AGE_SINCE ? 'AGE' : 'Age'}`);
  out.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const allocatable = { ...members(node, 'status', 'capacity'), ...members(node, 'status', 'allocatable') };
  const total = { requests: new Map<string, Quantity>(), limits: new Map<string, Quantity>() };
  for (const pod of pods) {
    const amounts = podAmounts(pod);
    const share = (kind: 'requests' | 'limits', name: string): string => shareText(amounts[kind].get(name) ?? zeroQuantity, allocatable[name], name);
    const cells = [share('requests', 'cpu'), share('limits', 'cpu'), share('requests', 'memory'), share('limits', 'memory')];
    out.line(1, [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name'), '', ...cells, ageText(k, text(pod, 'metadata', 'creationTimestamp'))].join('\t'));
    for (const kind of ['requests', 'limits'] as const) {
      for (const [name, amount] of amounts[kind]) total[kind].set(name, addQuantity(total[kind].get(name) ?? zeroQuantity, amount));
    }
  }
  allocated(out, allocatable, total);
}

function allocated(out: DescribeText, allocatable: JsonObject, total: { requests: Map<string, Quantity>; limits: Map<string, Quantity> }): void {
  out.line(0, 'Allocated resources:').line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  out.line(1, 'Resource\tRequests\tLimits').line(1, '--------\t--------\t------');
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const cell = (kind: 'requests' | 'limits'): string => shareText(total[kind].get(name) ?? zeroQuantity, allocatable[name], name);
    out.line(1, `${name}\t${cell('requests')}\t${cell('limits')}`);
  }
  const standard = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods', 'storage']);
  for (const name of sortedKeys(allocatable).filter((key) => !standard.has(key))) {
    const cell = (kind: 'requests' | 'limits'): string => formatQuantity(total[kind].get(name) ?? zeroQuantity);
    const isPages = name.startsWith('hugepages-');
    out.line(1, isPages ? `${name}\t${shareText(total.requests.get(name) ?? zeroQuantity, allocatable[name], name)}\t${shareText(total.limits.get(name) ?? zeroQuantity, allocatable[name], name)}` : `${name}\t${cell('requests')}\t${cell('limits')}`);
  }
}

/** "100m (5%)". */
function shareText(amount: Quantity, of: Json | undefined, name: string): string {
  const measure = name === 'cpu' ? quantityMilliValue : quantityValue;
  const whole = of === undefined || of === null ? 0 : measure(parseQuantity(text(of)));
  const percent = whole === 0 ? 0 : Math.trunc((measure(amount) * 100) / whole);
  return `${formatQuantity(amount)} (${percent}%)`;
}

