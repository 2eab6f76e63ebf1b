/** Pulls for one host: the manifest, the config, each layer that is not there yet, then the image and its name. */
import { decodeUtf8, sha256Hex } from '../../base/index.ts';
import { FileError, type Layer } from '../../files/index.ts';
import type { Host, Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { imageOfDocument } from '../images/image-document.ts';
import type { Image } from '../images/image.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { Descriptor } from '../images/manifest.ts';
import { familiarReference, withDefaultTag, type Reference } from '../images/reference.ts';
import type { ImageRecord, PullRecord, RuntimeStore } from '../runtime/rows.ts';
import { runThread, type Thread } from '../runtime/thread.ts';
import { LayerFetch, type FetchState, type Line } from './layer-fetch.ts';
import { PullError } from './pull-error.ts';
import { RegistryClient, type RemoteManifest, type Waits } from './registry-client.ts';

const ACTOR = 'containerd';

export interface PullRequest {
  readonly reference: Reference;
  /** Whose network and whose life: the pull ends with this process. */
  readonly by: Process;
  readonly credentials?: string; // "user:password" in base64
  readonly onProgress?: (progress: PullProgress) => void;
}

/** How one layer stands. `exists`: it was here before. */
export interface PullProgress {
  readonly layer: string; // digest
  readonly state: FetchState | 'exists';
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly retryMs: number;
}

export interface Pulled {
  readonly record: ImageRecord;
  readonly digest: string; // of the manifest
  readonly upToDate: boolean; // the tag pointed at this image before
}

export type PullOutcome = { readonly pulled: Pulled } | { readonly error: PullError };

export class Puller {
  private readonly host: Host;
  private readonly images: ImageStore;
  private readonly store: RuntimeStore;
  private readonly fetches = new Map<string, LayerFetch>();
  private readonly line: Line;

  constructor(host: Host, images: ImageStore, store: RuntimeStore, bytesPerMs: () => number) {
    this.host = host;
    this.images = images;
    this.store = store;
    this.line = { bytesPerMs, active: new Set(), waiting: [], note: (fetch) => this.note(fetch) };
  }

  /** The Cancel gives up, and `done` is not called. */
  pull(request: PullRequest, done: (outcome: PullOutcome) => void): Cancel {
    const reference = withDefaultTag(request.reference);
    const { trace } = this.host;
    const cause = trace.record(ACTOR, 'pull', 'pulling', { image: familiarReference(reference) });
    const thread = trace.during(cause, () => runThread(request.by, this.run({ ...request, reference }, done)));
    return thread;
  }

  private *run(request: PullRequest, done: (outcome: PullOutcome) => void): Thread {
    const { trace } = this.host;
    const image = familiarReference(request.reference);
    let outcome: PullOutcome;
    try {
      outcome = { pulled: yield* this.fetchImage(request) };
      trace.record(ACTOR, 'pull', 'pulled', { image, bytes: outcome.pulled.record.image.sizeBytes });
    } catch (error) {
      if (!(error instanceof PullError)) throw error;
      outcome = { error };
      trace.record(ACTOR, 'pull', 'pull-failed', { image, reason: error.reason.kind, message: error.criMessage });
    }
    done(outcome);
  }

  private *fetchImage(request: PullRequest): Waits<Pulled> {
    const { reference, by } = request;
    const client = new RegistryClient(by, reference, request.credentials);
    const manifest = yield* client.manifest();
    const there = this.images.get(manifest.config.digest);
    if (there) return this.name(there, reference, manifest, request);
    const image = yield* this.fetchContent(request, client, manifest);
    return this.name(withRoom(reference, () => this.images.add(image, 'pulled')), reference, manifest, request);
  }

  /** For a build that stands on it: the image is held, but neither listed nor named. Throws PullError. */
  *fetchUnlisted(request: PullRequest, manifest: RemoteManifest): Waits<Image> {
    const client = new RegistryClient(request.by, request.reference, request.credentials);
    const image = this.images.get(manifest.config.digest)?.image ?? (yield* this.fetchContent(request, client, manifest));
    withRoom(request.reference, () => this.images.hold(image));
    for (const { digest } of manifest.layers) this.forget(digest, request);
    return image;
  }

  /** What a manifest names, as a value. */
  private *fetchContent(request: PullRequest, client: RegistryClient, manifest: RemoteManifest): Waits<Image> {
    const document = yield* this.fetchDocument(client, manifest.config);
    const layers = yield* this.fetchLayers(request, client, manifest.layers);
    const image = imageOfDocument(document, layers);
    if (!image || image.id !== manifest.config.digest) throw new PullError(request.reference, { kind: 'invalid', detail: `image config verification failed for digest ${manifest.config.digest}` });
    return image;
  }

  private name({ image }: { readonly image: Image }, reference: Reference, manifest: RemoteManifest, request: PullRequest): Pulled {
    const upToDate = this.images.byReference(reference)?.image.id === image.id;
    if (reference.tag) this.images.tag(image.id, { ...reference, digest: '' });
    this.images.addDigest(image.id, reference, manifest.digest);
    for (const { digest } of upToDate ? [] : manifest.layers) this.forget(digest, request);
    return { record: this.images.get(image.id)!, digest: manifest.digest, upToDate };
  }

  private *fetchDocument(client: RegistryClient, config: Descriptor): Waits<string> {
    const response = yield* client.blob(config.digest);
    const bytes = (yield response.readAll()) as Uint8Array;
    if (`sha256:${sha256Hex(bytes)}` !== config.digest) throw new PullError(client.reference, { kind: 'invalid', detail: `image config verification failed for digest ${config.digest}` });
    return decodeUtf8(bytes);
  }

  /** All begin at once, as far as there are slots; they are unpacked one by one, the lowest first. */
  private *fetchLayers(request: PullRequest, client: RegistryClient, descriptors: readonly Descriptor[]): Waits<Layer[]> {
    const image = familiarReference(request.reference);
    const tell = (fetch: LayerFetch) => request.onProgress?.(progressOf(fetch));
    const cancels: Cancel[] = [];
    try {
      const missing = descriptors.filter(({ digest }) => !this.images.layerContent(digest));
      for (const { digest, size } of descriptors) {
        const exists = this.images.layerContent(digest) !== undefined;
        request.onProgress?.({ layer: digest, state: exists ? 'exists' : 'waiting', doneBytes: exists ? size : 0, totalBytes: size, retryMs: 0 });
      }
      for (const descriptor of missing) cancels.push(follow(this.fetchOf(descriptor, request.by, client, image), tell));
      const layers: Layer[] = [];
      for (const descriptor of descriptors) {
        let layer = this.images.layerContent(descriptor.digest) ?? layers.find((l) => l.id === descriptor.digest);
        while (!layer) {
          const fetch = this.fetchOf(descriptor, request.by, client, image);
          if (yield* fetch.downloaded()) layer = yield* fetch.unpack(request.by);
        }
        layers.push(layer);
      }
      return layers;
    } finally {
      for (const cancel of cancels) cancel();
    }
  }

  /** The fetch of this layer that is under way or done, or a new one. */
  private fetchOf(descriptor: Descriptor, by: Process, client: RegistryClient, image: string): LayerFetch {
    let fetch = this.fetches.get(descriptor.digest);
    if (!fetch || fetch.state === 'failed') {
      fetch = new LayerFetch(this.line, by, client, descriptor, image);
      this.fetches.set(descriptor.digest, fetch);
      this.note(fetch);
      fetch.begin();
    }
    return fetch;
  }

  /** The image has its layers now; a later pull of one that was removed fetches it anew. */
  private forget(digest: string, { onProgress }: PullRequest): void {
    const fetch = this.fetches.get(digest);
    if (!fetch?.settled) return;
    this.fetches.delete(digest);
    onProgress?.(progressOf(fetch));
  }

  private note(fetch: LayerFetch): void {
    const { digest, size } = fetch.descriptor;
    const state = fetch.state === 'downloaded' ? 'downloading' : fetch.state === 'retrying' ? 'waiting' : fetch.state;
    const record: PullRecord = { image: fetch.image, layer: digest, state, doneBytes: fetch.doneBytes, totalBytes: size };
    this.store.put(`pulls/${digest}`, record, this.host.trace.cause);
  }
}

function progressOf(fetch: LayerFetch): PullProgress {
  const { state, doneBytes, retryMs, descriptor } = fetch;
  return { layer: descriptor.digest, state, doneBytes, totalBytes: descriptor.size, retryMs };
}

/** Tells of the fetch now and whenever it changes. */
function follow(fetch: LayerFetch, tell: (fetch: LayerFetch) => void): Cancel {
  let cancel: Cancel;
  const changed = (): void => {
    if (!fetch.settled) cancel = fetch.onChange(changed);
    tell(fetch);
  };
  changed();
  return () => cancel();
}

function withRoom<T>(reference: Reference, take: () => T): T {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new PullError(reference, { kind: 'invalid', detail: 'failed to register layer: no space left on device' });
  }
}
