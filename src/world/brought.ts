/**
 * What a world brings before it begins, and an input before it is taken: a cluster runs pods of its own from the start, and whoever acts
 * may set anything going, so the machines and the clusters come first, and nothing that follows has to ask for them.
 */
import type { Input } from '../client/index.ts';
import { runtimeCode } from '../containers/index.ts';
import { diskCode } from '../docker/index.ts';
import { machineCode } from '../host/index.ts';
import { addonCode, clusterCode } from '../kube/index.ts';
import type { Asset } from '../sim/index.ts';
import { inputCode } from './input-code.ts';
import type { LoadAsset } from './session.ts';

export type Act = Input['do'] | 'anything' | 'nothing';

const machine: readonly Asset<unknown>[] = [inputCode, machineCode, runtimeCode, diskCode];
const all: readonly Asset<unknown>[] = [...machine, clusterCode, addonCode];

/** A terminal by itself leads no further than its machine. */
const ofTerminals: ReadonlySet<Act> = new Set(['open-tty', 'close-tty', 'resize']);

/** True when it is all there already; else a promise of it. */
export function broughtFor(act: Act, load: LoadAsset): true | Promise<unknown> {
  if (act === 'nothing') return true;
  const missing = (ofTerminals.has(act) ? machine : all).filter((asset) => !asset.isThere);
  return missing.length === 0 || Promise.all(missing.map(({ name }) => load(name)));
}
