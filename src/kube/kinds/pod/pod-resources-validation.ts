/** What the server refuses of the devices that a pod claims, and of the amounts that its containers share. */
import { compareQuantity, addQuantity, formatQuantity, sortedKeys, tryQuantity, zeroQuantity, type Quantity } from '../../../base/index.ts';
import { duplicateValue, FieldError, forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { Container, ResourceClaimUse } from './container.ts';
import type { PodResourceClaim, PodSpec } from './pod.ts';
import { amountErrors, validateAmounts } from './resource-validation.ts';

export function validateResourceClaims(claims: readonly PodResourceClaim[], path: string): readonly FieldError[] {
  return claims.flatMap((claim, i) => {
    const at = `${path}[${i}]`;
    const { name, resourceClaimName: own, resourceClaimTemplateName: template } = claim;
    const isTaken = claims.slice(0, i).some((other) => other.name === name);
    return [
      ...(name ? (isTaken ? [duplicateValue(`${at}.name`, name)] : invalidTexts(`${at}.name`, name, checkDnsLabel(name))) : [requiredValue(`${at}.name`)]),
      ...(own !== undefined && template !== undefined ? [invalidValue(at, shown(claim), 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')] : []),
      ...(own === undefined && template === undefined ? [invalidValue(at, shown(claim), 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')] : []),
      ...(own === undefined ? [] : invalidTexts(`${at}.resourceClaimName`, own, checkDnsSubdomain(own))),
      ...(template === undefined ? [] : invalidTexts(`${at}.resourceClaimTemplateName`, template, checkDnsSubdomain(template))),
    ];
  });
}

function shown({ name, resourceClaimName, resourceClaimTemplateName }: PodResourceClaim): GoValue {
  return new GoValue('core.PodResourceClaim{…}', { Name: name, ResourceClaimName: resourceClaimName ?? null, ResourceClaimTemplateName: resourceClaimTemplateName ?? null });
}

/** Of one container: each claim once, as a whole or by its requests. */
export function validateClaimUses(uses: readonly ResourceClaimUse[], { resourceClaims = [] }: PodSpec, path: string): readonly FieldError[] {
  const names = resourceClaims.flatMap(({ name }) => name || []).toSorted();
  const why = `must be one of the names in pod.spec.resourceClaims${names.length === 0 ? ' which is empty' : `: ${names.join(', ')}`}`;
  return uses.flatMap(({ name, request = '' }, i) => {
    if (!name) return [requiredValue(`${path}[${i}]`)];
    const before = uses.slice(0, i).filter((use) => use.name === name);
    const isWhole = before.some((use) => !use.request);
    const isRepeated = isWhole || (request === '' ? before.length > 0 : before.some((use) => use.request === request));
    return [
      ...(request === '' || isWhole ? [] : invalidTexts(`${path}[${i}].request`, request, checkDnsLabel(request))),
      ...(isRepeated ? [duplicateValue(`${path}[${i}]`, isWhole || request === '' ? name : `${name}/${request}`)] : []),
      ...(names.includes(name) ? [] : [new FieldError('FieldValueNotFound', `${path}[${i}]`, name, why)]),
    ];
  });
}

/** The release since which a pod asks for amounts that all of its containers share. */
const sharedSince = 34;
const shareable = ['cpu', 'memory'];

export function validatePodResources(spec: PodSpec, path: string, release: Release): readonly FieldError[] {
  if (spec.resources === undefined || !release.atLeast(sharedSince)) return [];
  const { claims, requests = {}, limits = {} } = spec.resources;
  const nameErrors = (name: string, at: string) => {
    const errors = amountErrors(name, at);
    if (errors.length > 0 || shareable.includes(name) || name.startsWith('hugepages-')) return errors;
    return [notSupported(at, name, shareable)];
  };
  const asked = sumOfRequests(spec);
  const short = sortedKeys(Object.fromEntries(asked)).flatMap((name) => {
    const own = tryQuantity(String(requests[name] ?? '0')) ?? zeroQuantity;
    const sum = asked.get(name)!;
    return compareQuantity(sum, own) > 0 ? [invalidValue(`${path}.requests[${name}]`, formatQuantity(own), `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`)] : [];
  });
  return [
    ...(claims === undefined ? [] : [forbiddenField(`${path}.claims`, 'claims cannot be set for Resources at pod-level')]),
    ...validateAmounts(spec.resources, path, release, nameErrors),
    ...short,
    ...(spec.containers ?? []).flatMap((container, i) => overLimit(container, limits, `${path}.containers[${i}]`)),
  ];
}

function overLimit({ resources }: Container, podLimits: Readonly<Record<string, string | number>>, path: string): readonly FieldError[] {
  const { limits = {} } = resources ?? {};
  return sortedKeys(limits).flatMap((name) => {
    const own = tryQuantity(String(limits[name]));
    const most = tryQuantity(String(podLimits[name] ?? ''));
    return own && most && compareQuantity(own, most) > 0 ? [invalidValue(`${path}[${name}].limits`, formatQuantity(own), `must be less than or equal to pod limits of ${formatQuantity(most)}`)] : [];
  });
}

/** What the containers ask for together; of those that run first the largest, with the sidecars begun before it. */
function sumOfRequests({ containers, initContainers }: PodSpec): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const peak = new Map<string, Quantity>();
  const each = ({ resources }: Container, take: (name: string, amount: Quantity) => void) => {
    for (const [name, text] of Object.entries(resources?.requests ?? {})) take(name, tryQuantity(String(text)) ?? zeroQuantity);
  };
  const add = (to: Map<string, Quantity>) => (name: string, amount: Quantity) => void to.set(name, addQuantity(to.get(name) ?? zeroQuantity, amount));
  const raise = (name: string, amount: Quantity) => {
    if (compareQuantity(amount, peak.get(name) ?? zeroQuantity) > 0) peak.set(name, amount);
  };
  for (const container of containers ?? []) each(container, add(total));
  for (const container of initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      each(container, add(sidecars));
      each(container, add(total));
      for (const [name, amount] of sidecars) raise(name, amount);
    } else each(container, (name, amount) => raise(name, addQuantity(amount, sidecars.get(name) ?? zeroQuantity)));
  }
  for (const [name, amount] of peak) if (compareQuantity(amount, total.get(name) ?? zeroQuantity) > 0) total.set(name, amount);
  return total;
}
