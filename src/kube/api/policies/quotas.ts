/** ResourceQuotas: what an object would add to what its namespace uses, whether that may be, and what it uses now. */
import { addQuantity, compareQuantity, formatQuantity, quantityOf, sortedKeys, tryQuantity, zeroQuantity, type Quantity } from '../../../base/index.ts';
import type { Kind } from '../../kinds/kind.ts';
import { persistentVolumeClaimKind } from '../../kinds/persistent-volume-claim/kind.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { isPodActive, podKind } from '../../kinds/pod/kind.ts';
import type { Pod, PodAffinity, PodSpec } from '../../kinds/pod/pod.ts';
import { qualityOf } from '../../kinds/pod/quality.ts';
import type { ResourceQuota } from '../../kinds/resource-quota/resource-quota.ts';
import { resourceQuotaKind } from '../../kinds/resource-quota/kind.ts';
import { serviceKind } from '../../kinds/service/kind.ts';
import type { Service } from '../../kinds/service/service.ts';
import { forbidden } from '../../meta/api-status.ts';
import type { KubeObject, NewObject } from '../../meta/object.ts';
import type { Reader } from '../../../sim/index.ts';
import type { ApiServer } from '../api-server.ts';

type Amounts = ReadonlyMap<string, Quantity>;
type Counted = KubeObject | NewObject<KubeObject>;

const one = quantityOf(1);

/** Throws 403 when it would be too much; else the quota's status counts it from now on. */
export function chargeQuotas(server: ApiServer, kind: Kind, object: NewObject<KubeObject>, isDryRun: boolean): void {
  const { store } = server;
  for (const key of [...store.keysBy('resourcequotas', 'namespace', object.metadata.namespace!)].sort()) {
    const quota = store.get(key) as ResourceQuota;
    const { hard = {} } = quota.spec;
    if (!isInScope(quota, kind, object)) continue;
    const delta = usageOf(kind, object, Object.keys(hard));
    if (delta.size === 0) continue;
    demandRequests(server, quota, kind, object);
    const used = usedBy(server.kinds.kinds, store, quota);
    const over = sortedKeys(hard).filter((name) => delta.has(name) && compareQuantity(addQuantity(used.get(name) ?? zeroQuantity, delta.get(name)!), tryQuantity(hard[name]!)!) > 0);
    if (over.length > 0) {
      const show = (amount: (name: string) => Quantity) => over.map((name) => `${name}=${formatQuantity(amount(name))}`).join(',');
      const words = `requested: ${show((name) => delta.get(name)!)}, used: ${show((name) => used.get(name) ?? zeroQuantity)}, limited: ${show((name) => tryQuantity(hard[name]!)!)}`;
      throw forbidden(kind, object.metadata.name ?? '', `exceeded quota: ${quota.metadata.name}, ${words}`);
    }
    if (isDryRun) continue;
    const total = new Map([...used].map(([name, amount]) => [name, delta.has(name) ? addQuantity(amount, delta.get(name)!) : amount]));
    server.updateStatus('system:apiserver', resourceQuotaKind, { ...quota, status: statusOf(quota, total) });
  }
}

export function statusOf({ spec }: ResourceQuota, used: Amounts): ResourceQuota['status'] {
  return { hard: spec.hard ?? {}, used: Object.fromEntries(sortedKeys(spec.hard ?? {}).map((name) => [name, formatQuantity(used.get(name) ?? zeroQuantity)])) };
}

/** What the namespace of a quota uses of what the quota is about. */
export function usedBy(kinds: readonly Kind[], reader: Reader<KubeObject>, quota: ResourceQuota): Amounts {
  const names = Object.keys(quota.spec.hard ?? {});
  const sums = new Map<string, Quantity>(names.map((name) => [name, zeroQuantity]));
  for (const kind of kinds) {
    if (!kind.namespaced || !names.some((name) => concerns(kind, name))) continue;
    for (const key of reader.keysBy(kind.table, 'namespace', quota.metadata.namespace)) {
      const object = reader.get(key)!;
      if (!isInScope(quota, kind, object)) continue;
      for (const [name, amount] of usageOf(kind, object, names)) sums.set(name, addQuantity(sums.get(name)!, amount));
    }
  }
  return sums;
}

/** The kinds that a quota's name can be about at all. */
export function concerns(kind: Kind, name: string): boolean {
  if (countNames(kind).includes(name)) return true;
  if (kind.table === podKind.table) return /^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage|hugepages-.*)$/.test(name);
  if (kind.table === persistentVolumeClaimKind.table) return name.includes('requests.storage') || name.endsWith('/persistentvolumeclaims');
  return kind.table === serviceKind.table && name.startsWith('services.');
}

const countedByName = new Set(['pods', 'services', 'secrets', 'configmaps', 'persistentvolumeclaims', 'replicationcontrollers', 'resourcequotas']);

