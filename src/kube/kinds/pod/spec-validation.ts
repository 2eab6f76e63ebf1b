/** What the server refuses of a pod's spec, in a pod or in a template. */
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notSupported, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkAddress, checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { validateLabels } from '../../meta/validate-meta.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { validateAffinity } from './affinity-validation.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './container-validation.ts';
import { validateDns } from './dns-validation.ts';
import type { PodSpec, Toleration, TopologySpreadConstraint } from './pod.ts';
import { validatePodResources, validateResourceClaims } from './pod-resources-validation.ts';
import { validateResources } from './resource-validation.ts';
import { validateHostUsers, validatePodSecurity } from './security-validation.ts';
import { validateHostProcesses, validateSystem } from './system-validation.ts';
import { validateVolumes } from './volume-validation.ts';
import type { Volume } from './volume.ts';

export interface SpecOptions {
  readonly release: Release;
  /** A pod, not a template of pods. */
  readonly isPod: boolean;
  /** Its name, where it is known. */
  readonly name: string;
}

/** With the volumes that containers may mount. */
export interface ContainerOptions extends SpecOptions {
  readonly volumes: readonly Volume[];
}

export function validatePodSpec(spec: PodSpec, path: string, options: SpecOptions): FieldError[] {
  const at = (field: string) => `${path}.${field}`;
  const volumes = validateVolumes(spec.volumes ?? [], options.name, at('volumes'));
  const ofContainers = { ...options, volumes: volumes.good };
  return [
    ...volumes.errors,
    ...validateResourceClaims(spec.resourceClaims ?? [], at('resourceClaims')),
    ...validateContainers(spec, at('containers'), ofContainers),
    ...validateInitContainers(spec, at('initContainers'), ofContainers),
    ...validateEphemeralContainers(spec, at('ephemeralContainers'), ofContainers),
    ...validatePodResources(spec, at('resources'), options.release),
    ...validateHostPorts(spec, path, options),
    ...oneOf(at('restartPolicy'), spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...oneOf(at('dnsPolicy'), spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...validateLabels(spec.nodeSelector ?? {}, at('nodeSelector')),
    ...validatePodSecurity(spec, path),
    ...(spec.affinity ? validateAffinity(spec.affinity, at('affinity'), options.release) : []),
    ...validateDns(spec, at('dnsConfig')),
    ...(spec.readinessGates ?? []).flatMap((gate, i) => invalidTexts(`${at('readinessGates')}[${i}].conditionType`, gate.conditionType, checkQualifiedName(gate.conditionType))),
    ...validateGates(spec, path),
    ...validateSpread(spec.topologySpreadConstraints ?? [], at('topologySpreadConstraints')),
    ...validateHostProcesses(spec, path),
    ...validateHostUsers(spec, path),
    ...validateNames(spec, at),
    ...(spec.preemptionPolicy === undefined ? [] : oneOf(at('preemptionPolicy'), spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'])),
    ...(spec.overhead ? validateResources({ limits: spec.overhead }, at('overhead'), options.release) : []),
    ...(spec.os === undefined ? [] : validateSystem(spec, path)),
  ];
}

function validateNames(spec: PodSpec, at: (field: string) => string): readonly FieldError[] {
  return [
    ...optional(at('serviceAccountName'), spec.serviceAccountName, checkDnsSubdomain),
    ...optional(at('nodeName'), spec.nodeName, checkDnsSubdomain),
    ...validateDeadline(spec.activeDeadlineSeconds, at('activeDeadlineSeconds')),
    ...optional(at('hostname'), spec.hostname, checkDnsLabel),
    ...optional(at('subdomain'), spec.subdomain, checkDnsLabel),
    ...validateTolerations(spec.tolerations ?? [], at('tolerations')),
    ...validateHostAliases(spec, at('hostAliases')),
    ...optional(at('priorityClassName'), spec.priorityClassName, checkDnsSubdomain),
    ...optional(at('runtimeClassName'), spec.runtimeClassName, checkDnsSubdomain),
  ];
}

function optional(path: string, value: string | undefined, check: (value: string) => readonly string[]): readonly FieldError[] {
  return value === undefined || value === '' ? [] : invalidTexts(path, value, check(value));
}

function validateHostPorts(spec: PodSpec, path: string, { isPod }: SpecOptions): readonly FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap((container, i) =>
    (container.ports ?? []).flatMap((port, j) => {
      const hostPort = port.hostPort ?? 0;
      if ((!isPod && hostPort === 0) || hostPort === port.containerPort) return [];
      return [invalidValue(`${path}.containers[${i}].ports[${j}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}

function validateDeadline(seconds: number | undefined, path: string): readonly FieldError[] {
  if (seconds === undefined || (seconds >= 1 && seconds <= 2_147_483_647)) return [];
  return [invalidValue(path, seconds, 'must be between 1 and 2147483647, inclusive')];
}

function validateHostAliases(spec: PodSpec, path: string): readonly FieldError[] {
  return (spec.hostAliases ?? []).flatMap((alias, i) => [
    ...invalidTexts(`${path}[${i}].ip`, alias.ip ?? '', checkAddress(alias.ip ?? '')),
    ...(alias.hostnames ?? []).flatMap((name, j) => invalidTexts(`${path}[${i}].hostnames[${j}]`, name, checkDnsSubdomain(name))),
  ]);
}

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export function validateTolerations(tolerations: readonly Toleration[], path: string): readonly FieldError[] {
  return tolerations.flatMap((toleration, i) => validateToleration(toleration, `${path}[${i}]`));
}

function validateToleration({ key = '', operator, value = '', effect, tolerationSeconds }: Toleration, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (key !== '') errors.push(...invalidTexts(`${path}.key`, key, checkQualifiedName(key)));
  if (key === '' && operator !== 'Exists') {
    errors.push(invalidValue(`${path}.operator`, operator ?? '', 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(invalidValue(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  if (operator === undefined || operator === 'Equal' || (operator as string) === '') {
    const messages = checkLabelValue(value);
    if (messages.length > 0) errors.push(invalidValue(`${path}.operator`, value, messages.join(';')));
  } else if (operator === 'Exists') {
    if (value !== '') errors.push(invalidValue(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  } else errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
  if (effect && !taintEffects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, taintEffects));
  return errors;
}

function validateGates({ schedulingGates = [] }: PodSpec, path: string): readonly FieldError[] {
  return schedulingGates.flatMap(({ name }, i) => [
    ...invalidTexts(`${path}.schedulingGates[${i}]`, name, checkQualifiedName(name)),
    ...(schedulingGates.findIndex((gate) => gate.name === name) < i ? [duplicateValue(`${path}.schedulingGates[${i}]`, name)] : []),
  ]);
}

const whenUnsatisfiable = ['DoNotSchedule', 'ScheduleAnyway'];
const inclusions = ['Honor', 'Ignore'];

function validateSpread(constraints: readonly TopologySpreadConstraint[], path: string): readonly FieldError[] {
  return constraints.flatMap((constraint, i) => {
    const at = `${path}[${i}]`;
    const errors: FieldError[] = [];
    const { topologyKey: key, whenUnsatisfiable: action, minDomains } = constraint;
    if (!(constraint.maxSkew > 0)) errors.push(invalidValue(`${at}.maxSkew`, constraint.maxSkew ?? 0, 'must be greater than zero'));
    if (!key) errors.push(requiredValue(`${at}.topologyKey`, 'can not be empty'));
    if (!whenUnsatisfiable.includes(action)) errors.push(notSupported(`${at}.whenUnsatisfiable`, action ?? '', whenUnsatisfiable));
    if (constraints.slice(i + 1).some((later) => later.topologyKey === key && later.whenUnsatisfiable === action)) errors.push(duplicateValue(`${at}.{topologyKey, whenUnsatisfiable}`, `{${key}, ${action}}`));
    if (minDomains !== undefined && minDomains <= 0) errors.push(invalidValue(`${at}.minDomains`, minDomains, 'must be greater than zero'));
    if (minDomains !== undefined && action !== 'DoNotSchedule') errors.push(invalidValue(`${at}.minDomains`, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`));
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[field];
      if (policy !== undefined && !inclusions.includes(policy)) errors.push(notSupported(`${at}.${field}`, policy, inclusions));
    }
    return [...errors, ...validateSpreadKeys(constraint, `${at}.matchLabelKeys`), ...validateSelector(constraint.labelSelector, `${at}.labelSelector`)];
  });
}

function validateSpreadKeys({ matchLabelKeys = [], labelSelector }: TopologySpreadConstraint, path: string): readonly FieldError[] {
  if (matchLabelKeys.length === 0) return [];
  const named = new Set([...Object.keys(labelSelector?.matchLabels ?? {}), ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key)]);
  const errors = matchLabelKeys.flatMap((key, i) => [
    ...invalidTexts(`${path}[${i}]`, key, checkQualifiedName(key)),
    ...(named.has(key) ? [invalidValue(`${path}[${i}]`, key, 'exists in both matchLabelKeys and labelSelector')] : []),
  ]);
  return labelSelector === undefined ? [forbiddenField(path, 'must not be specified when labelSelector is not set'), ...errors] : errors;
}
