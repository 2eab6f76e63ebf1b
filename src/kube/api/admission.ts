/** Admission: what the server checks and fills in of an object because of others: its namespace, its service account. */
import type { ApiServer } from './api-server.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { forbidden, notFound } from '../meta/api-status.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';

export function admitCreate<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>, _user: string): NewObject<T> {
  if (kind.namespaced) checkNamespace(server, kind, object);
  return kind.admit ? kind.admit(object, undefined, server.admission) : object;
}

const namespaceKeys = new Map<string, string>();

/** Asked for with every object that is made, so a name's key is put together once. */
function namespaceKey(name: string): string {
  let key = namespaceKeys.get(name);
  if (key === undefined) {
    key = storeKey(namespaceKind, undefined, name);
    if (namespaceKeys.size < 10_000) namespaceKeys.set(name, key);
  }
  return key;
}

/** Nothing is made in a namespace that is not there or is being emptied. */
function checkNamespace(server: ApiServer, kind: Kind, object: NewObject<KubeObject>): void {
  const { namespace, name } = object.metadata;
  const found = server.store.get(namespaceKey(namespace ?? '')) as Namespace | undefined;
  if (found === undefined) throw notFound(namespaceKind, namespace ?? '');
  if (found.metadata.deletionTimestamp === undefined && found.status.phase === 'Active') return;
  throw forbidden(kind, name ?? '', `unable to create new content in namespace ${namespace} because it is being terminated`);
}
