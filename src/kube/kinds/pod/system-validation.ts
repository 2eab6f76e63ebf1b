/** What a pod says of the system that it is for, and what of the other system's it must not ask for then. */
import { forbiddenField, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { SecurityContext } from './container.ts';
import type { PodSpec } from './pod.ts';

const systems = ['linux', 'windows'];
const ofLinuxPod = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls', 'runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy'] as const;
const ofLinuxSpec = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
const ofLinuxContainer = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'] as const;

export function validateSystem(spec: PodSpec, path: string): readonly FieldError[] {
  const name = spec.os?.name;
  if (!name) return [requiredValue(`${path}.os.name`, 'cannot be empty')];
  if (name === 'linux') return validateLinux(spec, path);
  return name === 'windows' ? validateWindows(spec, path) : [notSupported(`${path}.os`, name, systems)];
}

function validateLinux(spec: PodSpec, path: string): readonly FieldError[] {
  return contexts(spec, path).flatMap(({ context, at }) => given(context, ['windowsOptions'], at, 'windows options cannot be set for a linux pod'));
}

function validateWindows(spec: PodSpec, path: string): readonly FieldError[] {
  const why = 'cannot be set for a windows pod';
  return [
    ...given(spec.securityContext ?? {}, ofLinuxPod, `${path}.securityContext`, why),
    ...given({ ...spec, hostPID: spec.hostPID || undefined, hostIPC: spec.hostIPC || undefined }, ofLinuxSpec, path, why),
    ...contexts(spec, path).slice(1).flatMap(({ context, at }) => given(context, ofLinuxContainer, at, why)),
  ];
}

/** Containers that are processes of the node: all of a pod's or none, and on the node's network. */
export function validateHostProcesses(spec: PodSpec, path: string): readonly FieldError[] {
  const [own, ...others] = contexts(spec, path).map(({ context, at }) => ({ at, isHost: (context as SecurityContext).windowsOptions?.hostProcess }));
  const errors = others.flatMap(({ at, isHost }) =>
    own!.isHost === undefined || isHost === undefined || own!.isHost === isHost
      ? []
      : [invalidValue(`${at}.windowsOptions.hostProcess`, isHost, `pod hostProcess value must be identical if both are specified, was ${String(own!.isHost)}`)],
  );
  const count = others.filter(({ isHost = own!.isHost }) => isHost === true).length;
  if (count === 0) return errors;
  if (count < others.length) errors.push(invalidValue(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  if (spec.hostNetwork !== true) errors.push(invalidValue(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'));
  return errors;
}

/** The pod's own first. */
function contexts(spec: PodSpec, path: string): readonly { readonly context: object; readonly at: string }[] {
  const lists = [{ name: 'initContainers', list: spec.initContainers }, { name: 'containers', list: spec.containers }, { name: 'ephemeralContainers', list: spec.ephemeralContainers }];
  const own = { context: spec.securityContext ?? {}, at: `${path}.securityContext` };
  return [own, ...lists.flatMap(({ name, list = [] }) => list.map((container, i) => ({ context: container.securityContext ?? {}, at: `${path}.${name}[${i}].securityContext` })))];
}

function given(of: object, fields: readonly string[], path: string, why: string): readonly FieldError[] {
  return fields.filter((field) => field in of && (of as Readonly<Record<string, unknown>>)[field] !== undefined).map((field) => forbiddenField(`${path}.${field}`, why));
}
