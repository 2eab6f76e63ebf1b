/** /build. */
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { build } from '../images/build.ts';

export function buildRoutes(engine: DockerEngine): readonly Route[] {
  return [
    { method: 'POST', path: '/build', handle: (api) => build(engine, api) },
    { method: 'POST', path: '/build/prune', handle: (api) => api.json({ CachesDeleted: null, SpaceReclaimed: 0 }) },
  ];
}
