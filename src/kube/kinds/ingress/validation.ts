/** What the server refuses of an Ingress. */
import { validateReference } from '../../meta/domain-path.ts';
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { checkAddress, checkDns1035Label, checkDnsSubdomain, checkHost, checkPortName, checkPortNumber } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { KindContext } from '../kind.ts';
import type { Ingress, IngressBackend, IngressPath } from './ingress.ts';

export const classKey = 'kubernetes.io/ingress.class';

export function validateIngress({ spec, metadata }: Ingress, { release }: KindContext): readonly FieldError[] {
  const { defaultBackend, rules, tls = [], ingressClassName } = spec;
  const word = release.atLeast(19) ? 'defaultBackend' : 'backend';
  const isEmpty = (rules ?? []).length === 0 && !defaultBackend;
  return [
    ...(isEmpty ? [invalidValue('spec', goStrings(rules?.map(String), '[]networking.IngressRule'), `either \`${word}\` or \`rules\` must be specified`)] : []),
    ...(defaultBackend ? validateBackend(defaultBackend, `spec.${word}`, release) : []),
    ...(rules ?? []).flatMap((rule, i) => validateRule(rule, `spec.rules[${i}]`, release)),
    ...tls.flatMap(({ hosts = [], secretName }, i) => [
      ...hosts.flatMap((host, j) => invalidTexts(`spec.tls[${i}].hosts[${j}]`, host, checkHost(host))),
      ...(secretName ? invalidTexts(`spec.tls[${i}].secretName`, secretName, checkDnsSubdomain(secretName)) : []),
    ]),
    ...(ingressClassName === undefined ? [] : invalidTexts('spec.ingressClassName', ingressClassName, checkDnsSubdomain(ingressClassName))),
    ...(metadata.resourceVersion === '' ? validateClasses(metadata.annotations?.[classKey], ingressClassName, release) : []),
  ];
}

/** The release since which both may say the same. */
const sameClassSince = 27;

function validateClasses(annotation: string | undefined, name: string | undefined, release: Release): readonly FieldError[] {
  if (annotation === undefined || name === undefined) return [];
  const path = `annotations.${classKey}`;
  if (!release.atLeast(sameClassSince)) return [invalidValue(path, annotation, 'can not be set when the class field is also set')];
  return annotation === name ? [] : [invalidValue(path, annotation, 'must match `ingressClassName` when both are specified')];
}

function validateRule({ host = '', http }: NonNullable<Ingress['spec']['rules']>[number], path: string, release: Release): readonly FieldError[] {
  const paths = http?.paths ?? [];
  return [
    ...(host !== '' && checkAddress(host).length === 0 ? [invalidValue(`${path}.host`, host, 'must be a DNS name, not an IP address')] : []),
    ...(host === '' ? [] : invalidTexts(`${path}.host`, host, checkHost(host))),
    ...(http && paths.length === 0 ? [requiredValue(`${path}.http.paths`)] : []),
    ...paths.flatMap((one, i) => validatePath(one, `${path}.http.paths[${i}]`, release)),
  ];
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const wrongParts = ['//', '/./', '/../', '%2f', '%2F'];
const wrongEnds = ['/..', '/.'];

function validatePath({ path = '', pathType, backend }: IngressPath, at: string, release: Release): readonly FieldError[] {
  if (pathType === undefined) return [requiredValue(`${at}.pathType`, 'pathType must be specified')];
  const wrong = (why: string) => invalidValue(`${at}.path`, path, why);
  const errors: FieldError[] = [];
  if (!pathTypes.includes(pathType)) errors.push(notSupported(`${at}.pathType`, pathType, pathTypes));
  else if (!path.startsWith('/') && (path !== '' || pathType !== 'ImplementationSpecific')) errors.push(wrong('must be an absolute path'));
  if (pathType === 'Exact' || pathType === 'Prefix') {
    errors.push(...wrongParts.filter((part) => path.includes(part)).map((part) => wrong(`must not contain '${part}'`)));
    errors.push(...wrongEnds.filter((end) => path.endsWith(end)).map((end) => wrong(`cannot end with '${end}'`)));
  }
  return [...errors, ...validateBackend(backend, `${at}.backend`, release)];
}

function validateBackend({ service, resource }: IngressBackend = {}, at: string, release: Release): readonly FieldError[] {
  if (service && resource) return [invalidValue(at, '', 'cannot set both resource and service backends')];
  if (resource) return validateReference(resource, `${at}.resource`, !release.atLeast(strictSince));
  if (!service) return [invalidValue(at, '', 'resource or service backend is required')];
  const errors: FieldError[] = service.name ? [...invalidTexts(`${at}.service.name`, service.name, checkDns1035Label(service.name))] : [requiredValue(`${at}.service.name`)];
  const { name = '', number = 0 } = service.port ?? {};
  if (name !== '' && number !== 0) errors.push(invalidValue(at, '', 'cannot set both port name & port number'));
  else if (name !== '') errors.push(...invalidTexts(`${at}.service.port.name`, name, checkPortName(name)));
  else if (number !== 0) errors.push(...checkPortNumber(number).map((why) => invalidValue(`${at}.service.port.number`, number, why)));
  else errors.push(requiredValue(at, 'port name or number is required'));
  return errors;
}

/** Older servers add that what is missing is missing. */
const strictSince = 22;
