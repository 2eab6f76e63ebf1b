/** /build. */
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';

export function buildRoutes(_: DockerEngine): readonly Route[] {
  return [{ method: 'POST', path: '/build/prune', handle: (api) => api.json({ CachesDeleted: null, SpaceReclaimed: 0 }) }];
}
