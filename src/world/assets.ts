/** What is loaded on demand. A world that misses something names it; nobody inside it ever sees that it was missing. */
import { kustomizeCode } from '../cli/kustomize-code.ts';
import { imageCode, runtimeCode } from '../containers/index.ts';
import { diskCode, engineCode } from '../docker/index.ts';
import { machineCode } from '../host/index.ts';
import { addonCode, celCode, clusterCode, descriptions, etcdCode, ingressCode, kubeadmCode, moreControllers, moreKinds } from '../kube/index.ts';
import type { Asset } from '../sim/index.ts';
import { desktopCode } from './desktop-code.ts';
import { inputCode } from './input-code.ts';
import { keyCode } from './key-code.ts';
import { exampleCode } from './sites/example-site.ts';
import { programAssets } from './programs.ts';
import { moreScenarios } from './scenarios/index.ts';
import type { LoadAsset } from './session.ts';

const assets: readonly Asset<unknown>[] = [inputCode, keyCode, machineCode, runtimeCode, diskCode, desktopCode, clusterCode, addonCode, celCode, etcdCode, ingressCode, kubeadmCode, kustomizeCode, moreControllers, moreKinds, ...descriptions, engineCode, imageCode, exampleCode, moreScenarios, ...programAssets];

/** Rejects when there is no such asset, or it cannot be had; it may be tried again. */
export const loadAsset: LoadAsset = async (name) => {
  const asset = assets.find((a) => a.name === name);
  if (!asset) throw new Error(`no asset "${name}"`);
  asset.accept(await asset.fetch());
};

/** In Node everything is there before a world begins, so that a test need not wait. */
export async function loadAllAssets(): Promise<void> {
  await Promise.all(assets.map(({ name }) => loadAsset(name)));
}
