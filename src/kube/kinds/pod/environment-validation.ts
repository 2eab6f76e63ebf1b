/** What the server refuses of a container's environment. */
import { formatQuantity, tryQuantity } from '../../../base/index.ts';
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkConfigKey, checkDnsSubdomain, checkEnvironmentName, checkQualifiedName } from '../../meta/names.ts';
import type { Container, EnvVarSource, KeySelector } from './container.ts';
import type { SpecOptions } from './spec-validation.ts';

type FieldRef = NonNullable<EnvVarSource['fieldRef']>;
type ResourceRef = NonNullable<EnvVarSource['resourceFieldRef']>;

/** Names of any printable characters since this release. */
const relaxedSince = 32;

export function validateEnvironment(container: Container, path: string, { release }: SpecOptions): readonly FieldError[] {
  const isRelaxed = release.atLeast(relaxedSince);
  const variables = (container.env ?? []).flatMap((variable, i) => {
    const at = `${path}.env[${i}]`;
    return [
      ...(variable.name ? invalidTexts(`${at}.name`, variable.name, checkEnvironmentName(variable.name, isRelaxed)) : [requiredValue(`${at}.name`)]),
      ...validateSource(variable.valueFrom, variable.value, `${at}.valueFrom`),
    ];
  });
  const sources = (container.envFrom ?? []).flatMap((source, i) => {
    const at = `${path}.envFrom[${i}]`;
    const given = [source.configMapRef, source.secretRef].filter((ref) => ref !== undefined).length;
    const errors: FieldError[] = source.prefix ? [...invalidTexts(`${at}.prefix`, source.prefix, checkEnvironmentName(source.prefix, isRelaxed))] : [];
    for (const field of ['configMapRef', 'secretRef'] as const) {
      const name = source[field]?.name ?? '';
      if (source[field] === undefined) continue;
      errors.push(...(name === '' ? [requiredValue(`${at}.${field}.name`)] : invalidTexts(`${at}.${field}.name`, name, checkDnsSubdomain(name))));
    }
    if (given === 0) errors.push(invalidValue(`${path}.envFrom`, '', 'must specify one of: `configMapRef` or `secretRef`'));
    if (given > 1) errors.push(invalidValue(`${path}.envFrom`, '', 'may not have more than one field specified at a time'));
    return errors;
  });
  return [...variables, ...sources];
}

function validateSource(source: EnvVarSource | undefined, value: string | undefined, path: string): readonly FieldError[] {
  if (source === undefined) return [];
  const errors: FieldError[] = [];
  if (source.fieldRef) errors.push(...validateFieldPath(source.fieldRef, environmentPaths, `${path}.fieldRef`));
  if (source.resourceFieldRef) errors.push(...validateResourceRef(source.resourceFieldRef, `${path}.resourceFieldRef`, false));
  if (source.configMapKeyRef) errors.push(...validateKey(source.configMapKeyRef, `${path}.configMapKeyRef`));
  if (source.secretKeyRef) errors.push(...validateKey(source.secretKeyRef, `${path}.secretKeyRef`));
  const given = Object.values(source).filter((field) => field !== undefined).length;
  if (given === 0) errors.push(invalidValue(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'));
  else if (value) errors.push(invalidValue(path, '', 'may not be specified when `value` is not empty'));
  else if (given > 1) errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

function validateKey({ name = '', key }: KeySelector, path: string): readonly FieldError[] {
  return [
    ...invalidTexts(`${path}.name`, name, checkDnsSubdomain(name)),
    ...(key ? invalidTexts(`${path}.key`, key, checkConfigKey(key)) : [requiredValue(`${path}.key`)]),
  ];
}

const environmentPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const volumePaths = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

const knownPaths = new Set([...environmentPaths, ...volumePaths, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase', 'status.nominatedNodeName']);

/** Of a file in a volume. */
export function validateVolumePath(ref: FieldRef, path: string): readonly FieldError[] {
  return validateFieldPath(ref, volumePaths, path);
}

function validateFieldPath({ apiVersion = 'v1', fieldPath }: FieldRef, supported: readonly string[], path: string): readonly FieldError[] {
  if (!fieldPath) return [requiredValue(`${path}.fieldPath`)];
  if (apiVersion !== 'v1') return [invalidValue(`${path}.fieldPath`, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`)];
  const subscript = /^([^[]+)\['(.*)'\]$/.exec(fieldPath);
  if (subscript) {
    const [, of = '', key = ''] = subscript;
    if (of === 'metadata.labels') return invalidTexts(path, key, checkQualifiedName(key));
    if (of === 'metadata.annotations') return invalidTexts(path, key.toLowerCase(), checkQualifiedName(key.toLowerCase()));
    return [invalidValue(path, of, 'does not support subscript')];
  }
  if (!knownPaths.has(fieldPath)) {
    return [invalidValue(`${path}.fieldPath`, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  }
  return supported.includes(fieldPath) ? [] : [notSupported(`${path}.fieldPath`, fieldPath, supported)];
}

const resourcePaths = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];

const divisors: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/\.cpu$/, 'cpu', ['1m', '1']],
  [/\.memory$/, 'memory', powers()],
  [/\.ephemeral-storage$/, 'local ephemeral storage', powers()],
  [/\.hugepages-/, 'hugepages', powers()],
];

function powers(): readonly string[] {
  return ['1', ...['', 'i'].flatMap((binary) => ['k', 'M', 'G', 'T', 'P', 'E'].map((prefix) => `1${binary === '' ? prefix : prefix.toUpperCase()}${binary}`))];
}

/** Of an environment's variable, or of a file: a volume has to say whose resource it tells. */
export function validateResourceRef({ containerName, resource, divisor }: ResourceRef, path: string, isFile: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (isFile && !containerName) errors.push(requiredValue(`${path}.containerName`));
  else if (!resource) errors.push(requiredValue(`${path}.resource`));
  else if (!resourcePaths.includes(resource) && !/^(?:requests|limits)\.hugepages-/.test(resource)) errors.push(notSupported(`${path}.resource`, resource, resourcePaths));
  const [, name, allowed] = divisors.find(([pattern]) => pattern.test(resource ?? '')) ?? [];
  const amount = tryQuantity(divisor ?? '0');
  if (!name || !amount || amount.nanos === 0n || allowed!.includes(formatQuantity(amount))) return errors;
  return [...errors, invalidValue(`${path}.divisor`, resource, `only divisor's values ${name === 'cpu' ? allowed!.join(' and ') : allowed!.join(', ')} are supported with the ${name} resource`)];
}
