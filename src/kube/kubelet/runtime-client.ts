/**
 * What the kubelet asks of a container runtime: the CRI in narrow. `cri/` satisfies it with the containers room's Runtime and
 * the host's network; tests of the pod worker satisfy it with less.
 */
import type { Cancel, TraceId } from '../../sim/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { ObservedPod } from './observed.ts';
import type { VolumeFiles } from './volumes/volume-files.ts';

export interface RuntimeImage {
  readonly id: string; // "sha256:…"
  readonly reference: string; // "docker.io/library/nginx:1.22"
  readonly digest: string; // "docker.io/library/nginx@sha256:…"
  readonly sizeBytes: number;
  readonly user: string; // whom it wants to run as; '' is root
}

export interface SandboxRequest {
  readonly pod: Pod;
  readonly attempt: number;
  readonly trace: TraceId;
}

export interface ContainerRequest {
  readonly pod: Pod;
  readonly container: Container;
  readonly attempt: number;
  readonly image: RuntimeImage;
  readonly sandboxId: string;
  readonly targetId?: string; // whose processes it sees
  readonly env: ReadonlyMap<string, string>;
  readonly mounts: readonly VolumeMountRequest[];
  readonly specHash: string;
  readonly trace: TraceId;
}

/** A volume at its place in a container: a directory or file of the node, or files that many pods share and none may change. */
export type VolumeMountRequest =
  | { readonly point: string; readonly hostPath: string; readonly readOnly: boolean }
  | { readonly point: string; readonly files: VolumeFiles };

export interface ExecResult {
  readonly code: number;
  readonly output: string; // both outputs, as far as they are kept
}

export interface RuntimeClient {
  /** The image that a reference means here; undefined when it must be pulled. */
  findImage(reference: string): RuntimeImage | undefined;
  /** Settles later, once. Throws nothing: what is wrong comes to `fail`, in the words of the runtime. */
  pull(reference: string, credentials: string | undefined, trace: TraceId, done: (image: RuntimeImage, tookMs: number) => void, fail: (message: string) => void): Cancel;
  /** Makes the pause container and its network. Settles later; `fail` has the runtime's words. */
  runSandbox(request: SandboxRequest, done: (id: string) => void, fail: (message: string) => void): void;
  /** Throws CreateError. */
  createContainer(request: ContainerRequest): string;
  /** Throws StartError; the container then has ended without having begun. */
  startContainer(id: string, trace: TraceId): void;
  /** Other amounts for a container that runs, and for its pod. */
  resizeContainer(id: string, pod: Pod, container: Container): void;
  /** False when the runtime does not answer, so that it must be asked again. */
  signal(id: string, signal: string, trace: TraceId): boolean;
  /** Ends the sandbox's pause container at once and takes its network back; it is as it was when the runtime does not answer. */
  stopSandbox(id: string, trace: TraceId): void;
  removeSandbox(id: string): void;
  removeContainer(id: string): void;
  /** Runs a command in a container: a probe's, a hook's. */
  exec(id: string, command: readonly string[], done: (result: ExecResult) => void, fail: (message: string) => void): Cancel;
  /** What there is of a pod; the same value until something of it changes. */
  observe(podUid: string): ObservedPod;
  /** The pods of which anything is there, by uid, with the names that their sandboxes were given. */
  pods(): ReadonlyMap<string, { readonly namespace: string; readonly name: string }>;
  /** Calls `changed` with a pod's uid when anything of it has changed by itself. */
  onChange(changed: (podUid: string) => void): Cancel;
}

/** The runtime could not make or start a container. `message` is what the event says after "Error: ". */
export class RuntimeRefusal extends Error {
  override name = 'RuntimeRefusal';
  readonly reason: string; // "CreateContainerError", "RunContainerError"

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}
