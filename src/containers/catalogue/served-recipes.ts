/** The images of the catalogue that nobody has before pulling them. */
import { alpineRecipes } from './alpine.ts';
import { busyboxRecipes } from './busybox.ts';
import { helloWorldRecipe } from './hello-world.ts';
import { nginxRecipes } from './nginx.ts';
import type { Recipe } from './recipe.ts';

export const servedRecipes: readonly Recipe[] = [...nginxRecipes, ...busyboxRecipes, ...alpineRecipes, helloWorldRecipe];
