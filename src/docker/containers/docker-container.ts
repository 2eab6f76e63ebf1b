/** One container as the engine knows it: what it was asked to be, and what the runtime does not know of it. */
import type { Container, Image } from '../../containers/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { Endpoint } from '../networks/docker-network.ts';
import type { PublishedPort } from '../networks/published-ports.ts';
import type { ContainerConfig, HostConfig } from './container-config.ts';
import type { HealthState } from './health.ts';
import type { MountPoint } from './mount-points.ts';

export type EngineState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing';

export class DockerContainer {
  readonly runtime: Container;
  readonly config: ContainerConfig; // with what the image adds
  readonly argv: readonly string[];
  readonly mounts: readonly MountPoint[];
  hostConfig: HostConfig;
  name: string; // without the slash
  /** By the name of the network. */
  readonly endpoints = new Map<string, Endpoint>();
  ports: readonly PublishedPort[] = [];
  releasePorts: Cancel = () => {};
  closeDns: Cancel = () => {};
  sandboxId = '';
  restartCount = 0;
  restarting = false;
  removing = false;
  /** Asked to stop by a person: no policy starts it again. */
  manuallyStopped = false;
  health: HealthState | undefined;
  readonly execIds = new Set<string>();
  /** Goes back on the last start: a restart that waits, health checks. */
  cancelRestart: Cancel = () => {};
  failures = 0; // restarts in a row that did not hold

  constructor(runtime: Container, parts: { readonly name: string; readonly config: ContainerConfig; readonly hostConfig: HostConfig; readonly argv: readonly string[]; readonly mounts: readonly MountPoint[] }) {
    this.runtime = runtime;
    this.name = parts.name;
    this.config = parts.config;
    this.hostConfig = parts.hostConfig;
    this.argv = parts.argv;
    this.mounts = parts.mounts;
  }

  get id(): string {
    return this.runtime.id;
  }

  get image(): Image {
    return this.runtime.image;
  }

  get state(): EngineState {
    if (this.removing) return 'removing';
    if (this.restarting) return 'restarting';
    return this.runtime.state;
  }

  get isRunning(): boolean {
    return this.runtime.running;
  }

  get isPaused(): boolean {
    return this.runtime.state === 'paused';
  }

  get networkMode(): string {
    const mode = this.hostConfig.NetworkMode ?? '';
    return mode === '' || mode === 'default' ? 'bridge' : mode;
  }

  /** The first address it has; '' when it has none. */
  get ip(): string {
    for (const endpoint of this.endpoints.values()) if (endpoint.ip !== '') return endpoint.ip;
    return '';
  }

  get labels(): Readonly<Record<string, string>> {
    return this.config.Labels ?? {};
  }

  get stopSignal(): string {
    return this.config.StopSignal || 'SIGTERM';
  }

  /** What events say of it. */
  get attributes(): Readonly<Record<string, string>> {
    return { ...this.labels, image: this.config.Image ?? '', name: this.name };
  }
}
