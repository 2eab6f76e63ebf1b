// What happens rather than is: acts of components with their reasons, requests that travel, files that move between sheets.
// They come in order, each once, and are not repeated; the page keeps the last ones.
import type { RowKey } from './rows/row-key.ts';

export type ActArgs = Readonly<Record<string, string | number | boolean>>;

/** An entry of the trace. The page makes a sentence of `code` and `args` in its language. */
export interface Act {
  readonly id: number; // grows by one an act
  readonly atMs: number;
  readonly actor: string; // "replicaset-controller"
  readonly act: string; // "create", "typed"
  readonly code: string;
  readonly args: ActArgs;
  readonly from: RowKey | ''; // the component, or the host of a terminal
  readonly about: RowKey | ''; // what was acted on, where a row shows it
  readonly read: readonly RowKey[]; // what else it had read, where rows show it
}

/** One request on its way: a probe, curl, a client's call. Sent when it ends, so that all of it is known. */
export interface Trip {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly purpose: 'probe' | 'request' | 'dns' | 'api' | 'pull';
  readonly from: RowKey | ''; // pod, host or component
  readonly via: RowKey | ''; // the Service whose address was dialled
  readonly to: RowKey | ''; // where it arrived, or would have
  readonly words: string; // "GET / 200", "connection refused"
  readonly ok: boolean;
}

/** A change in a container that somebody looks at, as the union file system carried it out. */
export interface FileMoment {
  readonly id: number;
  readonly atMs: number;
  readonly container: string; // id of its container row
  readonly change: 'created' | 'written' | 'copied-up' | 'whited-out' | 'removed' | 'made-opaque';
  readonly path: string;
  readonly fromSheet: number; // index of the sheet that had it, -1 for none
  readonly toSheet: number;
  readonly sizeBytes: number;
}

export interface Moments {
  readonly acts: readonly Act[];
  readonly trips: readonly Trip[];
  readonly files: readonly FileMoment[];
}

export const NO_MOMENTS: Moments = { acts: [], trips: [], files: [] };
