/** The images that a solve begins with: on this host, kept from an earlier solve, or in their registry. */
import type { Process } from '../../host/index.ts';
import type { Image } from '../images/image.ts';
import { fullReference, InvalidReference, parseReference, withDefaultTag, type Reference } from '../images/reference.ts';
import { PullError } from '../pull/pull-error.ts';
import type { PullProgress } from '../pull/puller.ts';
import { RegistryClient, type RemoteManifest, type Waits } from '../pull/registry-client.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { SolveError, type SourceLines } from './solve-error.ts';
import type { OpenVertex, SolveReport } from './solve-status.ts';

/** Where an image is, known before any of its layers moves. */
export interface Found {
  readonly reference: Reference;
  /** As a step names it: "docker.io/library/nginx:1.23", with its digest when a registry was asked. */
  readonly name: string;
  readonly here: Image | undefined;
  readonly manifest: RemoteManifest | undefined;
}

export interface Finder {
  readonly runtime: Runtime;
  readonly by: Process;
  readonly report: SolveReport;
  readonly asksAlways: boolean; // --pull
}

/** Throws SolveError. */
export function* findImage({ runtime, by, report, asksAlways }: Finder, word: string, lines: SourceLines): Waits<Found> {
  const reference = referenceOf(word, lines);
  const name = fullReference(reference);
  const vertex = report.begin(`[internal] load metadata for ${name}`);
  const here = runtime.images.resolve(word)?.image;
  if (here && !asksAlways) {
    vertex.done();
    return { reference, name, here, manifest: undefined };
  }
  try {
    const manifest = yield* new RegistryClient(by, reference).manifest();
    vertex.done();
    return { reference, name: `${name}@${manifest.digest}`, here: runtime.buildCache.base(manifest.config.digest), manifest };
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    const why = words(name, error);
    vertex.fail(why);
    throw new SolveError(`${word}: failed to resolve source metadata for ${name}: ${why}`, lines);
  }
}

/** Its layers come, told of as the work of `vertex`. */
export function* fetchImage({ runtime, by }: Finder, { here, manifest, reference, name }: Found, vertex: OpenVertex): Waits<Image> {
  if (here) return here;
  vertex.work(`resolve ${name}`, { done: true });
  const onProgress = ({ layer, state, doneBytes, totalBytes }: PullProgress): void => {
    if (state === 'downloading') vertex.work(layer, { done: false, current: doneBytes, total: totalBytes });
    else if (state === 'extracting') {
      vertex.work(layer, { done: true, current: totalBytes, total: totalBytes });
      vertex.work(`extracting ${layer}`, { done: false });
    } else if (state === 'done') vertex.work(`extracting ${layer}`, { done: true });
  };
  try {
    const image = yield* runtime.fetchUnlisted({ reference, by, onProgress }, manifest!);
    runtime.buildCache.keepBase(image, () => runtime.images.release(image));
    return image;
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    const why = words(name, error);
    vertex.fail(why);
    throw new SolveError(why);
  }
}

function referenceOf(word: string, lines: SourceLines): Reference {
  try {
    return withDefaultTag(parseReference(word));
  } catch (error) {
    if (error instanceof InvalidReference) throw new SolveError(`failed to parse stage name "${word}": ${error.message}`, lines);
    throw error;
  }
}

function words(name: string, { reason, message }: PullError): string {
  switch (reason.kind) {
    case 'unknown-manifest':
      return `${name}: not found`;
    case 'denied':
      return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
    case 'no-credentials':
      return 'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials';
    case 'unreachable':
      return `failed to do request: Head "${reason.url}": ${reason.detail}`;
    default:
      return message;
  }
}
