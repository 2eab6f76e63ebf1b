/**
 * What must hold of the objects of a cluster that has settled, whatever happened before. These checks know the API's documents
 * and nothing of the code that keeps them: each reads plain objects and answers with what is wrong, in words.
 */
import { compareQuantity, parseQuantity, addQuantity, zeroQuantity } from '../../base/index.ts';
import type { KubeObject } from '../../kube/index.ts';

/** Objects by table: "pods", "replicasets.apps". */
export type Objects = (table: string) => readonly KubeObject[];
export type Invariant = (objects: Objects) => readonly string[];

type Plain = KubeObject & {
  readonly spec: { readonly replicas?: number; readonly completions?: number; readonly nodeName?: string; readonly clusterIP?: string; readonly selector?: { readonly matchLabels?: Labels } & Labels; readonly containers?: readonly { readonly resources?: { readonly requests?: Labels } }[]; readonly hostNetwork?: boolean; readonly taints?: readonly { readonly key: string }[]; readonly template?: { readonly spec: { readonly nodeSelector?: Labels; readonly tolerations?: readonly { readonly key?: string }[] } } };
  readonly status: { readonly replicas?: number; readonly succeeded?: number; readonly readyReplicas?: number; readonly updatedReplicas?: number; readonly phase?: string; readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[]; readonly allocatable?: Labels };
};
type Labels = Readonly<Record<string, string>>;

const plain = (objects: readonly KubeObject[]) => objects as readonly Plain[];

