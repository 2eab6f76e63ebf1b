import { describe, expect, it } from 'vitest';
import { contentBytes, readTar } from '../../files/index.ts';
import { catalogueImage } from '../catalogue/catalogue.ts';
import { commitImage } from '../images/commit.ts';
import { parseReference } from '../images/reference.ts';
import { createFrom, EPOCH_MS, logText, preload, TestWorld } from '../runtime/test-host.ts';
import { applyChanges } from '../builder/config-changes.ts';
import { exportFiles, importFiles } from './flat-image.ts';
import { loadImages } from './load-images.ts';
import { saveImages } from './save-images.ts';

function changed() {
  const world = new TestWorld();
  const runtime = world.runtime('laptop');
  preload(runtime, 'busybox:1.35');
  const container = createFrom(runtime, 'busybox:1.35', { argv: ['sh', '-c', 'echo x > /new; rm /etc/group'] });
  container.start();
  world.run();
  const config = applyChanges(container.image.config, ['ENV Z=9', 'CMD ["sh","-c","cat /new; echo $Z"]']);
  const image = commitImage({ base: container.image, config, upper: container.rootFs.union.upper, createdBy: 'sh', createdMs: EPOCH_MS, comment: 'my change' });
  runtime.images.add(image, 'committed', container.image.id);
  return { world, runtime, container, image };
}

describe('an image', () => {
  it('is committed from what a container changed', () => {
    const { world, runtime, container, image } = changed();
    expect(container.changes().map((c) => `${c.kind} ${c.path}`)).toEqual(['C /etc', 'D /etc/group', 'A /new']);
    expect(image.history.at(-1)).toMatchObject({ createdBy: 'sh', comment: 'my change' });
    const run = createFrom(runtime, image.id);
    run.start();
    world.run();
    expect(logText(run)).toBe('x\n9\n');
  });

  it('survives save and load, to the digest', () => {
    const { runtime, image } = changed();
    const archive = saveImages([{ image, tags: [parseReference('mine:v1')] }], EPOCH_MS);
    const names = readTar(archive).map((entry) => entry.path);
    expect(names.slice(0, 2)).toEqual(['blobs', 'blobs/sha256']);
    expect(names.slice(-4)).toEqual(['index.json', 'manifest.json', 'oci-layout', 'repositories']);
    expect(names).toHaveLength(2 + 4 + 4); // config, two layers and a manifest between them
    const other = new TestWorld().runtime('other');
    const [loaded] = loadImages(archive, (digest) => other.images.layerContent(digest));
    expect(loaded!.image.id).toBe(image.id);
    expect(loaded!.image.config).toEqual(image.config);
    expect(loaded!.image.history).toEqual(image.history);
    expect(loaded!.tags).toEqual([parseReference('mine:v1')]);
    other.images.add(loaded!.image, 'loaded');
    expect(saveImages([{ image: loaded!.image, tags: [parseReference('mine:v1')] }], EPOCH_MS)).toEqual(archive);
    expect(runtime.images.layer(loaded!.image.layers[0]!.id)?.digest).toBe(other.images.layer(image.layers[0]!.id)?.digest);
  });

  it('of the catalogue is loaded without hashing what is known', () => {
    const image = catalogueImage(parseReference('nginx:1.23'))!;
    const [loaded] = loadImages(saveImages([{ image, tags: [] }], EPOCH_MS), () => undefined);
    expect(loaded!.image.id).toBe(image.id);
    expect(loaded!.image.layers[0]).toBe(image.layers[0]);
  });

  it('is refused when its bytes are not those of its digest', () => {
    const { image } = changed();
    const archive = saveImages([{ image, tags: [] }], EPOCH_MS);
    const at = readTar(archive).find((entry) => entry.path.endsWith(image.layers[1]!.id.slice(7)))!;
    const bytes = contentBytes(archive).slice();
    const layer = contentBytes(at.content);
    const offset = bytes.findIndex((_, i) => layer.subarray(0, 512).every((byte, j) => bytes[i + j] === byte));
    bytes[offset + 600]! ^= 1;
    expect(() => loadImages({ size: bytes.length, chunks: [{ at: 0, size: bytes.length, bytes }] }, () => undefined)).toThrow(/invalid diffID|invalid tar header/);
    expect(() => loadImages({ size: 0, chunks: [] }, () => undefined)).toThrow('open manifest.json: no such file or directory');
  });
});

describe('export and import', () => {
  it('flatten a container to one layer', () => {
    const { world, runtime, container } = changed();
    const names = readTar(exportFiles(container)).map((entry) => entry.path);
    expect(names).toContain('new');
    expect(names).toContain('.dockerenv');
    expect(names).not.toContain('etc/group');
    const image = importFiles(exportFiles(container), { config: applyChanges({}, ['CMD ["/bin/cat", "/new"]']), message: 'imported', createdMs: EPOCH_MS });
    expect(image.layers).toHaveLength(1);
    expect(image.history).toEqual([{ createdMs: EPOCH_MS, createdBy: '', comment: 'imported' }]);
    runtime.images.add(image, 'loaded');
    const run = createFrom(runtime, image.id);
    run.start();
    world.run();
    expect(logText(run)).toBe('x\n');
  });

  it('refuses changes that are no config', () => {
    expect(() => applyChanges({}, ['RUN echo'])).toThrow('RUN is not a valid change command');
  });
});
