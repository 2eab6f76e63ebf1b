/** Takes a request's path apart: which resource, in which namespace, which object and which part of it. */
import type { KindRegistry, ServedKind } from '../../kinds/registry.ts';

export interface ResourceRoute {
  readonly served: ServedKind;
  readonly namespace: string | undefined; // undefined: of the cluster, or of all namespaces
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly rest: string; // behind the subresource, for proxies
  readonly isWatch: boolean; // by the old /watch/ paths
}

/** Undefined: no such resource in a group and version that is served. Null: no such path at all. */
export function parseRoute(path: string, kinds: KindRegistry): ResourceRoute | undefined | null {
  const segments = path.split('/').slice(1).map(decodeSegment);
  const isCore = segments[0] === 'api';
  if (!isCore && segments[0] !== 'apis') return null;
  const apiVersion = isCore ? segments[1]! : `${segments[1]}/${segments[2]}`;
  if (!kinds.served.some((served) => served.apiVersion === apiVersion)) return null;
  let parts = segments.slice(isCore ? 2 : 3);
  const isWatch = parts[0] === 'watch';
  if (isWatch) parts = parts.slice(1);
  const [first, second, third] = parts;
  if (first === undefined || first === '') return null;
  // /namespaces/x/pods lies in x, but /namespaces/x/status is a part of x.
  const isScoped = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize';
  const [plural = '', name, subresource, ...rest] = isScoped ? parts.slice(2) : parts;
  const served = kinds.servedResource(apiVersion, plural);
  if (served === undefined) return undefined;
  if (served.kind.namespaced ? !isScoped && name !== undefined : isScoped) return undefined;
  return { served, namespace: isScoped ? second : undefined, name, subresource, rest: rest.join('/'), isWatch };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
