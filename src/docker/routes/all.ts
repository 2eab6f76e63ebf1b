/** All that the Engine API can be asked, in the order in which paths are tried. */
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { buildRoutes } from './build.ts';
import { containerRoutes } from './containers.ts';
import { containerLifeRoutes } from './container-life.ts';
import { imageRoutes } from './images.ts';
import { networkRoutes } from './networks.ts';
import { systemRoutes } from './system.ts';
import { volumeRoutes } from './volumes.ts';

export function allRoutes(engine: DockerEngine): readonly Route[] {
  return [...systemRoutes(engine), ...containerRoutes(engine), ...containerLifeRoutes(engine), ...imageRoutes(engine), ...buildRoutes(engine), ...networkRoutes(engine), ...volumeRoutes(engine)];
}
