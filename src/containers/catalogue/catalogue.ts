/**
 * The catalogue: every image that the registries of a world can serve without somebody having pushed it. Images are made when first
 * asked for. What clusters of the newest release run on is known from the start; asking for any other image throws NeedsAsset until those are loaded.
 */
import type { Image } from '../images/image.ts';
import { fullReference, repositoryOf, withDefaultTag, type Reference } from '../images/reference.ts';
import { imageCode } from '../image-code.ts';
import { controlPlaneRecipes } from './control-plane.ts';
import { pauseRecipe } from './pause.ts';
import { imageOfRecipe, type Recipe } from './recipe.ts';

/** What clusters of the newest release run on. */
export const planeRecipes: readonly Recipe[] = [pauseRecipe, ...controlPlaneRecipes];

/** In the order in which `docker search` and the like show them. */
export function allRecipes(): readonly Recipe[] {
  return [...imageCode.get().servedRecipes, ...planeRecipes];
}

const byReference = new Map<string, Recipe>();
let isWhole = false;

function recipeOf(name: string): Recipe | undefined {
  if (byReference.size === 0) file(planeRecipes);
  const found = byReference.get(name);
  if (found || isWhole) return found;
  file(imageCode.get().servedRecipes);
  isWhole = true;
  return byReference.get(name);
}

function file(recipes: readonly Recipe[]): void {
  for (const recipe of recipes) for (const tag of recipe.tags) byReference.set(`${recipe.repository}:${tag}`, recipe);
}

const images = new Map<Recipe, Image>();

/** Undefined when the catalogue has no such image. */
export function catalogueImage(reference: Reference): Image | undefined {
  const recipe = recipeOf(fullReference({ ...withDefaultTag(reference), digest: '' }));
  if (!recipe) return undefined;
  let image = images.get(recipe);
  if (!image) images.set(recipe, (image = imageOfRecipe(recipe)));
  return image;
}

/** The tags of a repository in byte order; none when it is not in the catalogue. */
export function catalogueTags(reference: Reference): readonly string[] {
  const repository = repositoryOf(reference);
  return allRecipes()
    .filter((recipe) => recipe.repository === repository)
    .flatMap((recipe) => recipe.tags)
    .sort();
}

/** "docker.io/library/nginx", …: each once, in byte order. */
export function catalogueRepositories(): readonly string[] {
  return [...new Set(allRecipes().map((recipe) => recipe.repository))].sort();
}
