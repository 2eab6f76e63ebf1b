/** Who the processes of a pod are and what they may do: what the server refuses there. */
import { duplicateValue, forbiddenField, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { AppArmorProfile, SeccompProfile, SecurityContext } from './container.ts';
import { descendingPath } from './path-validation.ts';
import type { PodSpec } from './pod.ts';
import { validateWindows } from './windows-validation.ts';

const ID_MAX = 2_147_483_647;

/** Of the pod as a whole. */
export function validatePodSecurity(spec: PodSpec, path: string): readonly FieldError[] {
  const own = spec.securityContext ?? {};
  const at = (field: string) => `${path}.securityContext.${field}`;
  return [
    ...id(at('fsGroup'), own.fsGroup),
    ...id(at('runAsUser'), own.runAsUser),
    ...id(at('runAsGroup'), own.runAsGroup),
    ...(own.supplementalGroups ?? []).flatMap((group, i) => id(at(`supplementalGroups[${i}]`), group)),
    ...(spec.shareProcessNamespace === true && spec.hostPID === true ? [invalidValue(at('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled')] : []),
    ...validateSysctls(spec, at('sysctls')),
    ...oneOfGiven(at('fsGroupChangePolicy'), own.fsGroupChangePolicy, ['Always', 'OnRootMismatch']),
    ...validateSeccomp(own.seccompProfile, at('seccompProfile')),
    ...validateWindows(own.windowsOptions, at('windowsOptions')),
    ...validateAppArmor(own.appArmorProfile, at('appArmorProfile')),
    ...oneOfGiven(at('supplementalGroupsPolicy'), own.supplementalGroupsPolicy, ['Merge', 'Strict']),
    ...oneOfGiven(at('seLinuxChangePolicy'), own.seLinuxChangePolicy, ['MountOption', 'Recursive']),
  ];
}

/** Of one container. */
export function validateSecurityContext(context: SecurityContext, path: string, { hostUsers }: PodSpec): readonly FieldError[] {
  const at = (field: string) => `${path}.${field}`;
  const { procMount, allowPrivilegeEscalation, privileged, capabilities } = context;
  const clash = (what: string) => invalidValue(path, shownContext(context), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
  return [
    ...id(at('runAsUser'), context.runAsUser),
    ...id(at('runAsGroup'), context.runAsGroup),
    ...oneOfGiven(at('procMount'), procMount, ['Default', 'Unmasked']),
    ...(procMount === 'Unmasked' && hostUsers !== false ? [invalidValue(at('procMount'), procMount, '`hostUsers` must be false to use `Unmasked`')] : []),
    ...validateSeccomp(context.seccompProfile, at('seccompProfile')),
    ...(allowPrivilegeEscalation === false && privileged === true ? [clash('`privileged` to true')] : []),
    ...(allowPrivilegeEscalation === false && capabilities?.add?.includes('CAP_SYS_ADMIN') ? [clash('`capabilities.Add` CAP_SYS_ADMIN')] : []),
    ...validateWindows(context.windowsOptions, at('windowsOptions')),
    ...validateAppArmor(context.appArmorProfile, at('appArmorProfile')),
  ];
}

function id(path: string, value: number | undefined): readonly FieldError[] {
  return value === undefined || (value >= 0 && value <= ID_MAX) ? [] : [invalidValue(path, value, `must be between 0 and ${ID_MAX}, inclusive`)];
}

function oneOfGiven(path: string, value: string | undefined, words: readonly string[]): readonly FieldError[] {
  return value === undefined || words.includes(value) ? [] : [notSupported(path, value, words)];
}

/** As the server's own type prints it. */
function shownContext(context: SecurityContext): GoValue {
  const { capabilities, seccompProfile } = context;
  return new GoValue('core.SecurityContext{…}', {
    Capabilities: capabilities ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null } : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: null,
    WindowsOptions: null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: seccompProfile ? shownProfile(seccompProfile).json : null,
    AppArmorProfile: null,
  });
}

function shownProfile({ type, localhostProfile }: SeccompProfile): GoValue {
  return new GoValue('core.SeccompProfile{…}', { Type: type ?? '', LocalhostProfile: localhostProfile ?? null });
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(profile: SeccompProfile | undefined, path: string): readonly FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile: file } = profile;
  const errors: FieldError[] = [];
  if (!type) errors.push(requiredValue(`${path}.type`, 'type is required when seccompProfile is set'));
  else errors.push(...oneOfGiven(`${path}.type`, type, profileTypes));
  if (type !== 'Localhost') return file === undefined ? errors : [...errors, invalidValue(`${path}.localhostProfile`, shownProfile(profile), 'can only be set when seccomp type is Localhost')];
  return [...errors, ...(file === undefined ? [requiredValue(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')] : descendingPath(file, `${path}.localhostProfile`))];
}

function validateAppArmor(profile: AppArmorProfile | undefined, path: string): readonly FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile: name } = profile;
  if (!type) return [requiredValue(`${path}.type`, 'type is required when appArmorProfile is set')];
  if (type !== 'Localhost') {
    return profileTypes.includes(type) && name !== undefined
      ? [invalidValue(`${path}.localhostProfile`, name, 'can only be set when AppArmor type is Localhost')]
      : oneOfGiven(`${path}.type`, type, profileTypes);
  }
  if (name !== undefined && name !== name.trim()) return [invalidValue(`${path}.localhostProfile`, name, 'must not be padded with whitespace')];
  return name ? [] : [requiredValue(`${path}.localhostProfile`, 'must be set when AppArmor type is Localhost')];
}

export function validateHostUsers({ hostUsers, hostNetwork, hostPID, hostIPC }: PodSpec, path: string): readonly FieldError[] {
  if (hostUsers !== false) return [];
  const given = [...(hostNetwork ? ['hostNetwork'] : []), ...(hostPID ? ['HostPID'] : []), ...(hostIPC ? ['HostIPC'] : [])];
  return given.map((field) => forbiddenField(`${path}.${field}`, 'when `hostUsers` is false'));
}

const SYSCTL_MAX = 253;
const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlName = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** What is set for a pod alone must not be the host's. */
function validateSysctls({ securityContext, hostNetwork, hostIPC }: PodSpec, path: string): readonly FieldError[] {
  const names = new Set<string>();
  return (securityContext?.sysctls ?? []).flatMap(({ name }, i) => {
    const at = `${path}[${i}].name`;
    const errors: FieldError[] = [];
    if (!name) errors.push(requiredValue(at));
    else if (name.length > SYSCTL_MAX || !sysctlName.test(name)) errors.push(invalidValue(at, name, `must have at most ${SYSCTL_MAX} characters and match regex ^(${sysctlSegment}[\\./])*${sysctlSegment}$`));
    else if (names.has(name)) errors.push(duplicateValue(at, name));
    names.add(name);
    const plain = (name ?? '').replaceAll('/', '.');
    if (hostNetwork === true && plain.startsWith('net.')) errors.push(invalidValue(at, name ?? '', "may not be specified when 'hostNetwork' is true"));
    if (hostIPC === true && /^(?:kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/.test(plain)) errors.push(invalidValue(at, name ?? '', "may not be specified when 'hostIPC' is true"));
    return errors;
  });
}
