/** Before tests in Node: everything that a page would load on demand is there, as synchronous tests expect. */
import { loadAllAssets } from '../world/index.ts';

await loadAllAssets();
