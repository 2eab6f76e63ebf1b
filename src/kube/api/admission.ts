/** Admission: what the server checks and fills in of an object because of others: its namespace, its service account. */
import type { ApiServer } from './api-server.ts';
import { clusterCode } from '../cluster-code.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { forbidden, methodNotAllowed, notFound } from '../meta/api-status.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';

export function admitCreate<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>, isDryRun: boolean): NewObject<T> {
  if (kind.custom?.isEnding === true) throw methodNotAllowed('create not allowed while custom resource definition is terminating', { group: kind.group, kind: kind.plural });
  if (kind.namespaced) checkNamespace(server, kind, object);
  const admitted = kind.admit ? kind.admit(object, undefined, server.admission) : object;
  return kind.namespaced && hasPolicies(server, object.metadata.namespace!) ? clusterCode.get().applyPolicies(server, kind, admitted, isDryRun) : admitted;
}

/** Who has laid down something for a namespace has done so by a request, so that the code of policies is there. */
function hasPolicies({ store }: ApiServer, namespace: string): boolean {
  if (policyTables.some((table) => store.size(table) > 0 && store.countBy(table, 'namespace', namespace) > 0)) return true;
  return store.get(namespaceKey(namespace))?.metadata.labels?.['pod-security.kubernetes.io/enforce'] !== undefined;
}

const policyTables = ['limitranges', 'resourcequotas', 'podpresets.settings.k8s.io'];

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
  if (found.metadata.deletionTimestamp === undefined && found.status.phase !== 'Terminating') return;
  throw forbidden(kind, name ?? '', `unable to create new content in namespace ${namespace} because it is being terminated`);
}
