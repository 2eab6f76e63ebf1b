/** `docker pull`: the runtime fetches, and the client is told of each layer as it goes. */
import { decodeBase64, decodeUtf8, encodeBase64, formatDecimalSize, isJsonObject, JsonError, parseJson, encodeUtf8 } from '../../base/index.ts';
import { familiarReference, repositoryOf, shortId, withDefaultTag, parseReference, type PullError, type PullProgress, type Reference } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { EngineError } from '../errors.ts';

const BAR = 50;

export function pullImage(engine: DockerEngine, api: ApiCall): void {
  const from = api.query('fromImage');
  const tag = api.query('tag');
  const joined = tag === '' ? from : tag.startsWith('sha256:') ? `${from}@${tag}` : `${from}:${tag}`;
  const reference = withDefaultTag(parseReference(joined));
  const credentials = credentialsOf(api.request.headers['x-registry-auth']);
  let send: ((value: unknown) => void) | undefined;
  const tell = new PullStream(reference, (value) => (send ??= api.stream())(value));
  const cancel = engine.runtime.pull(
    { reference, ...(engine.daemon ? { by: engine.daemon } : {}), ...(credentials === undefined ? {} : { credentials }), onProgress: (progress) => tell.progress(progress) },
    (outcome) => {
      if ('error' in outcome) return failed(api, outcome.error, send);
      const { digest, upToDate } = outcome.pulled;
      engine.events.add('image', 'pull', familiarReference(reference), { name: familiarReference({ ...reference, tag: '', digest: '' }) });
      tell.done(digest, upToDate);
      api.call.end();
    },
  );
  api.call.onClose(cancel);
}

/** Before anything was said it is the answer's status, later a line of the stream. */
function failed(api: ApiCall, error: PullError, send: ((value: unknown) => void) | undefined): void {
  const { kind } = error.reason;
  if (!send) return api.fail(new EngineError(kind === 'unknown-manifest' || kind === 'denied' ? 404 : 500, error.dockerMessage));
  send({ errorDetail: { message: error.dockerMessage }, error: error.dockerMessage });
  api.call.end();
}

/** "user:password" in base64 as registries want it, out of the client's own document. */
export function credentialsOf(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const decoded = decodeBase64(header.replaceAll('-', '+').replaceAll('_', '/'));
  if (!('bytes' in decoded)) return undefined;
  try {
    const document = parseJson(decodeUtf8(decoded.bytes));
    if (!isJsonObject(document) || typeof document['username'] !== 'string' || typeof document['password'] !== 'string') return undefined;
    return encodeBase64(encodeUtf8(`${document['username']}:${document['password']}`));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** The documents that tell of one pull, also of one that a build needs. */
export class PullStream {
  private readonly reference: Reference;
  private readonly out: (value: unknown) => void;
  private began = false;
  private readonly seen = new Map<string, PullProgress['state']>();

  constructor(reference: Reference, out: (value: unknown) => void) {
    this.reference = reference;
    this.out = out;
  }

  progress(progress: PullProgress): void {
    const id = shortId(progress.layer);
    const before = this.seen.get(id);
    this.seen.set(id, progress.state);
    const say = (status: string, more: object = {}): void => this.say({ status, progressDetail: {}, ...more, id });
    switch (progress.state) {
      case 'exists':
        return say('Already exists');
      case 'waiting':
        if (before === undefined) say('Pulling fs layer');
        else if (before !== 'waiting') say('Waiting');
        return;
      case 'retrying':
        return say(`Retrying in ${Math.ceil(progress.retryMs / 1000)} second${progress.retryMs > 1000 ? 's' : ''}`);
      case 'downloading':
        if (before === undefined) say('Pulling fs layer');
        return progress.doneBytes > 0 ? say('Downloading', amount(progress)) : undefined;
      case 'downloaded':
        if (before === 'downloaded') return;
        say('Verifying Checksum');
        return say('Download complete');
      case 'extracting':
        return say('Extracting', amount(progress));
      case 'done':
        if (before === 'done') return;
        if (before !== 'extracting') say('Extracting', amount({ ...progress, doneBytes: progress.totalBytes }));
        return say('Pull complete');
      case 'failed':
        return;
    }
  }

  done(digest: string, upToDate: boolean): void {
    this.say({ status: `Digest: ${digest}` });
    const name = familiarReference(this.reference.digest ? { ...this.reference, tag: '' } : this.reference);
    this.say({ status: `Status: ${upToDate ? 'Image is up to date' : 'Downloaded newer image'} for ${name}` });
  }

  private say(value: object): void {
    if (!this.began) {
      this.began = true;
      const { path, domain, tag, digest } = this.reference;
      this.out({ status: `Pulling from ${domain === 'docker.io' ? path : repositoryOf(this.reference).split('/').slice(1).join('/')}`, id: tag || digest });
    }
    this.out(value);
  }
}

/** Numbers for those who draw a bar, and the bar that the engine draws itself. */
function amount({ doneBytes, totalBytes }: PullProgress): object {
  return { progressDetail: { current: doneBytes, total: totalBytes }, progress: progressBar(doneBytes, totalBytes) };
}

export function progressBar(current: number, total: number): string {
  const filled = total > 0 ? Math.min(BAR, Math.floor((current / total) * BAR)) : 0;
  const bar = filled >= BAR ? `${'='.repeat(BAR)}>` : `${'='.repeat(filled)}>${' '.repeat(BAR - filled)}`;
  return `[${bar}]  ${formatDecimalSize(current, 4)}/${formatDecimalSize(total, 4)}`;
}