export const invariants: Readonly<Record<string, Invariant>> = {
  'every ReplicaSet has the pods it wants': (objects) =>
    plain(objects('replicasets.apps')).flatMap((set) => {
      const pods = plain(objects('pods')).filter((p) => owns(set, p) && isActive(p));
      return pods.length === set.spec.replicas ? [] : [`${nameOf(set)} wants ${set.spec.replicas}, has ${pods.length}`];
    }),

  'every Deployment is complete': (objects) =>
    plain(objects('deployments.apps')).flatMap(({ metadata, spec, status }) => {
      const { replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status;
      const done = replicas === spec.replicas && updatedReplicas === spec.replicas && readyReplicas === spec.replicas;
      return done ? [] : [`${metadata.name} wants ${spec.replicas}: ${replicas} there, ${updatedReplicas} updated, ${readyReplicas} ready`];
    }),

  'every StatefulSet has its pods, by number': (objects) =>
    plain(objects('statefulsets.apps')).flatMap((set) => {
      const names = plain(objects('pods')).filter((p) => owns(set, p) && isReady(p) && isActive(p)).map((p) => p.metadata.name).sort().join(' ');
      const wanted = Array.from({ length: set.spec.replicas ?? 1 }, (_, i) => `${set.metadata.name}-${i}`).join(' ');
      return names === wanted ? [] : [`${nameOf(set)} wants ${wanted} ready, has ${names}`];
    }),

  'every DaemonSet has one pod a node': (objects) =>
    plain(objects('daemonsets.apps')).flatMap((set) => {
      const { nodeSelector = {}, tolerations = [] } = set.spec.template!.spec;
      const isTolerated = ({ key }: { readonly key: string }): boolean => tolerations.some((one) => one.key === undefined || one.key === key) || key === 'node.kubernetes.io/unschedulable';
      const nodes = plain(objects('nodes')).filter(({ metadata, spec }) => Object.entries(nodeSelector).every(([k, v]) => metadata.labels?.[k] === v) && (spec.taints ?? []).every(isTolerated));
      const has = plain(objects('pods')).filter((p) => owns(set, p) && isReady(p) && isActive(p)).map((p) => p.spec.nodeName).sort().join(' ');
      const wanted = nodes.map(({ metadata }) => metadata.name).sort().join(' ');
      return has === wanted ? [] : [`${nameOf(set)} wants a pod on each of ${wanted}, has them ready on ${has}`];
    }),

  'every Job ends, and counts no more than it wants': (objects) =>
    plain(objects('jobs.batch')).flatMap((job) => {
      const { completions = 1 } = job.spec;
      const { succeeded = 0, conditions = [] } = job.status;
      const ended = conditions.some(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'));
      return ended && succeeded <= completions ? [] : [`${nameOf(job)} wants ${completions}, counted ${succeeded}${ended ? '' : ', and has not ended'}`];
    }),

  'status counts what there is': (objects) =>
    plain(objects('replicasets.apps')).flatMap((set) => {
      const pods = plain(objects('pods')).filter((p) => owns(set, p) && isActive(p));
      const ready = pods.filter(isReady).length;
      const { replicas = 0, readyReplicas = 0 } = set.status;
      return replicas === pods.length && readyReplicas === ready ? [] : [`${nameOf(set)} says ${readyReplicas}/${replicas}, there are ${ready}/${pods.length}`];
    }),

  'nothing is left of owners that have gone': (objects) => {
    const uids = new Set([...allTables, 'nodes'].flatMap((t) => objects(t).map((o) => o.metadata.uid)));
    return allTables.flatMap((t) =>
      objects(t).flatMap((o) => (o.metadata.ownerReferences ?? []).filter((r) => !uids.has(r.uid)).map((r) => `${nameOf(o)} is owned by ${r.kind} ${r.name}, which is gone`)),
    );
  },

  'addresses and names are unique': (objects) => {
    const pods = plain(objects('pods')).filter((p) => isActive(p) && p.status.podIP && !p.spec.hostNetwork);
    const services = plain(objects('services')).filter((s) => s.spec.clusterIP && s.spec.clusterIP !== 'None');
    return [...twice(pods.map((p) => p.status.podIP!)), ...twice(services.map((s) => s.spec.clusterIP!)), ...twice(allTables.flatMap((t) => objects(t).map((o) => o.metadata.uid)))].map((x) => `${x} is given twice`);
  },

  'endpoints are the ready pods that the service selects': (objects) =>
    plain(objects('services')).flatMap((service) => {
      const selector = Object.entries((service.spec.selector ?? {}) as Labels);
      if (selector.length === 0) return [];
      const { namespace, name } = service.metadata;
      const wanted = plain(objects('pods')).filter((p) => p.metadata.namespace === namespace && isReady(p) && isActive(p) && selector.every(([k, v]) => p.metadata.labels?.[k] === v));
      const slices = objects('endpointslices.discovery.k8s.io').filter((s) => s.metadata.namespace === namespace && s.metadata.labels?.['kubernetes.io/service-name'] === name);
      const listed = slices.flatMap((s) => (s as unknown as { endpoints: readonly { addresses: readonly string[]; conditions?: { ready?: boolean } }[] | null }).endpoints ?? []).filter((e) => e.conditions?.ready).flatMap((e) => e.addresses);
      const ips = wanted.map((p) => p.status.podIP!);
      return ips.sort().join() === listed.sort().join() ? [] : [`${name} has ${listed.join(' ')}, should have ${ips.join(' ')}`];
    }),

  'pods are on nodes that exist, and fit': (objects) => {
    const nodes = new Map(plain(objects('nodes')).map((n) => [n.metadata.name, n]));
    const pods = plain(objects('pods')).filter(isActive);
    const lost = pods.filter((p) => p.spec.nodeName && !nodes.has(p.spec.nodeName)).map((p) => `${nameOf(p)} is on ${p.spec.nodeName}, which is not there`);
    return [...lost, ...[...nodes.values()].flatMap((n) => overcommitted(n, pods.filter((p) => p.spec.nodeName === n.metadata.name)))];
  },
};

const allTables = ['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'controllerrevisions.apps', 'pods', 'services', 'endpoints', 'endpointslices.discovery.k8s.io'];

function owns(owner: KubeObject, object: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some((r) => r.uid === owner.metadata.uid && r.controller === true);
}

function isActive({ metadata, status }: Plain): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded';
}

function isReady({ status }: Plain): boolean {
  return (status.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True');
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}

function twice(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((t, i) => texts.indexOf(t) !== i))];
}

function overcommitted(node: Plain, pods: readonly Plain[]): string[] {
  return ['cpu', 'memory'].flatMap((resource) => {
    const requests = pods.flatMap((p) => (p.spec.containers ?? []).map((c) => c.resources?.requests?.[resource] ?? '0'));
    const sum = requests.reduce((total, r) => addQuantity(total, parseQuantity(r)), zeroQuantity);
    const room = parseQuantity(node.status.allocatable?.[resource] ?? '0');
    return compareQuantity(sum, room) > 0 ? [`${node.metadata.name} has more ${resource} asked of it than it has`] : [];
  });
}
