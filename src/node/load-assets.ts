/**
 * Before tests in Node: everything that a page would load on demand is there, as synchronous tests expect; and properties are tried on
 * the same cases each time, so that a failure is the change's own. FC_SEED=… tries others.
 */
import fc from 'fast-check';
import { loadAllAssets } from '../world/index.ts';

const SEED = 20_261_122;

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? SEED) });
await loadAllAssets();
