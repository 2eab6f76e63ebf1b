/** The finalize subresource of a namespace: writes the finalizers of its spec, and lets it go with the last of them. */
import type { ApiServer } from './api-server.ts';
import { stamped } from './create.ts';
import type { WriteOptions } from './write-options.ts';
import { storeKey } from '../kinds/kind.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import { conflict, modifiedMeanwhile } from '../meta/api-status.ts';

/** Answers what is left of the namespace, or as it last was. */
export function finalizeNamespace(server: ApiServer, user: string, given: Namespace, options: WriteOptions): Namespace {
  const { name, resourceVersion } = given.metadata;
  const old = server.get(namespaceKind, undefined, name);
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) throw conflict(namespaceKind, name, modifiedMeanwhile);
  const { finalizers = [] } = given.spec;
  const { finalizers: _, ...spec } = old.spec;
  const object: Namespace = { ...old, spec: finalizers.length > 0 ? { ...spec, finalizers } : spec };
  const key = storeKey(namespaceKind, undefined, name);
  const trace = server.traceOf(user, 'finalize', namespaceKind, key, options);
  const isOver = object.metadata.deletionTimestamp !== undefined && finalizers.length === 0 && !object.metadata.finalizers?.length;
  if (!isOver) return server.store.update(key, (revision) => stamped(object, revision), trace) as Namespace;
  server.store.delete(key, trace);
  return object;
}
