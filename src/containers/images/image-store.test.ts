import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirNode, fileNode, layerOf, metaOf, textContent, type Layer } from '../../files/index.ts';
import { createFrom, preload, TestWorld } from '../runtime/test-host.ts';
import type { Container } from '../runtime/container.ts';
import type { ImageRecord, LayerRecord } from '../runtime/rows.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { makeImage, type Image } from './image.ts';
import { parseReference } from './reference.ts';

const layers: readonly Layer[] = [0, 1, 2, 3, 4].map((n) => layerOf(dirNode(metaOf(0o755, 0), new Map([[`f${n}`, fileNode(textContent(`${n}`), metaOf(0o644, 0))]]))));

function imageOf(...numbers: readonly number[]): Image {
  return makeImage({ config: { Cmd: [numbers.join()] }, createdMs: 0, history: numbers.map((n) => ({ createdMs: 0, createdBy: `RUN ${n}` })), layers: numbers.map((n) => layers[n]!) });
}

const images = [imageOf(0), imageOf(0, 1), imageOf(0, 1, 2), imageOf(3, 0), imageOf(4, 4)];

/** Counted anew from what can be seen: rows of images, and images that containers run from. */
function expectRightCounts(runtime: Runtime): void {
  const standing = new Map((runtime.store.list('images') as ImageRecord[]).map(({ image }) => [image.id, image]));
  for (const container of runtime.list()) standing.set(container.image.id, container.image);
  const counts = new Map<string, number>();
  for (const image of standing.values()) for (const layer of new Set(image.layers)) counts.set(layer.id, (counts.get(layer.id) ?? 0) + 1);
  const rows = new Map((runtime.store.list('layers') as LayerRecord[]).map((row) => [row.digest, row.images]));
  expect(rows).toEqual(counts);
  for (const digest of counts.keys()) expect(runtime.images.layerContent(digest)?.id).toBe(digest);
  const tags = (runtime.store.list('images') as ImageRecord[]).flatMap((record) => record.tags);
  expect(new Set(tags).size).toBe(tags.length);
  for (const record of runtime.store.list('images') as ImageRecord[]) for (const tag of record.tags) expect(runtime.images.resolve(tag)).toBe(record);
}

const pick = fc.nat({ max: 4 });
const act = fc.oneof(
  fc.record({ do: fc.constant('add' as const), image: pick }),
  fc.record({ do: fc.constant('tag' as const), image: pick, tag: fc.constantFrom('a:1', 'a:2', 'b') }),
  fc.record({ do: fc.constant('untag' as const), tag: fc.constantFrom('a:1', 'a:2', 'b') }),
  fc.record({ do: fc.constant('rmi' as const), image: pick }),
  fc.record({ do: fc.constant('create' as const), image: pick }),
  fc.record({ do: fc.constant('remove' as const), which: pick }),
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

function perform(runtime: Runtime, containers: Container[], step: Act): void {
  const image = 'image' in step ? images[step.image]! : undefined;
  const there = image && runtime.images.get(image.id);
  if (step.do === 'add') runtime.images.add(image!, 'loaded');
  if (step.do === 'tag' && there) runtime.images.tag(image.id, parseReference(step.tag));
  if (step.do === 'untag') runtime.images.untag(`docker.io/library/${step.tag === 'b' ? 'b:latest' : step.tag}`);
  if (step.do === 'rmi' && there) runtime.images.remove(image.id);
  if (step.do === 'create' && there) containers.push(createFrom(runtime, image.id));
  const container = step.do === 'remove' ? containers[step.which] : undefined;
  if (container) {
    runtime.remove(container);
    containers.splice(containers.indexOf(container), 1);
  }
}

describe('the layers of a host', () => {
  it('are counted right after any sequence of acts', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (steps) => {
        const runtime = new TestWorld().runtime('node-1');
        const containers: Container[] = [];
        for (const step of steps) {
          perform(runtime, containers, step);
          expectRightCounts(runtime);
        }
        for (const container of containers) runtime.remove(container);
        for (const { image } of runtime.images.list()) runtime.images.remove(image.id);
        expect(runtime.store.list('layers')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('stay for a container whose image nobody can name any more', () => {
    const runtime = new TestWorld().runtime('node-1');
    const id = preload(runtime, 'busybox:1.35');
    const container = createFrom(runtime, 'busybox:1.35', { argv: ['true'] });
    expect(runtime.images.remove(id)).toEqual([]);
    expect(runtime.store.list('layers')).toHaveLength(1);
    container.start();
    runtime.host.clock.run(Infinity, { stepsMax: 10_000 });
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 0 });
    runtime.remove(container);
    expect(runtime.store.list('layers')).toEqual([]);
  });
});

describe('names of images', () => {
  it('lead by reference, by id and by the beginning of one', () => {
    const runtime = new TestWorld().runtime('node-1');
    const id = preload(runtime, 'nginx:1.23');
    const digits = id.slice('sha256:'.length);
    for (const name of ['nginx:1.23', 'docker.io/library/nginx:1.23', id, digits, digits.slice(0, 12), digits.slice(0, 4), `sha256:${digits.slice(0, 12)}`]) {
      expect(runtime.images.resolve(name)?.image.id).toBe(id);
    }
    expect(runtime.images.resolve('nginx')).toBeUndefined();
  });

  it('move from one image to another', () => {
    const runtime = new TestWorld().runtime('node-1');
    for (const image of images) runtime.images.add(image, 'built');
    expect(runtime.images.tag(images[0]!.id, parseReference('a'))).toBeUndefined();
    expect(runtime.images.tag(images[1]!.id, parseReference('a'))).toBe(images[0]!.id);
    expect(runtime.images.get(images[0]!.id)?.tags).toEqual([]);
    expect(runtime.images.resolve('a')?.image.id).toBe(images[1]!.id);
  });
});