function countNames({ plural, group }: Kind): readonly string[] {
  const counted = `count/${plural}${group === '' ? '' : `.${group}`}`;
  return group === '' && countedByName.has(plural) ? [plural, counted] : [counted];
}

function usageOf(kind: Kind, object: Counted, names: readonly string[]): Amounts {
  const usage = new Map<string, Quantity>();
  const add = (name: string, amount: Quantity) => {
    if (names.includes(name)) usage.set(name, addQuantity(usage.get(name) ?? zeroQuantity, amount));
  };
  const isPod = kind.table === podKind.table;
  const isLive = !isPod || (object as Pod).status === undefined || isPodActive(object as Pod) || (object as Pod).metadata.deletionTimestamp !== undefined;
  for (const name of countNames(kind)) if (name !== 'pods' || isLive) add(name, one);
  if (isPod && isLive) addPod(object as Pod, add);
  else if (kind.table === persistentVolumeClaimKind.table) {
    const { storageClassName, resources } = (object as PersistentVolumeClaim).spec;
    const storage = tryQuantity(resources?.requests?.['storage'] ?? '') ?? zeroQuantity;
    add('requests.storage', storage);
    if (storageClassName !== undefined) {
      add(`${storageClassName}.storageclass.storage.k8s.io/requests.storage`, storage);
      add(`${storageClassName}.storageclass.storage.k8s.io/persistentvolumeclaims`, one);
    }
  } else if (kind.table === serviceKind.table) {
    const { type, ports = [] } = (object as Service).spec;
    if (type === 'LoadBalancer') add('services.loadbalancers', one);
    if (type === 'NodePort' || type === 'LoadBalancer') add('services.nodeports', quantityOf(ports.length));
  }
  return usage;
}

function addPod({ spec }: Pod, add: (name: string, amount: Quantity) => void): void {
  for (const container of spec.containers) {
    for (const part of ['requests', 'limits'] as const) {
      for (const [name, text] of Object.entries(container.resources?.[part] ?? {})) {
        const amount = tryQuantity(String(text)) ?? zeroQuantity;
        add(`${part}.${name}`, amount);
        if (part === 'requests') add(name, amount);
      }
    }
  }
}

/** Who limits the processor's share of a namespace wants every pod to say what it asks for. */
function demandRequests({ release }: ApiServer, quota: ResourceQuota, kind: Kind, object: NewObject<KubeObject>): void {
  if (kind.table !== podKind.table) return;
  const { containers } = (object as unknown as Pod).spec;
  const missing = sortedKeys(quota.spec.hard ?? {}).filter((name) => /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/.test(name)).flatMap((name) => {
    const part = name.startsWith('limits.') ? 'limits' : 'requests';
    const without = containers.filter((container) => !(name.replace(/^.*\./, '') in (container.resources?.[part] ?? {}))).map((container) => container.name);
    if (without.length === 0) return [];
    return [release.atLeast(24) ? `${name} for: ${without.join(',')}` : name];
  });
  if (missing.length === 0) return;
  throw forbidden(kind, object.metadata.name ?? '', `failed quota: ${quota.metadata.name}: must specify ${missing.join(release.atLeast(24) ? '; ' : ',')}`);
}

function isInScope({ spec }: ResourceQuota, kind: Kind, object: Counted): boolean {
  const scopes = [...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists', values: [] })), ...(spec.scopeSelector?.matchExpressions ?? [])];
  if (scopes.length === 0) return true;
  if (kind.table !== podKind.table) return false;
  return scopes.every((scope) => isIn(object as Pod, scope));
}

interface Scope {
  readonly scopeName: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

function isIn({ spec }: Pod, scope: Scope): boolean {
  return inScope[scope.scopeName]?.(spec, scope) ?? true;
}

const inScope: Readonly<Record<string, (spec: PodSpec, scope: Scope) => boolean>> = {
  BestEffort: (spec) => qualityOf(spec) === 'BestEffort',
  NotBestEffort: (spec) => qualityOf(spec) !== 'BestEffort',
  Terminating: (spec) => spec.activeDeadlineSeconds !== undefined,
  NotTerminating: (spec) => spec.activeDeadlineSeconds === undefined,
  CrossNamespacePodAffinity: ({ affinity }) => [affinity?.podAffinity, affinity?.podAntiAffinity].some(reachesOtherNamespaces),
  PriorityClass: ({ priorityClassName: name = '' }, { operator, values = [] }) =>
    operator === 'Exists' || operator === 'DoesNotExist' ? (name !== '') === (operator === 'Exists') : values.includes(name) === (operator === 'In'),
};

function reachesOtherNamespaces(affinity: PodAffinity | undefined): boolean {
  const terms = [...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []), ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm)];
  return terms.some((term) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined);
}
