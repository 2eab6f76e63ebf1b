/** The trace as the page's acts: each entry with the rows it speaks of, so that an arrow can be drawn from a component to an object. */
import type { Act, RowKey } from '../../client/index.ts';
import type { Change, Store, TraceEntry, TraceId } from '../../sim/index.ts';

export interface ActSurroundings {
  /** The row of a component by the actor of the trace; of those that every node has, the one on the object's node. '' for anybody else. */
  rowOfActor(actor: string, object: { store: string; key: string } | undefined): RowKey | '';
  /** The row that shows what stands under a key of a store. */
  rowOf(store: string, key: string): RowKey | '';
}

const LINKS_KEPT = 20_000;

/** Knows by which write each act took effect: an entry does not name its object, its change does. */
export class ActLinks {
  private readonly written = new Map<TraceId, { store: string; key: string }>();
  private readonly stops: (() => void)[] = [];

  watch(store: Store<object>, isNoise: (change: Change<object>) => boolean): void {
    this.stops.push(
      store.watch(store.revision, (change) => {
        if (change.trace === 0 || this.written.has(change.trace) || isNoise(change)) return;
        this.written.set(change.trace, { store: store.name, key: change.key });
        if (this.written.size > LINKS_KEPT) this.written.delete(this.written.keys().next().value!);
      }),
    );
  }

  of(trace: TraceId): { store: string; key: string } | undefined {
    return this.written.get(trace);
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }
}

export function actOf(entry: TraceEntry, links: ActLinks, around: ActSurroundings): Act {
  const object = links.of(entry.id);
  const reads = new Set(entry.reads.map((r) => around.rowOf(r.store, r.key)).filter((row) => row !== ''));
  const about = object ? around.rowOf(object.store, object.key) : ([...reads][0] ?? '');
  if (about !== '') reads.delete(about);
  return {
    id: entry.id,
    atMs: entry.atMs,
    actor: entry.actor,
    act: entry.act,
    code: entry.code,
    args: entry.args,
    from: around.rowOfActor(entry.actor, object ?? entry.reads[0]),
    about,
    read: [...reads],
  };
}
