/** What types the server has: asked in one document where it can give one, group by group from an older server. */
import type { Json } from '../../../base/index.ts';
import { bool, list, text } from '../objects/member.ts';
import type { Task } from '../command/task.ts';
import type { ApiClient, Query } from './api-client.ts';

export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
}

export interface ApiGroup {
  readonly name: string;
  readonly versions: readonly string[]; // preferred first
  readonly resources: readonly ApiResource[]; // of all versions, those of the preferred first
}

/** Groups in the server's order, the core group first. */
export interface Discovery {
  readonly groups: readonly ApiGroup[];
}

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
const patience: Query = [['timeout', '32s']];

export function apiVersionOf(resource: { readonly group: string; readonly version: string }): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** "deployments.apps", "pods": how messages name a type. */
export function qualifiedName(resource: { readonly plural: string; readonly group: string }): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

export function* discover(client: ApiClient): Task<Discovery> {
  const core = yield* client.json('/api', { query: patience, accept: aggregated });
  const rest = yield* client.json('/apis', { query: patience, accept: aggregated });
  if (text(core, 'kind') === 'APIGroupDiscoveryList') return { groups: [...aggregatedGroups(core), ...aggregatedGroups(rest)] };
  return yield* discoverByGroup(client, core, rest);
}

function aggregatedGroups(document: Json): ApiGroup[] {
  return list(document, 'items').map((group) => {
    const name = text(group, 'metadata', 'name');
    const versions = list(group, 'versions');
    return {
      name,
      versions: versions.map((version) => text(version, 'version')),
      resources: versions.flatMap((version) =>
        list(version, 'resources').map((resource) => ({
          group: name,
          version: text(version, 'version'),
          kind: text(resource, 'responseKind', 'kind'),
          plural: text(resource, 'resource'),
          singular: text(resource, 'singularResource'),
          namespaced: text(resource, 'scope') === 'Namespaced',
          shortNames: texts(resource, 'shortNames'),
          categories: texts(resource, 'categories'),
          verbs: texts(resource, 'verbs'),
          subresources: list(resource, 'subresources').map((sub) => ({
            name: text(sub, 'subresource'),
            kind: text(sub, 'responseKind', 'kind'),
            group: text(sub, 'responseKind', 'group'),
            version: text(sub, 'responseKind', 'version'),
          })),
        })),
      ),
    };
  });
}

function* discoverByGroup(client: ApiClient, core: Json, rest: Json): Task<Discovery> {
  const groups = [
    { name: '', versions: texts(core, 'versions') },
    ...list(rest, 'groups').map((group) => ({ name: text(group, 'name'), versions: preferredFirst(group) })),
  ];
  const wanted = groups.flatMap((group) => group.versions.map((version) => ({ group: group.name, version })));
  const paths = wanted.map(({ group, version }) => (group === '' ? `/api/${version}` : `/apis/${group}/${version}`));
  const documents = yield* client.jsonOfAll(paths, patience);
  return {
    groups: groups.map(({ name, versions }) => ({
      name,
      versions,
      resources: wanted.flatMap((gv, i) => (gv.group === name ? legacyResources(gv.group, gv.version, documents[i]) : [])),
    })),
  };
}

function preferredFirst(group: Json): string[] {
  const preferred = text(group, 'preferredVersion', 'version');
  const versions = list(group, 'versions').map((version) => text(version, 'version'));
  return [preferred, ...versions.filter((version) => version !== preferred)];
}

/** A list of one group and version, subresources standing in it as "pods/log". */
function legacyResources(group: string, version: string, document: Json | undefined): ApiResource[] {
  const all = list(document, 'resources');
  const isSub = (item: Json): boolean => text(item, 'name').includes('/');
  return all.filter((item) => !isSub(item)).map((item) => {
    const plural = text(item, 'name');
    return {
      group,
      version,
      kind: text(item, 'kind'),
      plural,
      singular: text(item, 'singularName'),
      namespaced: bool(item, 'namespaced'),
      shortNames: texts(item, 'shortNames'),
      categories: texts(item, 'categories'),
      verbs: texts(item, 'verbs'),
      subresources: all.filter((sub) => text(sub, 'name').startsWith(`${plural}/`)).map((sub) => ({
        name: text(sub, 'name').slice(plural.length + 1),
        kind: text(sub, 'kind'),
        group: text(sub, 'group') || group,
        version: text(sub, 'version') || version,
      })),
    };
  });
}

function texts(value: Json, name: string): string[] {
  return list(value, name).map(String);
}
