/** Ingresses as extensions/v1beta1 and networking.k8s.io/v1beta1 have them: a backend is a service's name and port. */
import type { KubeObject } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';
import type { IntOrString } from '../pod/container.ts';
import type { Ingress, IngressBackend, IngressPath } from './ingress.ts';

interface BetaBackend {
  readonly serviceName?: string;
  readonly servicePort?: IntOrString;
  readonly resource?: IngressBackend['resource'];
}

interface BetaIngress extends KubeObject {
  readonly spec: Omit<Ingress['spec'], 'defaultBackend' | 'rules'> & {
    readonly backend?: BetaBackend;
    readonly rules?: readonly { readonly host?: string; readonly http?: { readonly paths: readonly (Omit<IngressPath, 'backend'> & { readonly backend: BetaBackend })[] } }[];
  };
}

function toBackend({ service, resource }: IngressBackend): BetaBackend {
  if (!service) return resource ? { resource } : {};
  return { serviceName: service.name, servicePort: service.port?.name ?? service.port?.number ?? 0 };
}

function fromBackend({ serviceName, servicePort, resource }: BetaBackend = {}): IngressBackend {
  if (serviceName === undefined && servicePort === undefined) return resource ? { resource } : {};
  const port = typeof servicePort === 'string' ? { name: servicePort } : { number: servicePort ?? 0 };
  return { service: { name: serviceName ?? '', ...(servicePort !== undefined && servicePort !== 0 && { port }) } };
}

export const inBeta: Conversion = {
  toServed(object, release) {
    const ingress = object as Ingress;
    const { defaultBackend, rules, ...spec } = ingress.spec;
    const shown = rules?.map((rule) => (rule.http ? { ...rule, http: { paths: rule.http.paths.map(({ pathType, ...path }) => ({ ...path, ...(release.atLeast(18) && { pathType }), backend: toBackend(path.backend) })) } } : rule));
    return { ...ingress, spec: { ...(defaultBackend && { backend: toBackend(defaultBackend) }), ...spec, ...(shown && { rules: shown }) } };
  },
  /** Before v1 a path that did not say how it matches left it to the controller. */
  fromServed(object) {
    const { spec, ...rest } = object as BetaIngress;
    if (!spec) return object;
    const { backend, rules, ...others } = spec;
    const read = rules?.map((rule) =>
      rule.http?.paths ? { ...rule, http: { paths: rule.http.paths.map((path) => ({ pathType: 'ImplementationSpecific', ...path, backend: fromBackend(path.backend) })) } } : rule,
    );
    return { ...rest, spec: { ...(backend && { defaultBackend: fromBackend(backend) }), ...others, ...(read && { rules: read }) } };
  },
};
