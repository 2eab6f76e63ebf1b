/** What a link carries: the session, the hash its replay must reach, and a snapshot for engines that would replay otherwise. */
import type { Answer } from '../../client/index.ts';
import { logHash } from '../log-hash.ts';
import type { Session } from '../session.ts';
import { takeSnapshot } from '../snapshot.ts';

export function answerShare(session: Session): Answer<'share'> {
  return { session: session.record, hash: logHash(session.world), snapshot: takeSnapshot(session.world) };
}
