/** What is loaded on demand. A world that misses something names it; nobody inside it ever sees that it was missing. */
import { descriptionFiles, descriptionsAsset, setDescriptions } from '../kube/index.ts';
import { loadPrograms, programAssets } from './programs.ts';
import type { LoadAsset } from './session.ts';

/** Rejects when there is no such asset, or it cannot be had. */
export const loadAsset: LoadAsset = async (asset) => {
  const programs = programAssets.find((a) => a === asset);
  if (programs) return loadPrograms(programs);
  if (asset !== descriptionsAsset) throw new Error(`no asset "${asset}"`);
  const load = (name: string) => Object.entries(descriptionFiles).find(([path]) => path.endsWith(`/${name}`))![1]();
  const [newest, of120] = await Promise.all([load('descriptions.json'), load('descriptions-1.20.json')]);
  setDescriptions(newest, of120);
};

/** In Node everything is there before a world begins, so that a test need not wait. */
export async function loadAllAssets(): Promise<void> {
  await Promise.all([descriptionsAsset, ...programAssets].map((asset) => loadAsset(asset)));
}
