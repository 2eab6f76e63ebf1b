/** Which question is answered where. One that misses an asset is asked again once that is there. */
import type { AnyAsk, Answer, FromEngine, Look, QueryName, Then } from '../../client/index.ts';
import { NeedsAsset } from '../../sim/index.ts';
import type { WorldProjection } from '../projection/world-projection.ts';
import type { LoadAsset, Session, Wanted } from '../session.ts';
import type { World } from '../world.ts';
import { Past } from './past.ts';
import { answerActs, answerFile, answerFolder, answerObject, answerWhy } from './queries.ts';
import { answerExplain, answerSchema, answerValidate } from './schema-queries.ts';
import { answerShare } from './share.ts';

const LONG_MS = 400; // wall; a look back that takes longer tells how far it is

interface AnsweringParts {
  readonly time: { nowMs(): number };
  readonly post: (message: FromEngine) => void;
}

export class Answering {
  private readonly session: Session;
  private readonly projection: WorldProjection;
  private readonly load: LoadAsset;
  private readonly past: Past;
  private readonly parts: AnsweringParts;

  constructor({ session, projection }: { readonly session: Session; readonly projection: WorldProjection }, load: LoadAsset, parts: AnsweringParts) {
    this.parts = parts;
    this.session = session;
    this.projection = projection;
    this.load = load;
    this.past = new Past(load);
  }

  /** Undefined: it is no longer wanted. */
  async answer(query: AnyAsk, wanted: Wanted): Promise<Answer<QueryName> | undefined> {
    for (;;) {
      try {
        return await this.answerNow(query, wanted);
      } catch (error) {
        if (!(error instanceof NeedsAsset)) throw error;
        await this.load(error.asset);
      }
    }
  }

  private async answerNow(query: AnyAsk, wanted: Wanted): Promise<Answer<QueryName> | undefined> {
    const { session, projection } = this;
    const { world } = session;
    switch (query.name) {
      case 'object':
        return this.ofMoment(query.ask, wanted, (w, p) => answerObject(w, p, query.ask));
      case 'why':
        return this.ofMoment(query.ask, wanted, (w, p) => answerWhy(w, p, query.ask));
      case 'file':
        return this.ofMoment(query.ask, wanted, (w) => answerFile(w, query.ask));
      case 'acts':
        return answerActs(world, projection, query.ask);
      case 'past': {
        const atMs = 'atMs' in query.ask ? query.ask.atMs : (world.trace.get(query.ask.act)?.atMs ?? 0);
        return this.lookBack(atMs, query.ask.looks, wanted);
      }
      case 'folder':
        return answerFolder(world, query.ask);
      case 'explain':
        return answerExplain(world, query.ask);
      case 'schema':
        return answerSchema(world, query.ask);
      case 'validate':
        return answerValidate(world, query.ask);
      case 'share':
        return answerShare(session);
    }
  }

  /** From the world of the moment that the page shows. */
  private ofMoment<A>({ thenMs }: Then, wanted: Wanted, answer: (world: World, projection: WorldProjection) => A): A | Promise<A | undefined> {
    return thenMs === undefined ? answer(this.session.world, this.projection) : this.past.ask(thenMs, wanted, answer);
  }

  private async lookBack(ofMs: number, looks: readonly Look[], wanted: Wanted): Promise<Answer<'past'> | undefined> {
    const { time, post } = this.parts;
    const begunMs = time.nowMs();
    let told = false;
    const tell = (doneMs: number, done: boolean): void => post({ type: 'work', what: 'past', doneMs, ofMs, done, hottest: [] });
    try {
      return await this.past.at(this.session.record, ofMs, looks, wanted, (doneMs) => {
        told ||= time.nowMs() - begunMs > LONG_MS;
        if (told) tell(doneMs, false);
      });
    } finally {
      if (told) tell(ofMs, true);
    }
  }
}
