/** What a pod may know of itself: its fields and its containers' resources, as text for variables and files. */
import { parseQuantity, quantityMilliValue, quantityValue } from '../../base/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Labels } from '../meta/object.ts';
import { ConfigError } from './config-error.ts';

export interface PodPlace {
  readonly podIp: string;
  readonly hostIp: string;
}

/** Throws ConfigError for a field that there is none of. */
export function fieldOf(pod: Pod, path: string, { podIp, hostIp }: PodPlace): string {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2]!] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return lines(metadata.labels);
    case 'metadata.annotations':
      return lines(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp;
    case 'status.podIP':
    case 'status.podIPs':
      return podIp;
    default:
      throw new ConfigError(`unsupported fieldPath: ${path}`);
  }
}

function lines(entries: Labels = {}): string {
  return Object.keys(entries).sort().map((key) => `${key}=${JSON.stringify(entries[key])}`).join('\n');
}

export interface ResourceFieldRef {
  readonly containerName?: string;
  readonly resource: string; // "limits.cpu"
  readonly divisor?: string;
}

/** In units of the divisor, rounded up. */
export function resourceFieldOf(pod: Pod, own: Container | undefined, { containerName, resource, divisor = '1' }: ResourceFieldRef): string {
  const container = containerName === undefined ? own : [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === containerName);
  if (!container) throw new ConfigError(`container ${containerName ?? ''} not found`);
  const [list, ...rest] = resource.split('.');
  const name = rest.join('.');
  const amount = container.resources?.[list as 'limits' | 'requests']?.[name];
  if (amount === undefined) return '0';
  const unit = divisor === '0' ? '1' : divisor;
  if (name === 'cpu') return String(Math.ceil(quantityMilliValue(parseQuantity(String(amount))) / quantityMilliValue(parseQuantity(unit))));
  const parsed = parseQuantity(String(amount));
  return unit === '1' ? String(quantityValue(parsed)) : String(Math.ceil(quantityValue(parsed) / quantityValue(parseQuantity(unit))));
}

