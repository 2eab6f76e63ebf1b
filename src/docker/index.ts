/**
 * docker: the Docker Engine of one host, in front of the host's container runtime: its objects (containers with their configuration,
 * networks, volumes, published ports, restart policies, health checks, events) and the door of the Engine API that all clients use.
 *
 * `new DockerEngine({ host, runtime, random, release })`, then a unit of the host with `engine.program()`: it listens at
 * /var/run/docker.sock. The engine object is what dockerd has on disk, so it outlives the unit's process; stopping the unit stops the
 * containers, killing it does not. `engine.networkOf(id)` tells a container's address and ports, `engine.containers.find(id)` the rest.
 */
export { engineCode } from './engine-code.ts';
export { diskCode } from './system/disk-code.ts';
export { DockerEngine, type DockerEngineOptions } from './engine.ts';
export type { DockerContainer, EngineState } from './containers/docker-container.ts';
export type { EngineEvent } from './event-log.ts';
