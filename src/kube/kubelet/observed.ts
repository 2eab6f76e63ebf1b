/** What the runtime tells the kubelet of a pod: its sandboxes and containers, the present ones and the last dead ones. */

export type ObservedState = 'created' | 'running' | 'exited';

export interface ObservedContainer {
  readonly id: string; // 64 hex digits
  readonly name: string; // as the pod's spec has it
  readonly attempt: number; // how many there were before it: the restart count
  readonly image: string; // as the runtime resolved it: "docker.io/library/nginx:1.22"
  readonly imageId: string; // "docker.io/library/nginx@sha256:…"
  readonly state: ObservedState;
  readonly createdMs: number;
  readonly startedMs: number; // -1 before
  readonly finishedMs: number; // -1 before
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** What the container left in its termination message file. */
  readonly message: string;
  /** Why it could not be started, '' when it could. */
  readonly startError: string;
  /** Of the container's spec it was made from: another one means that the container must be made anew. */
  readonly specHash: string;
}

export interface ObservedSandbox {
  readonly id: string;
  readonly attempt: number;
  readonly isReady: boolean;
  readonly ip: string; // '' for the host's network
  readonly createdMs: number;
}

export interface ObservedPod {
  /** The newest first. */
  readonly sandboxes: readonly ObservedSandbox[];
  /** Of each name the newest first. */
  readonly containers: ReadonlyMap<string, readonly ObservedContainer[]>;
}

export const nothingObserved: ObservedPod = { sandboxes: [], containers: new Map() };

export function newest(pod: ObservedPod, name: string): ObservedContainer | undefined {
  return pod.containers.get(name)?.[0];
}

export function readySandbox(pod: ObservedPod): ObservedSandbox | undefined {
  const sandbox = pod.sandboxes[0];
  return sandbox?.isReady ? sandbox : undefined;
}

/** Does this container run, or without an id any of the pod's? */
export function isRunning({ containers }: ObservedPod, id?: string): boolean {
  for (const all of containers.values()) if (all.some((c) => c.state === 'running' && (id === undefined || c.id === id))) return true;
  return false;
}
