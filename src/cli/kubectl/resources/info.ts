/** One object that a command is about: its type, name and namespace, what a file says of it, and where on the server it is. */
import type { Json, JsonObject } from '../../../base/index.ts';
import type { Task } from '../command/task.ts';
import { text } from '../objects/member.ts';
import type { ApiClient, Query } from '../wire/api-client.ts';
import { qualifiedName, type ApiResource } from '../wire/discovery.ts';

export interface Info {
  readonly resource: ApiResource;
  readonly namespace: string; // '' for what has none
  readonly name: string;
  /** From the server, or from a file. */
  readonly object: JsonObject;
  /** The file, "STDIN", or ''. */
  readonly source: string;
}

export function collectionPath(resource: ApiResource, namespace: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  return resource.namespaced && namespace !== '' ? `${root}/namespaces/${namespace}/${resource.plural}` : `${root}/${resource.plural}`;
}

export function objectPath(resource: ApiResource, namespace: string, name: string, subresource = ''): string {
  return `${collectionPath(resource, namespace)}/${name}${subresource === '' ? '' : `/${subresource}`}`;
}

export function* getObject(client: ApiClient, info: Pick<Info, 'resource' | 'namespace' | 'name'>, query: Query = []): Task<JsonObject> {
  return (yield* client.get(objectPath(info.resource, info.namespace, info.name), query)) as JsonObject;
}

/** "deployment.apps/web": how messages name an object. */
export function nameOf(info: Pick<Info, 'resource' | 'name'>): string {
  return `${kindName(info.resource)}/${info.name}`;
}

/** "deployment.apps", "pod": the kind in lower case with its group. */
export function kindName(resource: { readonly kind: string; readonly group: string }): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === '' ? kind : `${kind}.${resource.group}`;
}

/** "pods/web-1": how waits name an object that kept them waiting. */
export function pathName(info: Pick<Info, 'resource' | 'name'>): string {
  return `${info.resource.plural}/${info.name}`;
}

export function typeName(info: Pick<Info, 'resource'>): string {
  return qualifiedName(info.resource);
}

/** An object of a list or of a file as an Info. */
export function infoOf(resource: ApiResource, object: Json, source = ''): Info {
  return {
    resource,
    namespace: resource.namespaced ? text(object, 'metadata', 'namespace') : '',
    name: text(object, 'metadata', 'name'),
    object: object as JsonObject,
    source,
  };
}
