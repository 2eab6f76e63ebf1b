/**
 * What the server fills in of a pod and of a pod template. Values are shared: a spec is filled in once, however many
 * pods are stamped from it, and one that lacks nothing stays the same value.
 */
import type { NewMeta, NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import { defaultContainer } from './container-defaults.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, PodTemplateSpec } from './pod.ts';
import { defaultVolume } from './volume-defaults.ts';

const templateSpecs = new WeakMap<PodSpec, PodSpec>();
const podSpecs = new WeakMap<PodSpec, PodSpec>();

export function defaultPod(pod: NewObject<Pod>, { release }: KindContext): NewObject<Pod> {
  if (pod.spec === undefined) return pod;
  let spec = podSpecs.get(pod.spec);
  if (spec === undefined) {
    spec = defaultRequests({ ...(release.atLeast(13) && { enableServiceLinks: true }), ...defaultPodSpec(pod.spec) });
    podSpecs.set(pod.spec, spec);
    podSpecs.set(spec, spec);
  }
  return { ...pod, spec };
}

/** The template of a workload. Old releases show the template's creation time, which it never has. */
export function defaultTemplate(template: PodTemplateSpec, { release }: KindContext): PodTemplateSpec {
  if (template?.spec === undefined) return template;
  const spec = defaultPodSpec(template.spec);
  const metadata = release.atLeast(34) ? template.metadata : datelessMeta(template.metadata);
  return spec === template.spec && metadata === template.metadata ? template : { ...template, ...(metadata !== undefined && { metadata }), spec };
}

function datelessMeta(metadata: NewMeta | undefined): NewMeta {
  return metadata?.creationTimestamp === null ? metadata : { creationTimestamp: null, ...metadata };
}

export function defaultPodSpec(spec: PodSpec): PodSpec {
  let filled = templateSpecs.get(spec);
  if (filled === undefined) {
    filled = fillSpec(spec);
    templateSpecs.set(spec, filled);
    templateSpecs.set(filled, filled);
  }
  return filled;
}

function fillSpec(spec: PodSpec): PodSpec {
  const hostNetwork = spec.hostNetwork === true;
  const fill = (container: Container) => withHostPorts(defaultContainer(container), hostNetwork);
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...(Array.isArray(spec.containers) && { containers: spec.containers.map(fill) }),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(fill) }),
    ...(spec.ephemeralContainers && { ephemeralContainers: spec.ephemeralContainers.map(defaultContainer) }),
    ...(spec.volumes && { volumes: spec.volumes.map(defaultVolume) }),
    ...bothAccountNames(spec),
  };
}

/** The old name of the field is kept beside the new one. */
function bothAccountNames({ serviceAccountName, serviceAccount }: PodSpec): Partial<PodSpec> {
  const name = serviceAccountName ?? serviceAccount;
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name };
}

/** On the node's own network a container's port is the node's. */
function withHostPorts(container: Container, hostNetwork: boolean): Container {
  if (!hostNetwork || !container.ports) return container;
  return { ...container, ports: container.ports.map((port) => ({ hostPort: port.containerPort, ...port })) };
}

/** What has a limit but no request asks for its limit. */
function defaultRequests(spec: PodSpec): PodSpec {
  const fill = (container: Container): Container => {
    const { limits, requests } = container.resources ?? {};
    if (limits === undefined || Object.keys(limits).every((name) => requests !== undefined && Object.hasOwn(requests, name))) return container;
    return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
  };
  const containers = mapShared(spec.containers, fill);
  const initContainers = mapShared(spec.initContainers, fill);
  return { ...spec, ...(containers && { containers }), ...(initContainers && { initContainers }) };
}

function mapShared<T>(items: readonly T[] | undefined, map: (item: T) => T): readonly T[] | undefined {
  if (items === undefined) return undefined;
  const mapped = items.map(map);
  return mapped.every((item, i) => item === items[i]) ? items : mapped;
}
