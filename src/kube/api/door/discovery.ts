/** Discovery: which groups, versions and resources there are, in the old form and in the aggregated one. */
import type { AggregatedGroup } from '../aggregated.ts';
import type { KindRegistry, ServedKind } from '../../kinds/registry.ts';
import type { Subresource } from '../../kinds/kind.ts';
import type { Release } from '../../meta/release.ts';
import { scaleVersionOf } from '../../kinds/scale-version.ts';
import type { CallContext } from './call-context.ts';
import { reviewsOf, type Review } from './reviews.ts';

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface ApiResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

/** Groups in the order in which clients prefer them, each with its versions, preferred first. */
export function groupsOf(kinds: KindRegistry): Map<string, string[]> {
  const groups = new Map<string, string[]>([['', ['v1']]]);
  const served = [...kinds.served.map(({ group, version }) => ({ group, version: version.name })), ...reviewsOf(kinds.release)];
  for (const { group, version } of served) {
    const versions = groups.get(group) ?? [];
    if (!versions.includes(version)) versions.push(version);
    groups.set(group, versions);
  }
  const rank = rankIn(kinds.release);
  return new Map([...groups].sort(([a], [b]) => rank(a) - rank(b)));
}

const groupOrder = [
  '', 'apiregistration.k8s.io', 'apps', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling', 'batch', 'certificates.k8s.io',
  'networking.k8s.io', 'extensions', 'policy', 'rbac.authorization.k8s.io', 'settings.k8s.io', 'storage.k8s.io', 'admissionregistration.k8s.io',
  'apiextensions.k8s.io', 'scheduling.k8s.io', 'coordination.k8s.io', 'node.k8s.io', 'discovery.k8s.io', 'resource.k8s.io', 'flowcontrol.apiserver.k8s.io',
];

/** Groups that somebody added come last; extensions stood before apps until 1.14. */
function rankIn(release: Release): (group: string) => number {
  const extensionsFirst = !release.atLeast(14);
  return (group) => {
    if (group === 'extensions' && extensionsFirst) return groupOrder.indexOf('apps') - 0.5;
    const rank = groupOrder.indexOf(group);
    return rank < 0 ? groupOrder.length : rank;
  };
}

/** Answers true when the path is one of discovery. */
export function answerDiscovery(context: CallContext): boolean {
  const { path } = context.request;
  const { kinds, advertiseAddress, port } = context.server;
  const others = [...context.server.aggregated.values()];
  const clean = path.replace(/\/$/, '');
  if (clean === '/api' || clean === '/apis') {
    const aggregated = aggregatedVersion(context.accept);
    if (aggregated && context.server.release.atLeast(27)) {
      const type = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
      const found = groupDiscovery(kinds, clean === '/api', aggregated);
      context.answer(200, clean === '/api' ? found : { ...found, items: [...found.items, ...others.map(discoveredGroup)] }, type);
    } else if (clean === '/api') {
      const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: `${advertiseAddress}:${port}` }];
      context.answer(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs });
    } else context.answer(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [...namedGroups(kinds), ...others.map(({ group, version }) => ({ group, versions: [version] }))].map(apiGroup) });
    return true;
  }
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)(?:\/([^/]+))?)$/.exec(clean);
  if (match === null) return false;
  const [, coreVersion, group = '', version = coreVersion] = match;
  const other = others.find((one) => one.group === group);
  const versions = groupsOf(kinds).get(group) ?? (other && version === undefined ? [other.version] : undefined);
  if (versions === undefined || (version !== undefined && !versions.includes(version))) return false;
  if (version === undefined) context.answer(200, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup({ group, versions }) });
  else context.answer(200, resourceList(kinds, group, version));
  return true;
}

function aggregatedVersion(accept: string): 'v2' | 'v2beta1' | undefined {
  const match = /g=apidiscovery\.k8s\.io;v=(v2beta1|v2);as=APIGroupDiscoveryList/.exec(accept);
  return match ? (match[1] as 'v2' | 'v2beta1') : undefined;
}

function namedGroups(kinds: KindRegistry): { group: string; versions: string[] }[] {
  return [...groupsOf(kinds)].filter(([group]) => group !== '').map(([group, versions]) => ({ group, versions }));
}

function apiGroup({ group, versions }: { group: string; versions: readonly string[] }): object {
  const all = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: all, preferredVersion: all[0] };
}

