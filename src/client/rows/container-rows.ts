// Rows of container runtimes: images, layers, containers, builds and what is seen in a container's file system.
// Docker's containers and those of pods are one kind of row, because one runtime runs both.

export interface ImageRow {
  readonly id: string; // host/sha256:…
  readonly host: string;
  readonly image: string; // sha256:…
  readonly tags: readonly string[]; // "nginx:1.23"; empty when dangling
  readonly digest: string; // of the manifest it was pulled by, '' when it was made here
  readonly layers: readonly string[]; // ids of layer rows, the lowest first
  /** The history, the first instruction first; `layer` is '' for those that made none. */
  readonly history: readonly { readonly instruction: string; readonly layer: string; readonly sizeBytes: number }[];
  readonly sizeBytes: number;
  readonly command: string;
  readonly createdMs: number;
  readonly broken: boolean; // a fault has broken it in its registry
}

export interface LayerRow {
  readonly id: string; // sha256:… of its uncompressed tar: one row for all hosts and images
  readonly instruction: string; // what made it: "RUN /bin/sh -c apk add curl"
  readonly sizeBytes: number;
  readonly source: 'pulled' | 'built' | 'committed' | 'loaded';
  readonly files: number;
  readonly images: number; // how many image rows stand on it
}

/** A layer on its way from a registry to a host. */
export interface PullRow {
  readonly id: string; // host/layer
  readonly host: string;
  readonly image: string; // reference as asked for
  readonly layer: string;
  readonly state: 'waiting' | 'downloading' | 'extracting' | 'done' | 'failed';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ContainerRow {
  readonly id: string; // host/64 hex digits
  readonly host: string;
  readonly runtime: 'docker' | 'cri';
  readonly name: string;
  readonly pod: string; // uid of the pod it belongs to, '' for Docker's own
  readonly pause: boolean; // holds a pod's namespaces and does nothing else
  readonly image: string; // reference as asked for
  readonly imageRow: string; // id of its image row
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly exitCode: number;
  readonly reason: string; // "OOMKilled", "Error", ''
  readonly health: 'healthy' | 'unhealthy' | 'starting' | '';
  readonly command: string;
  readonly pid: number;
  readonly ip: string;
  readonly ports: readonly string[]; // "0.0.0.0:8080->80/tcp"
  readonly layers: number; // of its image
  readonly writtenBytes: number; // in its read-write layer
  readonly createdMs: number;
  readonly startedMs: number; // 0 before its first start
  readonly finishedMs: number; // 0 until it has ended
}

export interface BuildStep {
  readonly instruction: string;
  readonly state: 'waiting' | 'running' | 'cached' | 'done' | 'failed';
  readonly layer: string; // id of the layer it made, '' when none
  readonly sizeBytes: number;
  readonly startedMs: number;
  readonly endedMs: number;
}

export interface BuildRow {
  readonly id: string; // host/number
  readonly host: string;
  readonly tag: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly steps: readonly BuildStep[];
  readonly image: string; // id of the image row it made, '' until then
  readonly error: string;
  readonly startedMs: number;
  readonly endedMs: number; // 0 while it runs
}

export type SheetRole = 'image' | 'init' | 'read-write' | 'volume';

/** A file as one sheet has it. A folder that is not opened stands for all below it. */
export interface FileChip {
  readonly path: string; // absolute in the container; a whiteout has the path that it hides
  readonly type: 'file' | 'folder' | 'link' | 'device' | 'whiteout' | 'opaque';
  readonly sizeBytes: number; // of a folder: all below it
  readonly files: number; // below a folder; else 1
  readonly mode: string; // "-rw-r--r--"
  readonly target: string; // of a link
  /** The sheet that hides it, as an index into `sheets`; -1 while it is seen in the merged view. */
  readonly hiddenBy: number;
  readonly changedMs: number; // when it came to this sheet; -1 when it was there from the beginning
}

export interface Sheet {
  readonly role: SheetRole;
  readonly layer: string; // id of the layer row; '' for read-write, init and volumes
  readonly title: string; // instruction, or name of a volume
  readonly mount: string; // where a volume pierces the stack; '' for layers
  readonly sizeBytes: number;
  readonly chips: readonly FileChip[];
}

/**
 * The stack of one container, for one folder. Image sheets have what lies directly in `folder` and, wherever it lies, each file
 * that an upper sheet hides; init and read-write sheets have every file, because they are small and are the news.
 */
export interface FileViewRow {
  readonly id: string; // id of the container row, or of the image row
  readonly folder: string;
  readonly sheets: readonly Sheet[]; // the lowest first
  readonly merged: readonly (FileChip & { readonly from: number })[]; // in `folder`; from = index of the sheet it is seen from
}
