/**
 * What a world brings before it begins: a cluster runs pods of its own from the start, and whoever acts may set anything going, so the
 * machines and the clusters come first, and nothing that follows has to ask for them.
 */
import { runtimeCode } from '../containers/index.ts';
import { diskCode } from '../docker/index.ts';
import { machineCode } from '../host/index.ts';
import { addonCode, clusterCode } from '../kube/index.ts';
import { inputCode } from './input-code.ts';
import { keyCode } from './key-code.ts';
import type { LoadAsset } from './session.ts';

const first = [inputCode, keyCode, machineCode, runtimeCode, diskCode, clusterCode, addonCode] as const;

export async function bringFirst(load: LoadAsset): Promise<void> {
  await Promise.all(first.filter((asset) => !asset.isThere).map(({ name }) => load(name)));
}
