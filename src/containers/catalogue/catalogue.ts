/** The catalogue: every image that the registries of a world can serve without somebody having pushed it. Images are made when first asked for. */
import type { Image } from '../images/image.ts';
import { fullReference, repositoryOf, withDefaultTag, type Reference } from '../images/reference.ts';
import { alpineRecipes } from './alpine.ts';
import { busyboxRecipes } from './busybox.ts';
import { controlPlaneRecipes } from './control-plane.ts';
import { helloWorldRecipe } from './hello-world.ts';
import { nginxRecipes } from './nginx.ts';
import { pauseRecipes } from './pause.ts';
import { imageOfRecipe, type Recipe } from './recipe.ts';

export const recipes: readonly Recipe[] = [...nginxRecipes, ...busyboxRecipes, ...alpineRecipes, helloWorldRecipe, ...pauseRecipes, ...controlPlaneRecipes];

const byReference = new Map<string, Recipe>();
for (const recipe of recipes) for (const tag of recipe.tags) byReference.set(`${recipe.repository}:${tag}`, recipe);

const images = new Map<Recipe, Image>();

/** Undefined when the catalogue has no such image. */
export function catalogueImage(reference: Reference): Image | undefined {
  const recipe = byReference.get(fullReference({ ...withDefaultTag(reference), digest: '' }));
  if (!recipe) return undefined;
  let image = images.get(recipe);
  if (!image) images.set(recipe, (image = imageOfRecipe(recipe)));
  return image;
}

/** The tags of a repository in byte order; none when it is not in the catalogue. */
export function catalogueTags(reference: Reference): readonly string[] {
  const repository = repositoryOf(reference);
  return recipes
    .filter((recipe) => recipe.repository === repository)
    .flatMap((recipe) => recipe.tags)
    .sort();
}

/** "docker.io/library/nginx", …: each once, in byte order. */
export function catalogueRepositories(): readonly string[] {
  return [...new Set(recipes.map((recipe) => recipe.repository))].sort();
}
