/** `docker push`: the layers that the registry lacks, one after the other, then the config, then the manifest under its tag. */
import { decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import { bytesContent, type Content } from '../../files/index.ts';
import type { Process, Response } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { tarOf, type Image } from '../images/image.ts';
import { manifestOf, manifestType } from '../images/manifest.ts';
import { familiarReference, withDefaultTag, type Reference } from '../images/reference.ts';
import { elapse, runThread, type Thread } from '../runtime/thread.ts';
import { ContentFile } from './content-file.ts';
import { PullError } from './pull-error.ts';
import { RegistryClient, type Waits } from './registry-client.ts';

const STEP_BYTES = 4 * 1024 * 1024;
const ACTOR = 'containerd';

export interface PushRequest {
  readonly image: Image;
  readonly reference: Reference;
  readonly by: Process;
  readonly credentials?: string; // "user:password" in base64
  readonly onProgress?: (progress: PushProgress) => void;
}

export interface PushProgress {
  readonly layer: string; // digest
  readonly state: 'preparing' | 'exists' | 'pushing' | 'pushed';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface Pushed {
  readonly digest: string; // of the manifest
  readonly sizeBytes: number; // of the manifest
}

export type PushOutcome = { readonly pushed: Pushed } | { readonly error: PullError };

/** `done` is called in an event of its own. The Cancel gives up, and `done` is not called. */
export function pushImage(request: PushRequest, bytesPerMs: () => number, done: (outcome: PushOutcome) => void): Cancel {
  const { trace } = request.by.host;
  const cause = trace.record(ACTOR, 'push', 'pushing', { image: familiarReference(request.reference) });
  return trace.during(cause, () => runThread(request.by, run(request, bytesPerMs, done)));
}

function* run(request: PushRequest, bytesPerMs: () => number, done: (outcome: PushOutcome) => void): Thread {
  yield elapse(request.by, 0);
  let outcome: PushOutcome;
  try {
    outcome = { pushed: yield* push(request, bytesPerMs) };
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    outcome = { error };
  }
  done(outcome);
}

function* push({ image, reference, by, credentials, onProgress = () => {} }: PushRequest, bytesPerMs: () => number): Waits<Pushed> {
  const wanted = withDefaultTag(reference);
  const client = new RegistryClient(by, wanted, credentials);
  const layers = [...new Set(image.layers)];
  for (const layer of layers) onProgress({ layer: layer.id, state: 'preparing', doneBytes: 0, totalBytes: tarOf(layer).size });
  for (const layer of layers) {
    const tar = tarOf(layer);
    const tell = (state: PushProgress['state'], doneBytes: number) => onProgress({ layer: layer.id, state, doneBytes, totalBytes: tar.size });
    if (yield* exists(client, layer.id)) {
      tell('exists', tar.size);
      continue;
    }
    const location = yield* beginUpload(client);
    for (let at = 0; at < tar.size; at += STEP_BYTES) {
      const size = Math.min(STEP_BYTES, tar.size - at);
      const ms = Math.floor(size / bytesPerMs());
      if (ms > 0) yield elapse(by, ms);
      tell('pushing', at + size);
    }
    yield* upload(client, location, layer.id, tar);
    tell('pushed', tar.size);
  }
  if (!(yield* exists(client, image.id))) yield* upload(client, yield* beginUpload(client), image.id, bytesContent(encodeUtf8(image.document)));
  const manifest = manifestOf(image);
  const response = yield* client.ask('PUT', `/v2/${wanted.path}/manifests/${wanted.tag}`, { 'content-type': manifestType }, { body: manifest.bytes });
  yield* demand(client, response, 201);
  return { digest: manifest.digest, sizeBytes: manifest.bytes.length };
}

function* exists(client: RegistryClient, digest: string): Waits<boolean> {
  const response = yield* client.ask('HEAD', `/v2/${client.reference.path}/blobs/${digest}`);
  if (response.status === 404 || response.status === 200) return response.status === 200;
  yield* demand(client, response, 200);
  return false;
}

function* beginUpload(client: RegistryClient): Waits<string> {
  const response = yield* client.ask('POST', `/v2/${client.reference.path}/blobs/uploads/`);
  yield* demand(client, response, 202);
  return response.headers['location'] ?? '';
}

function* upload(client: RegistryClient, location: string, digest: string, content: Content): Waits<void> {
  const response = yield* client.ask('PUT', location, { 'content-type': 'application/octet-stream' }, { query: new Map([['digest', [digest]]]), input: new ContentFile(digest, content) });
  yield* demand(client, response, 201);
}

function* demand(client: RegistryClient, response: Response, status: number): Waits<void> {
  if (response.status === status) return;
  throw client.refused(response.status, decodeUtf8((yield response.readAll()) as Uint8Array));
}
