/** What the server refuses of containers: ordinary ones, those that run first, and those put in later. */
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notFoundValue, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, checkPortName } from '../../meta/names.ts';
import type { Container, ContainerPort } from './container.ts';
import type { PodSpec } from './pod.ts';
import { validateDevices, validateMounts } from './mount-validation.ts';
import { invalidPort, protocols } from './port-validation.ts';
import { validateEnvironment } from './environment-validation.ts';
import { validateClaimUses } from './pod-resources-validation.ts';
import { validateLifecycle, validateProbes } from './probe-validation.ts';
import { validateResources } from './resource-validation.ts';
import type { ContainerOptions } from './spec-validation.ts';
import { validateSecurityContext } from './security-validation.ts';

/** The release since which each container may say when it is begun anew. */
const rulesSince = 34;
const restartPolicies = ['Always', 'Never', 'OnFailure'];

export function validateContainers(spec: PodSpec, path: string, options: ContainerOptions): readonly FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [requiredValue(path)];
  const names = new Set<string>();
  const errors: FieldError[] = [];
  for (const [i, container] of containers.entries()) {
    const at = `${path}[${i}]`;
    errors.push(...validateCommon(container, spec, at, options));
    if (names.has(container.name)) errors.push(duplicateValue(`${at}.name`, container.name));
    names.add(container.name);
    errors.push(...validateLifecycle(container.lifecycle, spec, `${at}.lifecycle`), ...validateProbes(container, at));
    if (container.restartPolicy === undefined) continue;
    if (!options.release.atLeast(rulesSince)) errors.push(forbiddenField(`${at}.restartPolicy`, 'may not be set for non-init containers'));
    else errors.push(...oneOf(`${at}.restartPolicy`, container.restartPolicy, restartPolicies));
  }
  return [...errors, ...repeatedHostPorts(containers, path)];
}

export function validateInitContainers(spec: PodSpec, path: string, options: ContainerOptions): readonly FieldError[] {
  const names = new Set((spec.containers ?? []).map((container) => container.name));
  const errors: FieldError[] = [];
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const at = `${path}[${i}]`;
    errors.push(...validateCommon(container, spec, at, options));
    const isSidecar = container.restartPolicy === 'Always';
    if (container.restartPolicy !== undefined) errors.push(...oneOf(`${at}.restartPolicy`, container.restartPolicy, options.release.atLeast(rulesSince) ? restartPolicies : ['Always']));
    if (names.has(container.name)) errors.push(duplicateValue(`${at}.name`, container.name));
    else if (container.name) names.add(container.name);
    errors.push(...repeatedHostPorts([container], path));
    if (isSidecar) errors.push(...validateLifecycle(container.lifecycle, spec, `${at}.lifecycle`), ...validateProbes(container, at));
    else errors.push(...forbiddenInInit(container, at, options));
  }
  return errors;
}

function forbiddenInInit(container: Container, path: string, { release }: ContainerOptions): readonly FieldError[] {
  const fields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
  const given = fields.filter((field) => container[field] !== undefined);
  if (release.atLeast(28)) return given.map((field) => forbiddenField(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always'));
  return given.map((field) => forbiddenField(`${path}.${field}`, 'must not be set for init containers'));
}

const forbiddenInEphemeral = ['ports', 'resources', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;

export function validateEphemeralContainers(spec: PodSpec, path: string, options: ContainerOptions): readonly FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.name));
  const names = new Set(others);
  const errors: FieldError[] = [];
  for (const [i, container] of (spec.ephemeralContainers ?? []).entries()) {
    const at = `${path}[${i}]`;
    errors.push(...validateCommon(container, spec, at, options));
    if (names.has(container.name)) errors.push(duplicateValue(`${at}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (target && !others.has(target)) errors.push(notFoundValue(`${at}.targetContainerName`, target));
    for (const field of forbiddenInEphemeral) {
      if (container[field] !== undefined && Object.keys(container[field]).length > 0) {
        errors.push(forbiddenField(`${at}.${field}`, 'cannot be set for an Ephemeral Container'));
      }
    }
  }
  return errors;
}

function validateCommon(container: Container, spec: PodSpec, path: string, options: ContainerOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!container.name) errors.push(requiredValue(`${path}.name`));
  else errors.push(...invalidTexts(`${path}.name`, container.name, checkDnsLabel(container.name)));
  if (!container.image) errors.push(requiredValue(`${path}.image`));
  return [
    ...errors,
    ...oneOf(`${path}.terminationMessagePolicy`, container.terminationMessagePolicy, ['File', 'FallbackToLogsOnError']),
    ...validatePorts(container.ports ?? [], `${path}.ports`),
    ...(container.env || container.envFrom ? validateEnvironment(container, path, options) : []),
    ...validateMounts(container, options.volumes, path),
    ...validateDevices(container, options.volumes, path),
    ...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...validateResources(container.resources, `${path}.resources`, options.release),
    ...validateClaimUses(container.resources?.claims ?? [], spec, `${path}.resources.claims`),
    ...validateResizePolicy(container.resizePolicy ?? [], spec, `${path}.resizePolicy`),
    ...(container.securityContext ? validateSecurityContext(container.securityContext, `${path}.securityContext`, spec) : []),
  ];
}

const resizable = ['cpu', 'memory'];
const resizes = ['NotRequired', 'RestartContainer'];

function validateResizePolicy(policies: NonNullable<Container['resizePolicy']>, { restartPolicy }: PodSpec, path: string): readonly FieldError[] {
  return policies.flatMap(({ resourceName: name, restartPolicy: policy }, i) => [
    ...(policies.findIndex((other) => other.resourceName === name) < i ? [duplicateValue(`${path}[${i}]`, name)] : []),
    ...oneOf(path, name, resizable),
    ...oneOf(path, policy, resizes),
    ...(restartPolicy === 'Never' && policy !== 'NotRequired' ? [invalidValue(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'")] : []),
  ]);
}

function validatePorts(ports: readonly ContainerPort[], path: string): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = `${path}[${i}]`;
    const errors: FieldError[] = [];
    if (port.name) {
      const messages = checkPortName(port.name);
      errors.push(...invalidTexts(`${at}.name`, port.name, messages));
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicateValue(`${at}.name`, port.name));
      if (messages.length === 0) names.add(port.name);
    }
    if (!port.containerPort) errors.push(requiredValue(`${at}.containerPort`));
    else errors.push(...invalidPort(`${at}.containerPort`, port.containerPort));
    if (port.hostPort) errors.push(...invalidPort(`${at}.hostPort`, port.hostPort));
    return [...errors, ...oneOf(`${at}.protocol`, port.protocol, protocols)];
  });
}

function repeatedHostPorts(containers: readonly Container[], path: string): readonly FieldError[] {
  const taken = new Set<string>();
  const errors: FieldError[] = [];
  for (const [i, container] of containers.entries()) {
    for (const [j, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(key)) errors.push(duplicateValue(`${path}[${i}].ports[${j}].hostPort`, key));
      taken.add(key);
    }
  }
  return errors;
}
