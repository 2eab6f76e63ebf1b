/** The code and files behind `imageCode`. */
export { layerDigests } from './catalogue/layer-digests.ts';
export { servedRecipes } from './catalogue/served-recipes.ts';
export { imagePrograms } from './programs/image-programs.ts';
export { Puller } from './pull/puller.ts';
export { makeRegistryDoor } from './registry/registry-door.ts';
