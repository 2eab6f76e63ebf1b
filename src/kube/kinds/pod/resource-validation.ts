/** What the server refuses of a container's requests and limits. */
import { compareQuantity, formatQuantity, sortedKeys, tryQuantity, zeroQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, mustNotBeNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { ResourceRequirements } from './container.ts';

type Amounts = Readonly<Record<string, string | number>>;

type CheckName = (name: string, path: string) => readonly FieldError[];

export function validateResources(resources: ResourceRequirements | undefined, path: string, release: Release): readonly FieldError[] {
  return validateAmounts(resources ?? {}, path, release, validateResourceName);
}

export function validateAmounts({ limits = {}, requests = {} }: ResourceRequirements, path: string, release: Release, checkName: CheckName): readonly FieldError[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  return [
    ...sortedKeys(limits).flatMap((name) => [...validateAmount(name, limits, `${path}.limits`, checkName), ...validatePages(name, limits, `${path}.limits`, release)]),
    ...sortedKeys(requests).flatMap((name) => [
      ...validateAmount(name, requests, `${path}.requests`, checkName),
      ...validateAgainstLimit(name, requests, limits, path, release),
      ...validatePages(name, requests, `${path}.requests`, release),
    ]),
    ...(names.some(isPages) && !names.includes('cpu') && !names.includes('memory') ? [forbiddenField(path, 'HugePages require cpu or memory')] : []),
  ];
}

function validateAmount(name: string, amounts: Amounts, path: string, checkName: CheckName): readonly FieldError[] {
  const at = `${path}[${name}]`;
  const amount = tryQuantity(String(amounts[name]));
  const errors = [...checkName(name, at)];
  if (amount === undefined) return errors;
  if (compareQuantity(amount, zeroQuantity) < 0) errors.push(invalidValue(at, formatQuantity(amount), mustNotBeNegative));
  if (isWhole(name) && amount.nanos % NANOS !== 0n) errors.push(invalidValue(at, formatQuantity(amount), 'must be an integer'));
  return errors;
}

const NANOS = 1_000_000_000n;

/** Pages come whole since this release. */
const wholePagesSince = 22;

function validatePages(name: string, amounts: Amounts, path: string, release: Release): readonly FieldError[] {
  if (!isPages(name) || !release.atLeast(wholePagesSince)) return [];
  const amount = tryQuantity(String(amounts[name]));
  const page = tryQuantity(name.slice('hugepages-'.length));
  if (!amount || (page && page.nanos > 0n && amount.nanos > 0n && amount.nanos % page.nanos === 0n)) return [];
  return [invalidValue(`${path}[${name}]`, formatQuantity(amount), `${formatQuantity(amount)} is not positive integer multiple of ${name}`)];
}

/** Of an amount of anything, anywhere. */
export function amountErrors(name: string, path: string): readonly FieldError[] {
  const errors = invalidTexts(path, name, checkQualifiedName(name));
  if (errors.length > 0 || name.includes('/') || isPages(name) || standardResources.has(name)) return errors;
  return [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
}

const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);

export function validateResourceName(name: string, path: string): readonly FieldError[] {
  const errors = amountErrors(name, path);
  if (!name.includes('/')) return containerResources.has(name) || isPages(name) ? errors : [...errors, invalidValue(path, name, 'must be a standard resource for containers')];
  return !name.includes('kubernetes.io/') && !isExtended(name) ? [...errors, invalidValue(path, name, "doesn't follow extended resource name standard")] : errors;
}

/** Whose requests can be counted by a quota. */
function isExtended(name: string): boolean {
  return !name.startsWith('requests.') && checkQualifiedName(`requests.${name}`).length === 0;
}

const standardResources = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage',
  'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims', 'storage', 'requests.storage',
  'services.nodeports', 'services.loadbalancers',
]);

/** Devices and the like come in whole numbers, and cannot be promised more than once. */
function isWhole(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function isPages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function validateAgainstLimit(name: string, requests: Amounts, limits: Amounts, path: string, release: Release): readonly FieldError[] {
  if (!Object.hasOwn(limits, name)) return isWhole(name) || isPages(name) ? [requiredValue(`${path}.limits`, 'Limit must be set for non overcommitable resources')] : [];
  const request = tryQuantity(String(requests[name]));
  const limit = tryQuantity(String(limits[name]));
  if (!request || !limit) return [];
  const ofLimit = release.atLeast(26) ? ` of ${formatQuantity(limit)}` : '';
  const order = compareQuantity(request, limit);
  if (order !== 0 && (isWhole(name) || isPages(name))) return [invalidValue(`${path}.requests`, formatQuantity(request), `must be equal to ${name} limit${ofLimit}`)];
  return order > 0 ? [invalidValue(`${path}.requests`, formatQuantity(request), `must be less than or equal to ${name} limit${ofLimit}`)] : [];
}
