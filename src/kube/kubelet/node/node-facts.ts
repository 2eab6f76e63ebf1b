/** What a kubelet says of its node: labels, capacity, versions, addresses, images. */
import type { Host } from '../../../host/index.ts';
import type { Runtime } from '../../../containers/index.ts';
import { sha256Hex } from '../../../base/index.ts';
import type { NodeStatus, NodeSystemInfo } from '../../kinds/node/node.ts';
import type { Labels } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';

export interface NodeConfig {
  readonly nodeName: string;
  readonly nodeIp: string;
  readonly labels: Labels;
  readonly podsMax: number;
  readonly runtimeVersion: string; // "containerd://1.7.24"
}

const kibibyte = 1024;
/** Kept from pods so that the node does not run dry. */
const evictionBytes = 100 * 1024 * 1024;
const imagesMax = 50;
const kubeletPort = 10_250;

export function nodeLabels(host: Host, config: NodeConfig): Labels {
  const { architecture } = host.facts;
  return {
    'beta.kubernetes.io/arch': architecture,
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    'kubernetes.io/hostname': config.nodeName,
    'kubernetes.io/os': 'linux',
    ...config.labels,
  };
}

export function nodeCapacity(host: Host, { podsMax }: NodeConfig): { readonly capacity: Labels; readonly allocatable: Labels } {
  const { cores, memoryBytes } = host.facts;
  const diskBytes = host.disk.statfs().totalBytes;
  const capacity = {
    cpu: String(cores),
    'ephemeral-storage': `${Math.floor(diskBytes / kibibyte)}Ki`,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${Math.floor(memoryBytes / kibibyte)}Ki`,
    pods: String(podsMax),
  };
  const memory = `${Math.floor((memoryBytes - evictionBytes) / kibibyte)}Ki`;
  return { capacity, allocatable: { ...capacity, 'ephemeral-storage': String(Math.floor((diskBytes / 10) * 9)), memory } };
}

export function nodeInfo(host: Host, { runtimeVersion }: NodeConfig, release: Release): NodeSystemInfo {
  const id = sha256Hex(`machine ${host.name}`);
  const boot = sha256Hex(`boot ${host.name} ${host.bootedMs}`);
  return {
    architecture: host.facts.architecture,
    bootID: uuidOf(boot),
    containerRuntimeVersion: runtimeVersion,
    kernelVersion: host.facts.kernelRelease,
    kubeProxyVersion: release.atLeast(33) ? '' : release.gitVersion,
    kubeletVersion: release.gitVersion,
    machineID: id.slice(0, 32),
    operatingSystem: 'linux',
    osImage: host.facts.osImage,
    systemUUID: uuidOf(id),
  };
}

export function nodeAddresses({ nodeIp, nodeName }: NodeConfig): NonNullable<NodeStatus['addresses']> {
  return [
    { address: nodeIp, type: 'InternalIP' },
    { address: nodeName, type: 'Hostname' },
  ];
}

export const daemonEndpoints = { kubeletEndpoint: { Port: kubeletPort } };

/** The largest first, as the scheduler weighs them. */
export function nodeImages(runtime: Runtime): NonNullable<NodeStatus['images']> {
  const images = runtime.images.list().map(({ image, tags, digests }) => ({ names: [...digests, ...tags], sizeBytes: image.sizeBytes }));
  return images.sort((a, b) => b.sizeBytes - a.sizeBytes || (a.names[0]! < b.names[0]! ? -1 : 1)).slice(0, imagesMax);
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
