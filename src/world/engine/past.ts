/**
 * A moment of the past: the same history played again in a world of its own, up to that moment. It is kept, so that
 * a later moment goes on from there; an earlier one begins anew.
 */
import { Outbox, type Patch, type SessionRecord } from '../../client/index.ts';
import { WorldProjection } from '../projection/world-projection.ts';
import { Session, type LoadAsset } from '../session.ts';

export interface PastMoment {
  readonly atMs: number;
  readonly rows: Patch;
  readonly act: number; // the last one recorded by then
}

export class Past {
  private readonly load: LoadAsset;
  private session: Session | undefined;
  private replayed = 0; // inputs of the record that it has had

  constructor(load: LoadAsset) {
    this.load = load;
  }

  /** Rows as they were at the end of the millisecond `atMs`. `wanted` is asked now and then: false gives up (undefined). */
  async at(record: SessionRecord, atMs: number, wanted: () => boolean): Promise<PastMoment | undefined> {
    const before = this.session;
    if (!before || before.world.clock.now > atMs) {
      this.session = await Session.open(record.scenario, record.seed, this.load);
      this.replayed = 0;
    }
    const session = this.session!;
    const finished = await session.follow(record, this.replayed, atMs, this.load, wanted);
    this.replayed = session.inputCount;
    if (!finished) return undefined;
    const { trace, clock } = session.world;
    const outbox = new Outbox();
    const projection = new WorldProjection(session.world, outbox);
    projection.flush();
    projection.stop();
    return { atMs: clock.now, rows: outbox.take().patch, act: trace.lastId };
  }
}
