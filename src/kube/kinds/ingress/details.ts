/** What the server refuses and prints of an Ingress. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext, KindDetails } from '../kind.ts';
import { inBeta } from './beta.ts';
import type { Ingress } from './ingress.ts';
import { classKey, validateIngress } from './validation.ts';

export const ingressDetails: KindDetails<Ingress> = {
  conversions: { 'networking.k8s.io/v1beta1': inBeta, 'extensions/v1beta1': inBeta },
  newStatus: { loadBalancer: {} },
  admit,
  validate: validateIngress,
  columns: [
    nameColumn,
    text('Class', ({ spec, metadata }) => spec.ingressClassName ?? metadata.annotations?.[classKey] ?? '<none>', { since: 18 }),
    text('Hosts', ({ spec }) => hosts(spec)),
    text('Address', ({ status }) => (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(',')),
    text('Ports', ({ spec }) => (spec.tls && spec.tls.length > 0 ? '80, 443' : '80')),
    ageColumn,
  ],
};

/** The default class, where none is named. */
function admit(ingress: NewObject<Ingress>, old: Ingress | undefined, context: AdmissionContext): NewObject<Ingress> {
  if (old || !ingress.spec || ingress.spec.ingressClassName !== undefined || ingress.metadata.annotations?.[classKey] !== undefined) return ingress;
  const standard = context.list('ingressclasses.networking.k8s.io').filter(({ metadata }) => metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true');
  const newest = standard.toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))[0];
  return newest ? { ...ingress, spec: { ...ingress.spec, ingressClassName: newest.metadata.name } } : ingress;
}

function hosts({ rules = [] }: Ingress['spec']): string {
  const named = rules.filter((rule) => rule.host !== undefined && rule.host !== '').map((rule) => rule.host!);
  if (named.length === 0) return '*';
  return named.length > 3 ? `${named.slice(0, 3).join(',')} + ${named.length - 3} more...` : named.join(',');
}
