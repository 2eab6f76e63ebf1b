/** How safe the pods of a namespace must be, by its labels: the levels baseline and restricted. */
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import type { Container } from '../../kinds/pod/container.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import type { Pod, PodSpec } from '../../kinds/pod/pod.ts';
import { forbidden } from '../../meta/api-status.ts';
import type { NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';

const enforce = 'pod-security.kubernetes.io/enforce';
const since = 23;

/** Throws 403 with everything that the level does not allow. */
export function checkPodSecurity(server: ApiServer, pod: NewObject<Pod>, namespace: Namespace | undefined): void {
  const labels = namespace?.metadata.labels ?? {};
  const level = labels[enforce];
  if (!server.release.atLeast(since) || (level !== 'baseline' && level !== 'restricted') || !Array.isArray(pod.spec?.containers)) return;
  const found = [...baseline(pod.spec), ...(level === 'restricted' ? restricted(pod.spec) : [])];
  if (found.length === 0) return;
  const version = labels[`${enforce}-version`] ?? 'latest';
  throw forbidden(podKind, pod.metadata.name ?? '', `violates PodSecurity "${level}:${version}": ${found.join(', ')}`);
}

interface Context {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
}

const contextOf = (of: { readonly securityContext?: object }): Context => of.securityContext ?? {};
const allowedCapabilities = new Set(['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']);
const restrictedVolumes = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);

function quoted(names: readonly string[], one: string, many: string): string {
  return names.length === 1 ? `${one} "${names[0]!}"` : `${many} ${names.map((name) => `"${name}"`).join(', ')}`;
}

function all(spec: PodSpec): readonly Container[] {
  return [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
}

function namesWhere(spec: PodSpec, isWrong: (container: Container) => boolean): readonly string[] {
  return all(spec).filter(isWrong).map((container) => container.name);
}

function baseline(spec: PodSpec): readonly string[] {
  const found: string[] = [];
  const hosts = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
  if (hosts.length > 0) found.push(`host namespaces (${hosts.map((name) => `${name}=true`).join(', ')})`);
  const paths = (spec.volumes ?? []).filter((volume) => 'hostPath' in volume).map((volume) => volume.name);
  if (paths.length > 0) found.push(`hostPath volumes (${quoted(paths, 'volume', 'volumes')})`);
  const ports = all(spec).flatMap((container) => (container.ports ?? []).flatMap((port) => (port.hostPort ? [{ name: container.name, port: port.hostPort }] : [])));
  if (ports.length > 0) found.push(`hostPort (${quoted([...new Set(ports.map(({ name }) => name))], 'container', 'containers')} uses ${ports.length === 1 ? 'hostPort' : 'hostPorts'} ${ports.map(({ port }) => port).join(', ')})`);
  const privileged = namesWhere(spec, (container) => contextOf(container).privileged === true);
  if (privileged.length > 0) found.push(`privileged (${quoted(privileged, 'container', 'containers')} must not set securityContext.privileged=true)`);
  const added = all(spec).flatMap((container) => (contextOf(container).capabilities?.add ?? []).filter((name) => !allowedCapabilities.has(name)).map((capability) => ({ name: container.name, capability })));
  if (added.length > 0) {
    found.push(`non-default capabilities (${quoted([...new Set(added.map(({ name }) => name))], 'container', 'containers')} must not include ${[...new Set(added.map(({ capability }) => `"${capability}"`))].join(', ')} in securityContext.capabilities.add)`);
  }
  return found;
}

function restricted(spec: PodSpec): readonly string[] {
  const found: string[] = [];
  const pod = contextOf(spec);
  const escalates = namesWhere(spec, (container) => contextOf(container).allowPrivilegeEscalation !== false);
  if (escalates.length > 0) found.push(`allowPrivilegeEscalation != false (${quoted(escalates, 'container', 'containers')} must set securityContext.allowPrivilegeEscalation=false)`);
  const keeps = namesWhere(spec, (container) => !contextOf(container).capabilities?.drop?.includes('ALL'));
  if (keeps.length > 0) found.push(`unrestricted capabilities (${quoted(keeps, 'container', 'containers')} must set securityContext.capabilities.drop=["ALL"])`);
  const volumes = (spec.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((source) => source !== 'name' && !restrictedVolumes.has(source)).map((source) => ({ name: volume.name, source })));
  if (volumes.length > 0) found.push(`restricted volume types (${quoted(volumes.map(({ name }) => name), 'volume', 'volumes')} ${volumes.length === 1 ? 'uses restricted volume type' : 'use restricted volume types'} ${[...new Set(volumes.map(({ source }) => `"${source}"`))].join(', ')})`);
  const roots = namesWhere(spec, (container) => (contextOf(container).runAsNonRoot ?? pod.runAsNonRoot) !== true);
  if (roots.length > 0) found.push(`runAsNonRoot != true (pod or ${quoted(roots, 'container', 'containers')} must set securityContext.runAsNonRoot=true)`);
  const zero = namesWhere(spec, (container) => contextOf(container).runAsUser === 0);
  if (pod.runAsUser === 0 || zero.length > 0) found.push(`runAsUser=0 (${pod.runAsUser === 0 ? 'pod' : quoted(zero, 'container', 'containers')} must not set runAsUser=0)`);
  const profile = (context: Context) => context.seccompProfile?.type;
  const open = namesWhere(spec, (container) => !['RuntimeDefault', 'Localhost'].includes(profile(contextOf(container)) ?? profile(pod) ?? ''));
  if (open.length > 0) found.push(`seccompProfile (pod or ${quoted(open, 'container', 'containers')} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`);
  return found;
}
