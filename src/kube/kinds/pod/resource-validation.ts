/** What the server refuses of a container's requests and limits. */
import { compareQuantity, formatQuantity, sortedKeys, tryQuantity, zeroQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, mustNotBeNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { ResourceRequirements } from './container.ts';

type Amounts = Readonly<Record<string, string | number>>;

export function validateResources(resources: ResourceRequirements | undefined, path: string, release: Release): readonly FieldError[] {
  if (resources === undefined) return [];
  const { limits = {}, requests = {} } = resources;
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  return [
    ...sortedKeys(limits).flatMap((name) => validateAmount(name, limits, `${path}.limits`)),
    ...sortedKeys(requests).flatMap((name) => [
      ...validateAmount(name, requests, `${path}.requests`),
      ...validateAgainstLimit(name, requests, limits, `${path}.requests`, release),
    ]),
    ...(names.some(isPages) && !names.includes('cpu') && !names.includes('memory') ? [forbiddenField(path, 'HugePages require cpu or memory')] : []),
  ];
}

function validateAmount(name: string, amounts: Amounts, path: string): readonly FieldError[] {
  const at = `${path}[${name}]`;
  const nameErrors = validateResourceName(name, at);
  if (nameErrors.length > 0) return nameErrors;
  const amount = tryQuantity(String(amounts[name]));
  if (amount === undefined) return [];
  if (compareQuantity(amount, zeroQuantity) < 0) return [invalidValue(at, formatQuantity(amount), mustNotBeNegative)];
  return isWhole(name) && amount.nanos % 1_000_000_000n !== 0n ? [invalidValue(at, formatQuantity(amount), 'must be an integer')] : [];
}

const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);

export function validateResourceName(name: string, path: string): readonly FieldError[] {
  const errors = invalidTexts(path, name, checkQualifiedName(name));
  if (errors.length > 0 || containerResources.has(name) || name.startsWith('hugepages-') || name.includes('/')) return errors;
  return [
    ...(standardResources.has(name) ? [] : [invalidValue(path, name, 'must be a standard resource type or fully qualified')]),
    invalidValue(path, name, 'must be a standard resource for containers'),
  ];
}

const standardResources = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'pods', 'services', 'storage',
]);

/** Devices and the like come in whole numbers, and cannot be promised more than once. */
function isWhole(name: string): boolean {
  return name.includes('/') && !name.startsWith('kubernetes.io/');
}

function isPages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function validateAgainstLimit(name: string, requests: Amounts, limits: Amounts, path: string, release: Release): readonly FieldError[] {
  if (!Object.hasOwn(limits, name)) return isWhole(name) || isPages(name) ? [requiredValue(path, `Limit must be set for non overcommitable resources`)] : [];
  const request = tryQuantity(String(requests[name]));
  const limit = tryQuantity(String(limits[name]));
  if (!request || !limit) return [];
  const ofLimit = release.atLeast(26) ? ` of ${formatQuantity(limit)}` : '';
  const order = compareQuantity(request, limit);
  if (order !== 0 && (isWhole(name) || isPages(name))) return [invalidValue(path, formatQuantity(request), `must be equal to ${name} limit${ofLimit}`)];
  return order > 0 ? [invalidValue(path, formatQuantity(request), `must be less than or equal to ${name} limit${ofLimit}`)] : [];
}
