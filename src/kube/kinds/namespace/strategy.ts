/** What the server sets of a namespace: it begins active, kept by one finalizer of its spec until it is empty. */
import type { NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import type { Namespace } from './namespace.ts';

export const kubernetesFinalizer = 'kubernetes';

/** Its own name as a label, so that selectors of namespaces can name one. */
const nameLabel = 'kubernetes.io/metadata.name';

export function labelNamespace(namespace: NewObject<Namespace>, { release }: KindContext): NewObject<Namespace> {
  const { name, labels } = namespace.metadata;
  if (!release.atLeast(21) || !name || labels?.[nameLabel] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { [nameLabel]: name, ...labels } } };
}

export function prepareNamespaceForCreate(namespace: NewObject<Namespace>): NewObject<Namespace> {
  const given = namespace.spec?.finalizers ?? [];
  const finalizers = given.includes(kubernetesFinalizer) ? given : [...given, kubernetesFinalizer];
  return { ...namespace, spec: { finalizers }, status: { phase: 'Active' } };
}

export function prepareNamespaceForUpdate(namespace: Namespace, old: Namespace): Namespace {
  return { ...namespace, spec: old.spec, status: old.status };
}
