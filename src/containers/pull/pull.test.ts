import { describe, expect, it } from 'vitest';
import { parseReference } from '../images/reference.ts';
import type { PullRecord } from '../runtime/rows.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { TestWorld } from '../runtime/test-host.ts';
import type { PullOutcome, PullProgress } from './puller.ts';

const FAST = 40_000;

function pull(runtime: Runtime, name: string) {
  const progress: PullProgress[] = [];
  const result: { outcome?: PullOutcome; atMs?: number } = {};
  runtime.pull({ reference: parseReference(name), onProgress: (p) => progress.push(p) }, (outcome) => {
    result.outcome = outcome;
    result.atMs = runtime.host.clock.now;
  });
  return { progress, result };
}

function message(outcome: PullOutcome | undefined): string {
  return outcome && 'error' in outcome ? outcome.error.message : '';
}

describe('a pull', () => {
  it('brings the layers of an image in time that they weigh', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1', { bytesPerMs: () => FAST });
    const { progress, result } = pull(runtime, 'nginx:1.23');
    world.run();
    expect(result.outcome).toMatchObject({ pulled: { upToDate: false } });
    const record = runtime.images.resolve('nginx:1.23')!;
    expect(record.tags).toEqual(['docker.io/library/nginx:1.23']);
    expect(record.digests[0]).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    const bytes = record.image.sizeBytes;
    expect(result.atMs).toBeGreaterThan(bytes / FAST);
    expect(result.atMs).toBeLessThan((bytes / FAST) * 1.5);
    const ofFirst = progress.filter((p) => p.layer === record.image.layers[0]!.id);
    expect([...new Set(ofFirst.map((p) => p.state))]).toEqual(['waiting', 'downloading', 'downloaded', 'extracting', 'done']);
    expect(ofFirst.at(-1)!.doneBytes).toBe(ofFirst[0]!.totalBytes);
    expect(runtime.store.list('pulls').every((row) => (row as PullRecord).state === 'done')).toBe(true);
  });

  it('has at most three layers under way', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1', { bytesPerMs: () => 100 });
    let most = 0;
    pull(runtime, 'nginx:1.23');
    while (world.clock.step()) most = Math.max(most, runtime.store.list('pulls').filter((row) => (row as PullRecord).state === 'downloading' && (row as PullRecord).doneBytes < (row as PullRecord).totalBytes).length);
    expect(most).toBe(3);
  });

  it('shares layers with what is there, and with other pulls', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1', { bytesPerMs: () => FAST });
    const first = pull(runtime, 'nginx:1.22');
    const second = pull(runtime, 'nginx:1.23');
    world.run();
    const [a, b] = ['nginx:1.22', 'nginx:1.23'].map((name) => runtime.images.resolve(name)!.image);
    expect(first.result.outcome).toHaveProperty('pulled');
    expect(second.result.outcome).toHaveProperty('pulled');
    expect(runtime.images.layer(a!.layers[0]!.id)).toMatchObject({ images: 2, source: 'pulled' });
    expect(second.result.atMs).toBeLessThan((a!.sizeBytes + b!.sizeBytes) / FAST);
    const again = pull(runtime, 'nginx:1.21');
    world.run();
    expect(again.progress.find((p) => p.layer === a!.layers[0]!.id)).toMatchObject({ state: 'exists' });
    const upToDate = pull(runtime, 'nginx:1.21');
    world.run();
    expect(upToDate.result.outcome).toMatchObject({ pulled: { upToDate: true } });
    expect(upToDate.progress).toEqual([]);
  });

  it.each([
    ['nginx:1.91', 'manifest for nginx:1.91 not found: manifest unknown: manifest unknown', 'failed to pull and unpack image "docker.io/library/nginx:1.91": failed to resolve reference "docker.io/library/nginx:1.91": docker.io/library/nginx:1.91: not found'],
    ['nosuch', "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", 'failed to pull and unpack image "docker.io/library/nosuch:latest": failed to resolve reference "docker.io/library/nosuch:latest": docker.io/library/nosuch:latest: not found'],
    ['registry:5000/app:1', 'manifest for registry:5000/app:1 not found: manifest unknown: manifest unknown', 'failed to pull and unpack image "registry:5000/app:1": failed to resolve reference "registry:5000/app:1": registry:5000/app:1: not found'],
    ['quay.io/app', 'Get "https://quay.io/v2/": dial tcp: lookup quay.io on 192.168.0.1:53: no such host', 'failed to pull and unpack image "quay.io/app:latest": failed to resolve reference "quay.io/app:latest": failed to do request: Head "https://quay.io/v2/app/manifests/latest": dial tcp: lookup quay.io on 192.168.0.1:53: no such host'],
    ['localhost:5999/app:1', 'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused', 'failed to pull and unpack image "localhost:5999/app:1": failed to resolve reference "localhost:5999/app:1": failed to do request: Head "http://localhost:5999/v2/app/manifests/1": dial tcp 127.0.0.1:5999: connect: connection refused'],
  ])('of %s fails in the words of either front end', (name, docker, cri) => {
    const world = new TestWorld();
    world.hub();
    const { result } = pull(world.runtime('node-1'), name);
    world.run();
    expect(message(result.outcome)).toBe(docker);
    expect(result.outcome && 'error' in result.outcome && result.outcome.error.criMessage).toBe(cri);
  });

  it('of a broken image fails until it is mended', () => {
    const world = new TestWorld();
    const registry = world.hub();
    const runtime = world.runtime('node-1');
    registry.break(parseReference('nginx:1.9.1'));
    const broken = pull(runtime, 'nginx:1.9.1');
    world.run();
    expect(message(broken.result.outcome)).toBe('manifest for nginx:1.9.1 not found: manifest unknown: manifest unknown');
    registry.mend(parseReference('nginx:1.9.1'));
    const mended = pull(runtime, 'nginx:1.9.1');
    world.run();
    expect(mended.result.outcome).toHaveProperty('pulled');
  });
});

describe('a line that breaks', () => {
  it('is waited for, and goes on when it is mended in time', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1', { bytesPerMs: () => FAST });
    const { result } = pull(runtime, 'nginx:1.23');
    world.run(world.clock.now + 1000);
    world.network.cut('node-1', '*');
    world.run(world.clock.now + 20_000);
    expect(result.outcome).toBeUndefined();
    world.network.mend('node-1', '*');
    world.run();
    expect(result.outcome).toHaveProperty('pulled');
  });

  it('is tried again, and at last given up', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1', { bytesPerMs: () => FAST });
    const { result, progress } = pull(runtime, 'nginx:1.23');
    world.run(world.clock.now + 1000);
    world.network.cut('node-1', '*');
    world.run();
    expect(progress.some((p) => p.state === 'retrying')).toBe(true);
    expect(message(result.outcome)).toMatch(/^(dial|read) tcp 192\.168\.0\.10:443: /);
    expect(runtime.images.list()).toEqual([]);
    expect(runtime.store.list('layers')).toEqual([]);
  });

  it('has fallen silent before the pull began', () => {
    const world = new TestWorld();
    world.hub();
    const runtime = world.runtime('node-1');
    world.network.cut('node-1', 'registry');
    const { result } = pull(runtime, 'nginx:1.23');
    world.run();
    expect(message(result.outcome)).toMatch(/^Get "https:\/\/registry-1\.docker\.io\/v2\/": dial tcp 192\.168\.0\.10:443: i\/o timeout$/);
  });
});
