/** The images of the catalogue that a cluster of the newest release does not run on. */
import { alpineRecipes } from './alpine.ts';
import { busyboxRecipes } from './busybox.ts';
import { debianNginxRecipe } from './debian-nginx.ts';
import { helloWorldRecipe } from './hello-world.ts';
import { ingressNginxRecipe } from './ingress-nginx.ts';
import { nginxRecipes } from './nginx.ts';
import { olderPlaneRecipes } from './older-plane.ts';
import type { Recipe } from './recipe.ts';

export const servedRecipes: readonly Recipe[] = [...nginxRecipes, ...busyboxRecipes, ...alpineRecipes, helloWorldRecipe, debianNginxRecipe, ingressNginxRecipe, ...olderPlaneRecipes];
