import { describe, expect, it } from 'vitest';
import { layerDigest } from '../../files/index.ts';
import { planeRecipes } from './catalogue.ts';
import type { LayerRecipe, Recipe } from './recipe.ts';
import { servedRecipes } from './served-recipes.ts';

/** Each layer once, by name. */
function layersOf(recipes: readonly Recipe[]): ReadonlyMap<string, LayerRecipe> {
  const layers = new Map<string, LayerRecipe>();
  for (const { instructions } of recipes) for (const { layer } of instructions) if (layer) layers.set(layer.name, layer);
  return new Map([...layers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const planeLayers = layersOf(planeRecipes);
const servedLayers = [...layersOf(servedRecipes)].filter(([name]) => !planeLayers.has(name));

const head = '/** The digests of the catalogue\'s layers by name, of their real archives. A slow test makes them anew and fails on a difference; run it with -u to write them. */\n';

describe('the digests written down', () => {
  it.each([
    ['layerDigests', './layer-digests.ts', servedLayers],
    ['planeLayerDigests', './plane-layer-digests.ts', [...planeLayers]],
  ])('are those of the archives: %s', { timeout: 600_000 }, async (name, file, layers) => {
    const lines = layers.map(([layer, recipe]) => `  '${layer}': '${layerDigest(recipe.files().tree())}',\n`);
    const text = `${head}export const ${name}: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`;
    await expect(text).toMatchFileSnapshot(file);
  });
});
