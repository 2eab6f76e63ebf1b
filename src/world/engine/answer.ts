/** Which question is answered where. One that misses an asset is asked again once that is there. */
import type { AnyAsk, Answer, QueryName } from '../../client/index.ts';
import { NeedsAsset } from '../../sim/index.ts';
import type { WorldProjection } from '../projection/world-projection.ts';
import type { LoadAsset, Session } from '../session.ts';
import type { Past } from './past.ts';
import { answerActs, answerFile, answerFolder, answerObject, answerWhy } from './queries.ts';
import { answerExplain, answerSchema, answerValidate } from './schema-queries.ts';
import { answerShare } from './share.ts';

export interface Asked {
  readonly session: Session;
  readonly projection: WorldProjection;
  readonly past: Past;
}

/** Undefined: it is no longer wanted. */
export async function answer(asked: Asked, query: AnyAsk, load: LoadAsset, wanted: () => boolean): Promise<Answer<QueryName> | undefined> {
  for (;;) {
    try {
      return await answerNow(asked, query, wanted);
    } catch (error) {
      if (!(error instanceof NeedsAsset)) throw error;
      await load(error.asset);
    }
  }
}

async function answerNow({ session, projection, past }: Asked, query: AnyAsk, wanted: () => boolean): Promise<Answer<QueryName> | undefined> {
  const { world } = session;
  switch (query.name) {
    case 'object':
      return answerObject(world, projection, query.ask);
    case 'why':
      return answerWhy(world, projection, query.ask);
    case 'acts':
      return answerActs(world, projection, query.ask);
    case 'past': {
      const atMs = 'atMs' in query.ask ? query.ask.atMs : (world.trace.get(query.ask.act)?.atMs ?? 0);
      return past.at(session.record, atMs, wanted);
    }
    case 'file':
      return answerFile(world, query.ask);
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
