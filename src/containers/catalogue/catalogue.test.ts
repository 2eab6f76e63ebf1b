import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../base/index.ts';
import { readBytes, walk } from '../../files/index.ts';
import { executableMark } from '../../host/index.ts';
import { programsApart, shellPrograms } from '../../shell/index.ts';
import { layerBytes, tarOf } from '../images/image.ts';
import { parseReference } from '../images/reference.ts';
import { imagePrograms } from '../programs/image-programs.ts';
import { allRecipes, catalogueImage } from './catalogue.ts';
import { layerDigests } from './layer-digests.ts';
import { planeLayerDigests } from './plane-layer-digests.ts';
import { layerOfRecipe } from './recipe.ts';

const recipes = allRecipes();
const layers = [...new Set(recipes.flatMap((recipe) => recipe.instructions.flatMap((i) => (i.layer ? [i.layer] : []))))];
/** What kube brings. */
const controlPlane = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd', 'etcdctl', 'etcdutl', 'coredns', 'metrics-server', 'envsubst'];

const remedy = 'write the digests down anew: npx vitest run src/containers/catalogue -u';

describe('the catalogue', () => {
  it('names only programs that there are', () => {
    const known = new Set([...Object.keys(shellPrograms), ...programsApart, ...Object.keys(imagePrograms), 'nginx-ingress-controller', 'pause', ...controlPlane]);
    const unknown = new Set<string>();
    for (const recipe of layers) {
      for (const { node } of walk(layerOfRecipe(recipe).tree)) {
        if (node.kind !== 'file' || (node.meta.mode & 0o111) === 0) continue;
        const [line = ''] = new TextDecoder().decode(readBytes(node.content, 0, 64)).split('\n');
        if (line.startsWith(executableMark) && !known.has(line.slice(executableMark.length))) unknown.add(line.slice(executableMark.length));
      }
    }
    expect([...unknown]).toEqual([]);
  });

  it('has a digest for every layer', () => {
    expect(layers.map((recipe) => recipe.name).filter((name) => (planeLayerDigests[name] ?? layerDigests[name]) === undefined), remedy).toEqual([]);
  });

  // Hashing holes takes long; what is not a hole is enough to notice a change.
  it('has the layers that the digests were made of', async () => {
    const outlines = new Map(layers.map((recipe) => [recipe.name, outlineOf(layerOfRecipe(recipe))]));
    const lines = [...outlines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, outline]) => `${name} ${outline}\n`);
    await expect(lines.join(''), remedy).toMatchFileSnapshot('./layer-outlines.txt');
  });

  it('shares the layers below', () => {
    const [a, b] = ['nginx:1.22', 'nginx:1.23'].map((name) => catalogueImage(parseReference(name))!);
    expect(a!.layers[0]).toBe(b!.layers[0]);
    expect(a!.layers[1]!.id).not.toBe(b!.layers[1]!.id);
    expect(a!.layers.slice(2)).toEqual(b!.layers.slice(2));
    expect(a!.id).not.toBe(b!.id);
  });

  it.each([
    ['nginx', 160_632_832],
    ['nginx:1.7.9', 91_601_000],
    ['busybox:1.35', 1_984_000],
    ['alpine', 8_320_000],
    ['registry.k8s.io/pause:3.10', 735_544],
  ])('makes %s about as big as it is', (name, bytes) => {
    const image = catalogueImage(parseReference(name))!;
    expect(Math.abs(image.sizeBytes - bytes)).toBeLessThan(bytes / 50);
    expect(image.layers.reduce((sum, layer) => sum + layerBytes(layer), 0)).toBe(image.sizeBytes);
  });
});

/** A digest of an archive's bytes and of the lengths of its holes. */
function outlineOf(layer: Parameters<typeof tarOf>[0]): string {
  const parts = tarOf(layer).chunks.map((chunk) => (chunk.bytes ? sha256Hex(chunk.bytes) : String(chunk.size)));
  return sha256Hex(parts.join(' ')).slice(0, 16);
}
