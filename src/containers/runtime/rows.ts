/** What a host's runtime keeps: rows of images, layers, containers, pulls and builds in one store, each change with the act that made it. */
import type { Store } from '../../sim/index.ts';
import type { Image } from '../images/image.ts';
import type { ContainerSpec } from './container-spec.ts';

export interface ImageRecord {
  readonly image: Image;
  readonly tags: readonly string[]; // whole references, "docker.io/library/nginx:1.23", in byte order; none when dangling
  readonly digests: readonly string[]; // "docker.io/library/nginx@sha256:…", of the manifests it was pulled or pushed by
  readonly parent: string; // id of the image here that it was built on, '' when it came from elsewhere
  readonly source: LayerSource;
  readonly taggedMs: number; // when a tag last came to it
}

export type LayerSource = 'pulled' | 'built' | 'committed' | 'loaded';

export interface LayerRecord {
  readonly digest: string;
  readonly instruction: string; // of the first image here that had it
  readonly sizeBytes: number;
  readonly files: number;
  readonly source: LayerSource;
  /** Images that stand on it, those without a row among them while a container still runs from them. */
  readonly images: number;
}

/** A layer on its way from a registry. It stays when it is done, until the next pull of that layer. */
export interface PullRecord {
  readonly image: string; // familiar reference, as asked for
  readonly layer: string; // digest
  readonly state: 'waiting' | 'downloading' | 'extracting' | 'done' | 'failed';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export type ContainerState = 'created' | 'running' | 'paused' | 'exited';

export interface ContainerRecord {
  readonly id: string; // 64 hex digits
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly createdMs: number;
  readonly status: ContainerStatus;
}

export interface ContainerStatus {
  readonly state: ContainerState;
  readonly pid: number; // on the host; 0 while it does not run
  readonly exitCode: number;
  readonly signal: string; // that ended it, ''
  readonly oomKilled: boolean;
  readonly error: string; // why it could not be started
  readonly startedMs: number; // -1 before its first start
  readonly finishedMs: number; // -1 until it has ended
  readonly starts: number;
}

/** Which front end it belongs to: Docker's and the kubelet's live side by side and do not see one another's. */
export type ContainerOwner = 'docker' | 'cri';

/** What happened lately to the files of one container, oldest first. */
export interface FileWrites {
  /** How many came before those kept. */
  readonly skipped: number;
  readonly recent: readonly FileWrite[];
}

export interface FileWrite {
  readonly atMs: number;
  readonly act: 'create' | 'modify' | 'remove' | 'rename' | 'copy-up' | 'whiteout' | 'opaque';
  readonly path: string;
  readonly to: string; // of a rename
  readonly layer: string; // digest of the layer that was copied from or is hidden; ''
  readonly bytes: number;
}

export interface BuildStep {
  readonly instruction: string;
  readonly state: 'waiting' | 'running' | 'cached' | 'done' | 'failed';
  readonly layer: string; // digest of the layer it made, ''
  readonly sizeBytes: number;
  readonly startedMs: number; // -1 before
  readonly endedMs: number; // -1 before
}

export interface BuildRecord {
  readonly number: number;
  readonly tag: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly steps: readonly BuildStep[];
  readonly imageId: string;
  readonly error: string;
  readonly startedMs: number;
  readonly endedMs: number; // -1 while it runs
}

/**
 * Tables: `images/sha256:…`, `layers/sha256:…`, `containers/<id>`, `pulls/sha256:…` (of a layer), `builds/<number>`.
 */
export type RuntimeRow = ImageRecord | LayerRecord | ContainerRecord | PullRecord | BuildRecord;
export type RuntimeStore = Store<RuntimeRow>;
