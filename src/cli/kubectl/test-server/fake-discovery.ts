/** How the tests' server tells what types it has: in one document, or group by group as old servers do. */
import type { JsonObject } from '../../../base/index.ts';
import { fakeKinds, type FakeKind } from './fake-kinds.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function groupsOf(): Map<string, FakeKind[]> {
  const groups = new Map<string, FakeKind[]>();
  for (const kind of fakeKinds) groups.set(kind.group, [...(groups.get(kind.group) ?? []), kind]);
  return groups;
}

/** /api has the core group, /apis the others. */
export function aggregatedDiscovery(isCore: boolean): JsonObject {
  const items = [...groupsOf()].filter(([name]) => (name === '') === isCore).map(([name, kinds]) => ({
    metadata: { ...(name !== '' && { name }) } as JsonObject,
    versions: [
      {
        version: kinds[0]!.version,
        freshness: 'Current',
        resources: kinds.map((kind): JsonObject => ({
          resource: kind.plural,
          responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
          scope: kind.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: kind.kind.toLowerCase(),
          verbs,
          ...(kind.shortNames && { shortNames: kind.shortNames }),
          ...(kind.categories && { categories: kind.categories }),
          ...(kind.scalable && {
            subresources: [{ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: ['get', 'patch', 'update'] }],
          }),
        })),
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

export function legacyRoot(isCore: boolean): JsonObject {
  if (isCore) return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  const groups = [...groupsOf()].filter(([name]) => name !== '').map(([name, kinds]) => {
    const version = { groupVersion: `${name}/${kinds[0]!.version}`, version: kinds[0]!.version };
    return { name, versions: [version], preferredVersion: version };
  });
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

export function legacyGroup(group: string, version: string): JsonObject {
  const kinds = fakeKinds.filter((kind) => kind.group === group && kind.version === version);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: kinds.flatMap((kind) => {
      const own = { name: kind.plural, singularName: '', namespaced: kind.namespaced, kind: kind.kind, verbs, shortNames: kind.shortNames ?? [], categories: kind.categories ?? [] };
      const scale = { name: `${kind.plural}/scale`, singularName: '', namespaced: kind.namespaced, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get'] };
      return kind.scalable ? [own, scale] : [own];
    }),
  };
}
