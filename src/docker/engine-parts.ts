/** What an engine has from its first request on: its containers, volumes and ports, and how they live. */
import { ContainerList } from './containers/container-list.ts';
import { ExecList } from './containers/execs.ts';
import { Lifecycle } from './containers/lifecycle.ts';
import { EngineDoor } from './door/engine-door.ts';
import type { DockerEngine } from './engine.ts';
import { PublishedPorts } from './networks/published-ports.ts';
import { allRoutes } from './routes/all.ts';
import { VolumeList } from './volumes/volume-list.ts';

export interface EngineParts {
  readonly containers: ContainerList;
  readonly ports: PublishedPorts;
  readonly volumes: VolumeList;
  readonly lifecycle: Lifecycle;
  readonly execs: ExecList;
}

export function makeEngineDoor(engine: DockerEngine): EngineDoor {
  return new EngineDoor(engine.release, allRoutes(engine));
}

export function makeEngineParts(engine: DockerEngine): EngineParts {
  const { host, random, events } = engine;
  return {
    containers: new ContainerList(random.fork('names')),
    ports: new PublishedPorts(host),
    volumes: new VolumeList(host, random.fork('volumes'), events),
    lifecycle: new Lifecycle(engine),
    execs: new ExecList(engine),
  };
}
