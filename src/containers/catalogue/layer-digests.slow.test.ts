import { describe, expect, it } from 'vitest';
import { layerDigest } from '../../files/index.ts';
import { allRecipes } from './catalogue.ts';
import type { LayerRecipe } from './recipe.ts';

/** Each layer of the catalogue once, by name. */
function layerRecipes(): ReadonlyMap<string, LayerRecipe> {
  const layers = new Map<string, LayerRecipe>();
  for (const { instructions } of allRecipes()) for (const { layer } of instructions) if (layer) layers.set(layer.name, layer);
  return new Map([...layers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const head = '/** The digests of the catalogue\'s layers by name, of their real archives. A slow test makes them anew and fails on a difference; run it with -u to write them. */\n';

describe('the digests written down', () => {
  it('are those of the archives', { timeout: 600_000 }, async () => {
    const lines = [...layerRecipes()].map(([name, recipe]) => `  '${name}': '${layerDigest(recipe.files().tree())}',\n`);
    const text = `${head}export const layerDigests: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`;
    await expect(text).toMatchFileSnapshot('./layer-digests.ts');
  });
});
