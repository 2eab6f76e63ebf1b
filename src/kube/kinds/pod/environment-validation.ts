/** What the server refuses of a container's environment. */
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkConfigKey, checkDnsSubdomain, checkEnvironmentName, checkQualifiedName } from '../../meta/names.ts';
import type { Container, EnvVarSource, KeySelector } from './container.ts';
import type { SpecOptions } from './spec-validation.ts';

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
  if (source.fieldRef) errors.push(...validateFieldPath(source.fieldRef.fieldPath, environmentPaths, `${path}.fieldRef`));
  if (source.resourceFieldRef) errors.push(...validateResourcePath(source.resourceFieldRef.resource, `${path}.resourceFieldRef`));
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
export function validateVolumePath(fieldPath: string | undefined, path: string): readonly FieldError[] {
  return validateFieldPath(fieldPath, volumePaths, path);
}

function validateFieldPath(fieldPath: string | undefined, supported: readonly string[], path: string): readonly FieldError[] {
  if (!fieldPath) return [requiredValue(`${path}.fieldPath`)];
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

export function validateResourcePath(resource: string | undefined, path: string): readonly FieldError[] {
  if (!resource) return [requiredValue(`${path}.resource`)];
  if (resourcePaths.includes(resource) || /^(?:requests|limits)\.hugepages-/.test(resource)) return [];
  return [notSupported(`${path}.resource`, resource, resourcePaths)];
}
