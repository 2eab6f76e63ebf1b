/** What the server sets of a namespace: it begins active, kept by one finalizer of its spec until it is empty. */
import type { NewObject } from '../../meta/object.ts';
import type { Namespace } from './namespace.ts';

export const kubernetesFinalizer = 'kubernetes';

export function prepareNamespaceForCreate(namespace: NewObject<Namespace>): NewObject<Namespace> {
  return { ...namespace, spec: { finalizers: [kubernetesFinalizer] }, status: { phase: 'Active' } };
}

export function prepareNamespaceForUpdate(namespace: Namespace, old: Namespace): Namespace {
  return { ...namespace, spec: old.spec, status: old.status };
}
