/** The door behind the port of a world's first API server, for who comes from outside the world's network. */
import type { Door } from '../../base/index.ts';
import type { World } from '../world.ts';
import { API_PORT } from './cluster.ts';

/** Undefined while no server listens there. */
export function apiDoor(world: World): Door | undefined {
  const [cluster] = world.clusters;
  if (!cluster) return undefined;
  const { namespace, address } = world.hostNamed(cluster.spec.controlPlane).network;
  return namespace.listenerAt('tcp', address, cluster.spec.port ?? API_PORT)?.door;
}
