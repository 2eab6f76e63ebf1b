/** What the levels baseline and restricted do not allow of a pod, each point in the words of the real admission, in its order. */
import type { Container } from '../../kinds/pod/container.ts';
import type { PodSpec } from '../../kinds/pod/pod.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** What is forbidden, and who does it. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

interface Context {
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

type Check = (spec: PodSpec) => Violation | undefined;

export function violationsOf(spec: PodSpec, level: Level): readonly Violation[] {
  if (level === 'privileged') return [];
  const checks = level === 'baseline' ? baseline : [...baseline.filter((check) => !overridden.has(check)), ...restricted];
  return checks.flatMap((check) => check(spec) ?? []);
}

const contextOf = (of: { readonly securityContext?: object }): Context => of.securityContext ?? {};
const named = (names: readonly string[], one = 'container', many = 'containers'): string => `${names.length === 1 ? one : many} ${quoted(names)}`;
const quoted = (values: Iterable<string>): string => [...values].map((value) => JSON.stringify(value)).join(', ');
const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

function all({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

function namesWhere(spec: PodSpec, isWrong: (context: Context, container: Container) => boolean): readonly string[] {
  return all(spec).filter((container) => isWrong(contextOf(container), container)).map((container) => container.name);
}

/** The pod itself, and the containers of which it is true. */
function settersWhere(spec: PodSpec, isWrong: (context: Context) => boolean): string {
  const names = namesWhere(spec, isWrong);
  return [...(isWrong(contextOf(spec)) ? ['pod'] : []), ...(names.length > 0 ? [named(names)] : [])].join(' and ');
}

function valuesOf(spec: PodSpec, read: (context: Context) => string | undefined, isWrong: (value: string) => boolean): readonly string[] {
  return sorted([spec, ...all(spec)].flatMap((of) => read(contextOf(of)) ?? []).filter(isWrong));
}

/** A type that the pod or containers must not set. */
function forbiddenType(spec: PodSpec, read: (context: Context) => string | undefined, isAllowed: (value: string) => boolean): { readonly by: string; readonly types: readonly string[] } {
  const isWrong = (value: string): boolean => !isAllowed(value);
  return { types: valuesOf(spec, read, isWrong), by: settersWhere(spec, (context) => isWrong(read(context) ?? '')) };
}

const appArmor: Check = (spec) => {
  const { types, by } = forbiddenType(spec, (context) => context.appArmorProfile?.type, (type) => ['', 'RuntimeDefault', 'Localhost'].includes(type));
  if (types.length === 0) return undefined;
  return { reason: types.length === 1 ? 'forbidden AppArmor profile' : 'forbidden AppArmor profiles', detail: `${by} must not set AppArmor profile type to ${quoted(types)}` };
};

const defaultCapabilities = new Set(['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']);

function addsBeyond(spec: PodSpec, allowed: ReadonlySet<string>): string {
  const beyond = ({ capabilities }: Context) => (capabilities?.add ?? []).filter((name) => !allowed.has(name));
  const names = namesWhere(spec, (context) => beyond(context).length > 0);
  if (names.length === 0) return '';
  return `${named(names)} must not include ${quoted(sorted(all(spec).flatMap((container) => beyond(contextOf(container)))))} in securityContext.capabilities.add`;
}

const capabilities: Check = (spec) => {
  const detail = addsBeyond(spec, defaultCapabilities);
  return detail === '' ? undefined : { reason: 'non-default capabilities', detail };
};

const hostNamespaces: Check = (spec) => {
  const hosts = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
  return hosts.length === 0 ? undefined : { reason: 'host namespaces', detail: hosts.map((name) => `${name}=true`).join(', ') };
};

const hostPaths: Check = (spec) => {
  const names = (spec.volumes ?? []).filter((volume) => 'hostPath' in volume).map((volume) => volume.name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named(names, 'volume', 'volumes') };
};

const hostPorts: Check = (spec) => {
  const portsOf = ({ ports = [] }: Container) => ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const names = namesWhere(spec, (_, container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = sorted(all(spec).flatMap(portsOf));
  return { reason: 'hostPort', detail: `${named(names)} ${names.length === 1 ? 'uses' : 'use'} ${ports.length === 1 ? 'hostPort' : 'hostPorts'} ${ports.join(', ')}` };
};

const privileged: Check = (spec) => {
  const names = namesWhere(spec, (context) => context.privileged === true);
  return names.length === 0 ? undefined : { reason: 'privileged', detail: `${named(names)} must not set securityContext.privileged=true` };
};

const procMount: Check = (spec) => {
  const isWrong = ({ procMount: type = 'Default' }: Context) => type !== 'Default';
  const names = namesWhere(spec, isWrong);
  if (names.length === 0) return undefined;
  return { reason: 'procMount', detail: `${named(names)} must not set securityContext.procMount to ${quoted(sorted(all(spec).map(contextOf).filter(isWrong).map((context) => context.procMount!)))}` };
};

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

const seLinux: Check = (spec) => {
  const isWrong = ({ seLinuxOptions: options = {} }: Context) => !seLinuxTypes.includes(options.type ?? '') || Boolean(options.user) || Boolean(options.role);
  const by = settersWhere(spec, isWrong);
  if (by === '') return undefined;
  const types = valuesOf(spec, (context) => context.seLinuxOptions?.type, (type) => !seLinuxTypes.includes(type));
  const has = (part: 'user' | 'role') => [spec, ...all(spec)].some((of) => Boolean(contextOf(of).seLinuxOptions?.[part]));
  const faults = [...(types.length > 0 ? [`${types.length === 1 ? 'type' : 'types'} ${quoted(types)}`] : []), ...(has('user') ? ['user may not be set'] : []), ...(has('role') ? ['role may not be set'] : [])];
  return { reason: 'seLinuxOptions', detail: `${by} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}` };
};

const seccomp: Check = (spec) => {
  const { types, by } = forbiddenType(spec, (context) => context.seccompProfile?.type, (type) => ['', 'RuntimeDefault', 'Localhost'].includes(type));
  return types.length === 0 ? undefined : { reason: 'seccompProfile', detail: `${by} must not set securityContext.seccompProfile.type to ${quoted(types)}` };
};

const safeSysctls = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
]);

const sysctls: Check = (spec) => {
  const names = (contextOf(spec).sysctls ?? []).map(({ name }) => name).filter((name) => !safeSysctls.has(name));
  return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') };
};

const hostProcess: Check = (spec) => {
  const by = settersWhere(spec, (context) => context.windowsOptions?.hostProcess === true);
  return by === '' ? undefined : { reason: 'hostProcess', detail: `${by} must not set securityContext.windowsOptions.hostProcess=true` };
};

const baseline: readonly Check[] = [appArmor, capabilities, hostNamespaces, hostPaths, hostPorts, privileged, procMount, seLinux, seccomp, sysctls, hostProcess];
/** What restricted looks at itself, more strictly. */
const overridden: ReadonlySet<Check> = new Set([capabilities, hostPaths, seccomp]);

const restricted: readonly Check[] = [
  (spec) => {
    const names = namesWhere(spec, (context) => context.allowPrivilegeEscalation !== false);
    return names.length === 0 ? undefined : { reason: 'allowPrivilegeEscalation != false', detail: `${named(names)} must set securityContext.allowPrivilegeEscalation=false` };
  },
  (spec) => {
    const keep = namesWhere(spec, (context) => !context.capabilities?.drop?.includes('ALL'));
    const details = [...(keep.length > 0 ? [`${named(keep)} must set securityContext.capabilities.drop=["ALL"]`] : []), addsBeyond(spec, new Set(['NET_BIND_SERVICE']))].filter(Boolean);
    return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
  },
  (spec) => {
    const allowed = new Set(['name', 'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);
    const bad = (spec.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((source) => !allowed.has(source)).map((source) => ({ name: volume.name, source })));
    if (bad.length === 0) return undefined;
    const types = sorted(bad.map(({ source }) => source));
    const names = bad.map(({ name }) => name);
    return { reason: 'restricted volume types', detail: `${named(names, 'volume', 'volumes')} ${names.length === 1 ? 'uses' : 'use'} ${named(types, 'restricted volume type', 'restricted volume types')}` };
  },
  (spec) => {
    const reason = 'runAsNonRoot != true';
    const by = settersWhere(spec, (context) => context.runAsNonRoot === false);
    if (by !== '') return { reason, detail: `${by} must not set securityContext.runAsNonRoot=false` };
    const silent = contextOf(spec).runAsNonRoot === true ? [] : namesWhere(spec, (context) => context.runAsNonRoot !== true);
    return silent.length === 0 ? undefined : { reason, detail: `pod or ${named(silent)} must set securityContext.runAsNonRoot=true` };
  },
  (spec) => {
    const by = settersWhere(spec, (context) => context.runAsUser === 0);
    return by === '' ? undefined : { reason: 'runAsUser=0', detail: `${by} must not set runAsUser=0` };
  },
  (spec) => {
    const wrong = seccomp(spec);
    if (wrong) return wrong;
    const silent = contextOf(spec).seccompProfile?.type ? [] : namesWhere(spec, (context) => !context.seccompProfile?.type);
    return silent.length === 0 ? undefined : { reason: 'seccompProfile', detail: `pod or ${named(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` };
  },
];
