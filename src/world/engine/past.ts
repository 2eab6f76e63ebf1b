/**
 * A moment of the past: the same history played again in a world of its own, up to that moment. It is kept, so that
 * a later moment goes on from there; an earlier one begins anew.
 */
import { Outbox, type Look, type Patch, type SessionRecord } from '../../client/index.ts';
import { eventRows } from '../projection/event-rows.ts';
import { WorldProjection } from '../projection/world-projection.ts';
import { Session, type LoadAsset, type Wanted } from '../session.ts';
import type { World } from '../world.ts';

export interface PastMoment {
  readonly atMs: number;
  readonly rows: Patch;
  readonly act: number; // the last one recorded by then
}

export class Past {
  private readonly load: LoadAsset;
  private session: Session | undefined;
  private projection: WorldProjection | undefined; // of the moment that was last shown
  private last: Promise<unknown> = Promise.resolve();

  constructor(load: LoadAsset) {
    this.load = load;
  }

  /**
   * Rows as they were at the end of the millisecond `atMs`, those looked at among them; one moment after the other. `wanted` is asked now
   * and then: false gives up (undefined).
   */
  at(record: SessionRecord, atMs: number, looks: readonly Look[], wanted: Wanted, tell: (doneMs: number) => void): Promise<PastMoment | undefined> {
    return this.inTurn(wanted, () => this.seek(record, atMs, looks, wanted, tell));
  }

  /** Asks the world of the moment that is shown. Undefined when another one is by now: whoever asked sees that one, and asks again. */
  ask<A>(atMs: number, wanted: Wanted, answer: (world: World, projection: WorldProjection) => A): Promise<A | undefined> {
    return this.inTurn(wanted, async () => {
      const { session, projection } = this;
      return session && projection && session.world.clock.now === atMs ? answer(session.world, projection) : undefined;
    });
  }

  private inTurn<A>(wanted: Wanted, run: () => Promise<A | undefined>): Promise<A | undefined> {
    const found = this.last.then(async () => ((await wanted()) ? run() : undefined));
    this.last = found.catch(() => {});
    return found;
  }

  private async seek(record: SessionRecord, atMs: number, looks: readonly Look[], wanted: Wanted, tell: (doneMs: number) => void): Promise<PastMoment | undefined> {
    const before = this.session;
    this.projection?.stop();
    this.session = this.projection = undefined; // what a failure leaves behind is of no use
    const session = before && before.world.clock.now <= atMs ? before : await Session.open(record.scenario, record.seed, this.load);
    const finished = await session.follow(record, session.inputCount, atMs, this.load, () => {
      tell(session.world.clock.now);
      return wanted();
    });
    this.session = session;
    if (!finished) return undefined;
    const { trace, clock } = session.world;
    const outbox = new Outbox();
    const projection = new WorldProjection(session.world, outbox);
    this.projection = projection;
    await projection.setLooks(looks, (fetch) => fetch());
    projection.flush();
    for (const row of eventRows(session.world, projection.rowOfUid)) outbox.put('events', row);
    return { atMs: clock.now, rows: outbox.take().patch, act: trace.lastId };
  }
}
