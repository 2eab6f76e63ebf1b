import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeBase64, encodeUtf8 } from '../../base/index.ts';
import { request, type Response } from '../../host/index.ts';
import { Random } from '../../sim/index.ts';
import { commitImage } from '../images/commit.ts';
import { manifestOf } from '../images/manifest.ts';
import { parseReference } from '../images/reference.ts';
import { dirNode, fileNode, metaOf, textContent } from '../../files/index.ts';
import { preload, TestWorld } from '../runtime/test-host.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { PullOutcome } from '../pull/puller.ts';
import { pushImage, type PushOutcome, type PushProgress } from '../pull/pusher.ts';
import { Registry } from './registry.ts';

function withRegistry(users?: Readonly<Record<string, string>>) {
  const world = new TestWorld();
  const host = world.host('hub');
  const registry = new Registry(new Random('r'), users ? { users } : {});
  host.spawn(registry.program(5000), ['registry']);
  const runtime = world.runtime('laptop');
  const get = (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
    world.within(runtime.host, function* () {
      const response = (yield request({ host: 'hub', port: 5000 }, { method, path, headers: { host: 'hub:5000', ...headers } })) as Response;
      return { status: response.status, headers: response.headers, body: decodeUtf8((yield response.readAll()) as Uint8Array) };
    });
  return { world, runtime, registry, get };
}

function push(world: TestWorld, runtime: Runtime, name: string, credentials?: string) {
  const progress: PushProgress[] = [];
  const result: { outcome?: PushOutcome } = {};
  const reference = parseReference(name);
  const { image } = runtime.images.resolve(name)!;
  const wanted = { image, reference, by: runtime.host.init.process!, ...(credentials ? { credentials } : {}), onProgress: (p: PushProgress) => void progress.push(p) };
  pushImage(wanted, runtime.bytesPerMs, (outcome) => (result.outcome = outcome));
  world.run();
  return { states: progress.map((p) => p.state), outcome: result.outcome! };
}

describe('a registry of one own', () => {
  it('gives back what was pushed, to another host', () => {
    const { world, runtime, get } = withRegistry();
    const base = runtime.images.get(preload(runtime, 'busybox:1.35'))!.image;
    const upper = dirNode(metaOf(0o755, 0), new Map([['hello', fileNode(textContent('hi\n'), metaOf(0o644, 0))]]));
    const image = commitImage({ base, config: base.config, upper, createdBy: 'sh', createdMs: 0 });
    runtime.images.add(image, 'built');
    runtime.images.tag(image.id, parseReference('hub:5000/me/app:1'));
    const first = push(world, runtime, 'hub:5000/me/app:1');
    expect(first.states).toEqual(['preparing', 'preparing', 'pushing', 'pushed', 'pushing', 'pushed']);
    expect(first.outcome).toEqual({ pushed: { digest: manifestOf(image).digest, sizeBytes: manifestOf(image).bytes.length } });
    expect(push(world, runtime, 'hub:5000/me/app:1').states).toEqual(['preparing', 'preparing', 'exists', 'exists']);
    expect(JSON.parse(get('GET', '/v2/me/app/tags/list').body)).toEqual({ name: 'me/app', tags: ['1'] });
    expect(JSON.parse(get('GET', '/v2/_catalog').body)).toEqual({ repositories: ['me/app'] });
    const other = world.runtime('node-1');
    const result: { outcome?: PullOutcome } = {};
    other.pull({ reference: parseReference('hub:5000/me/app:1') }, (outcome) => (result.outcome = outcome));
    world.run();
    expect(result.outcome).toMatchObject({ pulled: { digest: manifestOf(image).digest } });
    expect(other.images.resolve('hub:5000/me/app:1')!.image).toMatchObject({ id: image.id, config: image.config, history: image.history });
    expect(other.images.layerContent(image.layers[1]!.id)!.tree.entries.get('hello')).toMatchObject({ kind: 'file' });
  });

  it('speaks as registries do', () => {
    const { get } = withRegistry();
    expect(get('GET', '/v2/')).toMatchObject({ status: 200, body: '{}' });
    expect(get('GET', '/v2/no/such/manifests/1')).toMatchObject({ status: 404, body: '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry: no/such","detail":null}]}\n' });
    expect(get('GET', `/v2/x/blobs/sha256:${'0'.repeat(64)}`)).toMatchObject({ status: 404 });
    expect(JSON.parse(get('PUT', '/v2/x/manifests/1').body)).toMatchObject({ errors: [{ code: 'MANIFEST_INVALID' }] });
  });

  it('lets in only those it knows', () => {
    const { world, runtime, get } = withRegistry({ alice: 's3cret' });
    const token = (text: string) => encodeBase64(encodeUtf8(text));
    expect(get('GET', '/v2/')).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Basic realm="Registry Realm"' } });
    expect(get('GET', '/v2/', { authorization: `Basic ${token('alice:s3cret')}` }).status).toBe(200);
    expect(get('GET', '/v2/', { authorization: `Basic ${token('alice:wrong')}` }).status).toBe(401);
    const id = preload(runtime, 'busybox:1.35');
    runtime.images.tag(id, parseReference('hub:5000/me/bb:1'));
    const refused = push(world, runtime, 'hub:5000/me/bb:1').outcome;
    expect('error' in refused && refused.error.pushMessage).toBe('no basic auth credentials');
    expect(push(world, runtime, 'hub:5000/me/bb:1', token('alice:s3cret')).outcome).toHaveProperty('pushed');
    const result: { outcome?: PullOutcome } = {};
    runtime.pull({ reference: parseReference('hub:5000/me/bb:1') }, (outcome) => (result.outcome = outcome));
    world.run();
    expect(result.outcome && 'error' in result.outcome && result.outcome.error.message).toBe('Head "https://hub:5000/v2/me/bb/manifests/1": no basic auth credentials');
  });
});

describe('a registry that keeps its secrets', () => {
  it('denies a push, and what it has not', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('laptop');
    preload(runtime, 'busybox:1.35');
    const { outcome, states } = push(world, runtime, 'busybox:1.35');
    expect(states).toEqual(['preparing']);
    expect('error' in outcome && outcome.error.pushMessage).toBe('denied: requested access to the resource is denied');
  });
});
