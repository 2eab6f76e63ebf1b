/** sim: the ground every world stands on: a clock that alone moves time, seeded chance, stores with their history, control loops and the trace of reasons. */
export { Asset } from './asset.ts';
export { Clock, NeedsAsset, type Cancel, type RunResult } from './clock.ts';
export { ControlLoop, type LoopOptions, type Reconciler, type Watch } from './control-loop.ts';
export { Random } from './random.ts';
export { Conflict, Gone, Store, tableOf, type Change, type Reader, type StoreOptions, type WatchFilter } from './store.ts';
export type { IndexOf } from './table-index.ts';
export { Trace, type Read, type Step, type TraceArgs, type TraceEntry, type TraceId, type TraceValue } from './trace.ts';
export { View } from './view.ts';
