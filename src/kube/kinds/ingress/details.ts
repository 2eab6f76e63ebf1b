/** What the server refuses and prints of an Ingress. */
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDns1035Label, checkDnsSubdomain, checkHost, checkPortName, checkPortNumber, isIPv4 } from '../../meta/names.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext, KindContext, KindDetails } from '../kind.ts';
import { inBeta } from './beta.ts';
import type { Ingress, IngressBackend, IngressPath } from './ingress.ts';

const classKey = 'kubernetes.io/ingress.class';

export const ingressDetails: KindDetails<Ingress> = {
  conversions: { 'networking.k8s.io/v1beta1': inBeta, 'extensions/v1beta1': inBeta },
  newStatus: { loadBalancer: {} },
  admit,
  validate,
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

function validate({ spec, metadata }: Ingress, { release }: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { defaultBackend, rules = [], ingressClassName } = spec;
  const word = release.atLeast(19) ? 'defaultBackend' : 'backend';
  if (rules.length === 0 && !defaultBackend) errors.push(invalidValue('spec', goStrings(rules.map(String), '[]networking.IngressRule'), `either \`${word}\` or \`rules\` must be specified`));
  for (const [i, rule] of rules.entries()) {
    const at = `spec.rules[${i}]`;
    if (rule.host) {
      if (isIPv4(rule.host)) errors.push(invalidValue(`${at}.host`, rule.host, 'must be a DNS name, not an IP address'));
      else errors.push(...invalidTexts(`${at}.host`, rule.host, checkHost(rule.host)));
    }
    if (!rule.http) continue;
    if ((rule.http.paths ?? []).length === 0) errors.push(requiredValue(`${at}.http.paths`));
    for (const [j, path] of (rule.http.paths ?? []).entries()) errors.push(...validatePath(path, `${at}.http.paths[${j}]`));
  }
  if (defaultBackend) errors.push(...validateBackend(defaultBackend, `spec.${word}`));
  for (const [i, { hosts: named = [], secretName }] of (spec.tls ?? []).entries()) {
    for (const [j, host] of named.entries()) errors.push(...invalidTexts(`spec.tls[${i}].hosts[${j}]`, host, checkHost(host)));
    if (secretName) errors.push(...invalidTexts(`spec.tls[${i}].secretName`, secretName, checkDnsSubdomain(secretName)));
  }
  const byAnnotation = metadata.annotations?.[classKey];
  if (metadata.resourceVersion === '' && byAnnotation !== undefined && ingressClassName !== undefined) errors.push(invalidValue(`annotations.${classKey}`, byAnnotation, 'can not be set when the class field is also set'));
  if (ingressClassName !== undefined) errors.push(...invalidTexts('spec.ingressClassName', ingressClassName, checkDnsSubdomain(ingressClassName)));
  return errors;
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

function validatePath({ path = '', pathType, backend }: IngressPath, at: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (pathType === undefined) errors.push(requiredValue(`${at}.pathType`, 'pathType must be specified'));
  else if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) errors.push(invalidValue(`${at}.path`, path, 'must be an absolute path'));
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) if (path.includes(part)) errors.push(invalidValue(`${at}.path`, path, `must not contain '${part}'`));
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) errors.push(invalidValue(`${at}.path`, path, 'must be an absolute path'));
  } else errors.push(notSupported(`${at}.pathType`, pathType, pathTypes));
  return [...errors, ...validateBackend(backend, `${at}.backend`)];
}

function validateBackend({ service, resource }: IngressBackend = {}, at: string): readonly FieldError[] {
  if (service && resource) return [invalidValue(at, '', 'cannot set both resource and service backends')];
  if (resource) return resource.kind && resource.name ? [] : [requiredValue(`${at}.resource.${resource.kind ? 'name' : 'kind'}`)];
  if (!service) return [requiredValue(at, 'either service or resource must be specified')];
  const errors: FieldError[] = [];
  if (!service.name) errors.push(requiredValue(`${at}.service.name`));
  else errors.push(...invalidTexts(`${at}.service.name`, service.name, checkDns1035Label(service.name)));
  const { name, number } = service.port ?? {};
  if (name !== undefined && number !== undefined && number !== 0) errors.push(invalidValue(at, '', 'cannot set both port name & port number'));
  else if (!name && !number) errors.push(requiredValue(at, 'port name or number is required'));
  else if (name) errors.push(...invalidTexts(`${at}.service.port.name`, name, checkPortName(name)));
  else if (number) errors.push(...checkPortNumber(number).map((why) => invalidValue(`${at}.service.port.number`, number, why)));
  return errors;
}
