/** What a node may do: what its role says, and of secrets, configuration and volumes only what a pod on it refers to. */
import type { KubeObject } from '../../meta/object.ts';
import { claimNameOf } from '../../kinds/pod/claimed.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PolicyRule } from '../../kinds/role/role.ts';
import type { ApiServer } from '../api-server.ts';
import type { Act, Verdict } from './authorizer.ts';
import { covers } from './covers.ts';
import { nodeRole, rolesIn } from './bootstrap-roles.ts';
import type { User } from './user.ts';

export const nodePrefix = 'system:node:';
/** Since then a node sees no other node, and only its own pods. */
const ownSince = 32;

const allowed: Verdict = { isAllowed: true, reason: '' };
const no = (reason: string): Verdict => ({ isAllowed: false, reason });

/** Undefined for who is no node. */
export function judgeNode(server: ApiServer, { name: user, groups }: User, act: Act): Verdict | undefined {
  if (!user.startsWith(nodePrefix) || !groups.includes('system:nodes') || act.path !== undefined) return undefined;
  const node = user.slice(nodePrefix.length);
  const [resource = '', part = ''] = (act.resource ?? '').split('/');
  const look = looks[act.group ? `${resource}.${act.group}` : resource];
  const verdict = look?.({ server, node, part }, act);
  return verdict ?? (rulesOf(server).some((rule) => covers(rule, act)) ? allowed : no(''));
}

const rules = new Map<string, readonly PolicyRule[]>();

function rulesOf({ release }: ApiServer): readonly PolicyRule[] {
  let known = rules.get(release.text);
  if (!known) rules.set(release.text, (known = rolesIn(nodeRole, release)[0]!.rules));
  return known;
}

interface Asked {
  readonly server: ApiServer;
  readonly node: string;
  readonly part: string;
}

/** Those that are looked at one by one; undefined leaves it to the rules. */
const looks: Readonly<Record<string, (asked: Asked, act: Act) => Verdict | undefined>> = {
  secrets: (asked, act) => readReferred(asked, act, (pod, name) => references(pod, 'secret').has(name)),
  configmaps: (asked, act) => readReferred(asked, act, (pod, name) => references(pod, 'configMap').has(name)),
  persistentvolumeclaims(asked, act) {
    if (asked.part === 'status') return /^(?:get|update|patch)$/.test(act.verb) ? undefined : no('can only get/update/patch this type');
    return getReferred(asked, act, (pod, name) => pod.metadata.namespace === act.namespace && claimsOf(pod).includes(name));
  },
  persistentvolumes: (asked, act) => getReferred(asked, act, (pod, name) => claimsOf(pod).some((claim) => (asked.server.store.get(`persistentvolumeclaims/${pod.metadata.namespace}/${claim}`) as PersistentVolumeClaim | undefined)?.spec.volumeName === name)),
  serviceaccounts(asked, act) {
    if (asked.part !== 'token') return undefined;
    if (act.verb !== 'create') return no('can only create tokens for individual service accounts');
    return related(asked, act, (pod, name) => pod.metadata.namespace === act.namespace && (pod.spec.serviceAccountName ?? 'default') === name);
  },
  'leases.coordination.k8s.io'({ node }, { verb, namespace, name }) {
    if (!/^(?:get|create|update|patch|delete)$/.test(verb)) return no('can only get, create, update, patch, or delete a node lease');
    if (namespace !== 'kube-node-lease') return no('can only access leases in the "kube-node-lease" system namespace');
    return verb !== 'create' && name !== node ? no('can only access node lease with the same name as the requesting node') : allowed;
  },
  'csinodes.storage.k8s.io': ({ node }, { verb, name }) => (verb !== 'create' && name !== node ? no('can only access CSINode with the same name as the requesting node') : undefined),
  nodes({ server, node, part }, { verb, name }) {
    if (part !== '' || !server.release.atLeast(ownSince) || !/^(?:get|list|watch)$/.test(verb) || name === node) return undefined;
    return no(`node '${node}' cannot read ${name ? `'${name}'` : 'all nodes'}, only its own Node object`);
  },
  pods(asked, act) {
    const { server, node, part } = asked;
    if (part !== '' || !server.release.atLeast(ownSince)) return undefined;
    if (act.verb === 'get') return related(asked, act, (pod, name) => pod.metadata.namespace === act.namespace && pod.metadata.name === name);
    if (act.verb !== 'list' && act.verb !== 'watch') return undefined;
    return act.fields?.split(',').includes(`spec.nodeName=${node}`) ? undefined : no('can only list/watch pods with spec.nodeName field selector');
  },
};

