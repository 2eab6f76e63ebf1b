/** What clusters of older releases run on. */
import { epochOf } from '../../base/index.ts';
import { planeOf, type Release } from './control-plane.ts';
import { pause } from './pause.ts';
import type { Recipe } from './recipe.ts';

const releases: readonly Release[] = [
  { registry: 'k8s.gcr.io', version: 'v1.11.10', etcd: '3.2.18', coredns: '1.1.3', metrics: 'metrics-server-amd64:v0.3.1', builtMs: epochOf(2019, 5, 1) },
  { registry: 'k8s.gcr.io', version: 'v1.20.2', etcd: '3.4.13-0', coredns: '1.7.0', builtMs: epochOf(2021, 1, 13) },
];

export const olderPlaneRecipes: readonly Recipe[] = [
  pause('k8s.gcr.io', '3.1', epochOf(2017, 12, 19), 742_472),
  pause('k8s.gcr.io', '3.2', epochOf(2020, 2, 14), 682_696),
  pause('registry.k8s.io', '3.9', epochOf(2022, 10, 14), 743_952),
  pause('registry.k8s.io', '3.10', epochOf(2024, 5, 28), 735_544),
  ...releases.flatMap(planeOf),
];
