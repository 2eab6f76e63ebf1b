/** /build. */
import type { Route } from '../door/engine-door.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { build } from '../images/build.ts';

export function buildRoutes(engine: DockerEngine): readonly Route[] {
  return [
    { method: 'POST', path: '/build', handle: (api) => build(engine, api) },
    { method: 'POST', path: '/build/prune', handle: (api) => prune(engine, api) },
  ];
}

function prune(engine: DockerEngine, api: ApiCall): void {
  const gone = engine.runtime.buildCache.prune();
  api.json({ CachesDeleted: gone.length > 0 ? gone.map(({ id }) => id) : null, SpaceReclaimed: gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) });
}
