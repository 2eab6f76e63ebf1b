/** Which service answers for a host and a path, as ingress-nginx orders what the Ingresses of its class say. */
import { compilePattern, type Pattern } from '../../../base/index.ts';
import type { Ingress, IngressBackend, IngressPath } from '../../kinds/ingress/ingress.ts';

export interface Routed {
  readonly ingress: Ingress;
  readonly service: string;
  readonly port: { readonly name?: string; readonly number?: number };
  /** Where the service is asked for it. */
  readonly path: string;
}

interface Location {
  readonly ingress: Ingress;
  readonly backend: IngressBackend;
  readonly path: string;
  readonly isExact: boolean;
  readonly isElementwise: boolean;
  /** With an annotation the path is a regular expression. */
  readonly pattern?: Pattern;
  readonly target?: string;
}

const prefix = 'nginx.ingress.kubernetes.io';

/** Undefined: nobody answers. The oldest Ingress goes first where two say the same. */
export function route(ingresses: readonly Ingress[], host: string, path: string): Routed | undefined {
  const ordered = ingresses.toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : a.metadata.creationTimestamp > b.metadata.creationTimestamp ? 1 : 0));
  for (const name of serversOf(ordered, host)) {
    const found = locationsOf(ordered, name).find((location) => matches(location, path));
    if (found) return routed(found, path);
    if (name !== '') return undefined; // a server that is there answers alone
  }
  const standard = ordered.find(({ spec }) => spec.defaultBackend?.service);
  return standard && routed({ ingress: standard, backend: standard.spec.defaultBackend!, path: '/', isExact: false, isElementwise: true }, path);
}

/** The host itself, else a wildcard of one name, else the server of all hosts, ''. */
function serversOf(ingresses: readonly Ingress[], host: string): readonly string[] {
  const known = new Set(ingresses.flatMap(({ spec }) => (spec.rules ?? []).map((rule) => rule.host ?? '')));
  const wildcard = `*${host.slice(host.indexOf('.'))}`;
  const own = [host, wildcard].find((name) => name !== '' && known.has(name));
  return own === undefined ? [''] : [own];
}

/** Exact paths first, then the longer before the shorter; with one expression at a host all its paths are such. */
function locationsOf(ingresses: readonly Ingress[], host: string): readonly Location[] {
  const rules = ingresses.flatMap((ingress) => (ingress.spec.rules ?? []).filter((rule) => (rule.host ?? '') === host).flatMap(({ http }) => (http?.paths ?? []).map((path) => ({ ingress, path }))));
  const isExpression = rules.some(({ ingress }) => usesExpressions(ingress));
  const locations = rules.map(({ ingress, path }) => locationOf(ingress, path, isExpression));
  return locations.toSorted((a, b) => Number(b.isExact) - Number(a.isExact) || b.path.length - a.path.length);
}

function usesExpressions({ metadata }: Ingress): boolean {
  return metadata.annotations?.[`${prefix}/use-regex`] === 'true' || (metadata.annotations?.[`${prefix}/rewrite-target`] ?? '') !== '';
}

function locationOf(ingress: Ingress, { path = '/', pathType, backend }: IngressPath, isExpression: boolean): Location {
  const target = ingress.metadata.annotations?.[`${prefix}/rewrite-target`];
  const compiled = isExpression ? compilePattern(`^${path}`, { ignoreCase: true }) : undefined;
  return {
    ingress,
    backend,
    path,
    isExact: pathType === 'Exact' && !isExpression,
    isElementwise: pathType === 'Prefix',
    ...(compiled && 'pattern' in compiled && { pattern: compiled.pattern }),
    ...(target && { target }),
  };
}

function matches({ path, isExact, isElementwise, pattern }: Location, asked: string): boolean {
  if (pattern) return pattern.test(asked);
  if (isExact) return asked === path;
  if (!asked.startsWith(isElementwise ? path.replace(/\/$/, '') : path)) return false;
  const rest = asked.slice(path.replace(/\/$/, '').length);
  return !isElementwise || rest === '' || rest.startsWith('/');
}

function routed({ ingress, backend, pattern, target }: Location, path: string): Routed | undefined {
  const { service } = backend;
  if (!service) return undefined;
  return { ingress, service: service.name, port: service.port ?? {}, path: target && pattern ? rewritten(pattern, target, path) : path };
}

/** `$1` is the first group of the expression. */
function rewritten(pattern: Pattern, target: string, path: string): string {
  const { groups } = pattern.exec(path)!;
  return target.replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? '');
}
