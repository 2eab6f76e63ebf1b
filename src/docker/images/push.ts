/** `docker push`: the runtime sends what the registry does not have, and the client is told of each layer. */
import { familiarReference, fullReference, parseReference, repositoryOf, pushImage as push, shortId, type PushProgress } from '../../containers/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { credentialsOf, progressBar } from './pull.ts';

const words: Readonly<Record<PushProgress['state'], string>> = { preparing: 'Preparing', exists: 'Layer already exists', pushing: 'Pushing', pushed: 'Pushed' };

export function pushImage(engine: DockerEngine, api: ApiCall): void {
  const { daemon, runtime } = engine;
  if (!daemon) throw new EngineError(500, 'the daemon is going down');
  const named = parseReference(api.part(0));
  const reference = { ...named, tag: api.query('tag') || named.tag || 'latest' };
  const credentials = credentialsOf(api.request.headers['x-registry-auth']);
  const send = api.stream();
  const fail = (message: string): void => {
    send({ errorDetail: { message }, error: message });
    api.call.end();
  };
  send({ status: `The push refers to repository [${repositoryOf(reference)}]` });
  const record = runtime.images.byReference(reference);
  if (!record) return fail(`An image does not exist locally with the tag: ${familiarReference({ ...reference, tag: '' })}`);
  const onProgress = ({ layer, state, doneBytes, totalBytes }: PushProgress): void => {
    const amount = state === 'pushing' ? { progressDetail: { current: doneBytes, total: totalBytes }, progress: progressBar(doneBytes, totalBytes) } : { progressDetail: {} };
    send({ status: words[state], ...amount, id: shortId(layer) });
  };
  runtime.requireAvailable();
  const request = { image: record.image, reference, by: daemon, onProgress, ...(credentials === undefined ? {} : { credentials }) };
  const cancel = push(request, runtime.bytesPerMs, (outcome) => {
    if ('error' in outcome) return fail(outcome.error.dockerMessage.replace(/^Head "[^"]*": /, ''));
    const { digest, sizeBytes } = outcome.pushed;
    runtime.images.addDigest(record.image.id, reference, digest);
    engine.events.add('image', 'push', fullReference(reference), { name: familiarReference({ ...reference, tag: '' }) });
    send({ status: `${reference.tag}: digest: ${digest} size: ${sizeBytes}` });
    send({ progressDetail: {}, aux: { Tag: reference.tag, Digest: digest, Size: sizeBytes } });
    api.call.end();
  });
  api.call.onClose(cancel);
}
