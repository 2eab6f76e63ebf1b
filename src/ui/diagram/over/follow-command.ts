// Where a suggested command is best watched: the cluster for kubectl, the machine for docker, the layers for what writes in a container.
import type { Mirror } from '../../../client/index.ts';
import { parentOf, type Place } from '../../state/place.ts';

export function followCommand(command: string, mirror: Mirror, homeHost: string): Place | undefined {
  const words = command.split(/\s+/);
  if (words[0] === 'kubectl') {
    const cluster = mirror.list('clusters')[0];
    return cluster && { lens: 'cluster', cluster: cluster.id };
  }
  if (words[0] !== 'docker') return undefined;
  const container = words[1] === 'exec' || words[1] === 'cp' ? mirror.list('containers').find((c) => c.host === homeHost && words.includes(c.name)) : undefined;
  if (!container) return { lens: 'host', host: homeHost };
  const path = words.find((word) => word.startsWith('/'));
  return { lens: 'stack', of: container.id, folder: path === undefined ? '/' : parentOf(path) };
}
