/** Admission: what the server checks and fills in of an object because of others: its namespace, its service account. */
import type { ApiServer } from './api-server.ts';
import type { Kind } from '../kinds/kind.ts';
import { forbidden, notFound } from '../meta/api-status.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';

export function admitCreate<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>, _user: string): NewObject<T> {
  if (kind.namespaced) checkNamespace(server, kind, object);
  return kind.admit ? kind.admit(object, undefined, server.admission) : object;
}

/** Nothing is made in a namespace that is not there or is being emptied. */
function checkNamespace(server: ApiServer, kind: Kind, object: NewObject<KubeObject>): void {
  const { namespace, name } = object.metadata;
  const found = server.store.get(`${namespaceKind.table}/${namespace}`) as Namespace | undefined;
  if (found === undefined) throw notFound(namespaceKind, namespace ?? '');
  if (found.metadata.deletionTimestamp === undefined && found.status.phase === 'Active') return;
  throw forbidden(kind, name ?? '', `unable to create new content in namespace ${namespace} because it is being terminated`);
}