function resourceList(kinds: KindRegistry, group: string, version: string): object {
  const resources = servedIn(kinds, group, version).flatMap((served) => [mainResource(served), ...subresources(served, kinds.release)]);
  if (group === '') resources.unshift(bindings);
  resources.push(...reviewsIn(kinds.release, group, version).map((review) => ({ name: review.plural, singularName: review.kind.toLowerCase(), namespaced: review.namespaced, kind: review.kind, verbs: ['create'] })));
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', ...(group === '' ? {} : { apiVersion: 'v1' }), groupVersion, resources };
}

const bindings: ApiResource = { name: 'bindings', singularName: 'binding', namespaced: true, kind: 'Binding', verbs: ['create'] };

function reviewsIn(release: Release, group: string, version: string): readonly Review[] {
  return reviewsOf(release).filter((review) => review.group === group && review.version === version);
}

function servedIn(kinds: KindRegistry, group: string, version: string): readonly ServedKind[] {
  return kinds.served
    .filter((served) => served.group === group && served.version.name === version)
    .toSorted((a, b) => (a.kind.plural < b.kind.plural ? -1 : 1));
}

function mainResource({ kind }: ServedKind): ApiResource {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: kind.verbs ?? allVerbs,
    ...(kind.shortNames && { shortNames: kind.shortNames }),
    ...(kind.categories && { categories: kind.categories }),
  };
}

function subresources(served: ServedKind, release: Release): ApiResource[] {
  const { kind } = served;
  return subresourcesOf(served, release).map((sub) => ({
    name: `${kind.plural}/${sub.name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...(sub.group !== undefined && { group: sub.group, version: sub.version! }),
    kind: sub.kind,
    verbs: sub.verbs,
  }));
}

export function subresourcesOf(served: ServedKind, release: Release): readonly Subresource[] {
  const { kind } = served;
  const verbs = ['get', 'patch', 'update'];
  return [
    ...(kind.subresources ?? []).filter((sub) => release.has(sub)),
    ...(kind.scale ? [{ name: 'scale', kind: 'Scale', ...scaleVersionOf(served), verbs }] : []),
    ...(kind.hasStatus ? [{ name: 'status', kind: kind.kind, verbs }] : []),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function groupDiscovery(kinds: KindRegistry, isCore: boolean, version: string): { readonly kind: string; readonly apiVersion: string; readonly metadata: object; readonly items: readonly object[] } {
  const groups = [...groupsOf(kinds)].filter(([group]) => (group === '') === isCore);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(([group, versions]) => ({
      metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
      versions: versions.map((name) => ({
        version: name,
        resources: [...(isCore ? [bindingDiscovery] : []), ...servedIn(kinds, group, name).map((served) => discoveredResource(served, kinds.release)), ...reviewsIn(kinds.release, group, name).map(discoveredReview)],
        freshness: 'Current',
      })),
    })),
  };
}

function discoveredGroup({ group, version, resources }: AggregatedGroup): object {
  const listed = resources.map(({ name, kind, namespaced, singularName, verbs }) => ({ resource: name, responseKind: { group: '', version: '', kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: singularName, verbs }));
  return { metadata: { name: group, creationTimestamp: null }, versions: [{ version, resources: listed, freshness: 'Current' }] };
}

const bindingDiscovery = {
  resource: 'bindings',
  responseKind: { group: '', version: 'v1', kind: 'Binding' },
  scope: 'Namespaced',
  singularResource: 'binding',
  verbs: ['create'],
};

function discoveredReview({ kind, plural, group, version, namespaced }: Review): object {
  return { resource: plural, responseKind: { group, version, kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: kind.toLowerCase(), verbs: ['create'] };
}

function discoveredResource(served: ServedKind, release: Release): object {
  const { kind, group, version } = served;
  const subs = subresourcesOf(served, release).map((sub) => ({
    subresource: sub.name,
    responseKind: { group: sub.group ?? group, version: sub.version ?? version.name, kind: sub.kind },
    verbs: sub.verbs,
  }));
  return {
    resource: kind.plural,
    responseKind: { group, version: version.name, kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs ?? allVerbs,
    ...(kind.shortNames && { shortNames: kind.shortNames }),
    ...(kind.categories && { categories: kind.categories }),
    ...(subs.length > 0 && { subresources: subs }),
  };
}