type Relation = (pod: Pod, name: string) => boolean;

function readReferred(asked: Asked, act: Act, isReferred: Relation): Verdict {
  if (!/^(?:get|list|watch)$/.test(act.verb)) return no('can only read resources of this type');
  if (asked.part !== '') return no('cannot read subresource');
  if (!act.namespace) return no('can only read namespaced object of this type');
  return related(asked, act, (pod, name) => pod.metadata.namespace === act.namespace && isReferred(pod, name));
}

function getReferred(asked: Asked, act: Act, isReferred: Relation): Verdict {
  if (act.verb !== 'get') return no('can only get individual resources of this type');
  return asked.part === '' ? related(asked, act, isReferred) : no('cannot get subresource');
}

function related({ server: { store }, node }: Asked, { name }: Act, isReferred: Relation): Verdict {
  if (!name) return no('No Object name found');
  for (const key of store.keysBy('pods', 'node', node)) if (isReferred(store.get(key) as Pod, name)) return allowed;
  return no(`no relationship found between node '${node}' and this object`);
}

/** The names of the secrets, or of the ConfigMaps, that a pod needs. */
function references({ spec }: Pod, what: 'secret' | 'configMap'): ReadonlySet<string> {
  const names = [
    ...[...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ env = [], envFrom = [] }) => [...env.map(({ valueFrom }) => valueFrom?.[`${what}KeyRef`]?.name), ...envFrom.map((source) => source[`${what}Ref`]?.name)]),
    ...(spec.volumes ?? []).flatMap(({ secret, configMap, projected }) => [what === 'secret' ? secret?.secretName : configMap?.name, ...(projected?.sources ?? []).map((source) => source[what]?.name)]),
    ...(what === 'secret' ? (spec.imagePullSecrets ?? []).map(({ name }) => name) : []),
  ];
  return new Set(names.filter((name) => name !== undefined));
}

function claimsOf(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => claimNameOf(pod, volume) ?? []);
}

/** What the NodeRestriction plugin adds: nobody changes another node, or what runs on it. Answers why not; undefined when it may. */
export function restrictNode(node: string, act: Act, object: KubeObject | undefined): string | undefined {
  const [resource = '', part = ''] = (act.resource ?? '').split('/');
  if (resource === 'nodes' && act.verb !== 'delete' && act.name !== node) return `node "${node}" is not allowed to modify node "${act.name}"`;
  if (resource !== 'pods' || !object) return undefined;
  const pod = object as Pod;
  if (act.verb === 'create' && part === '') {
    if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined) return `pod does not have "kubernetes.io/config.mirror" annotation, node "${node}" can only create mirror pods`;
    return pod.spec.nodeName === node ? undefined : `node "${node}" can only create pods with spec.nodeName set to itself`;
  }
  if (pod.spec.nodeName === node) return undefined;
  if (act.verb === 'delete') return `node "${node}" can only delete pods with spec.nodeName set to itself`;
  if (part === 'status') return `node "${node}" can only update pod status for pods with spec.nodeName set to itself`;
  return part === 'eviction' ? `node "${node}" can only evict pods with spec.nodeName set to itself` : undefined;
}
