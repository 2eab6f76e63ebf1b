/** Components of the cluster are judged as everybody is, by the name under which they ask; what they may do everywhere is remembered. */
import type { ApiServer } from '../api-server.ts';
import { judge } from './authorizer.ts';
import { memoryOf } from './policy-memory.ts';
import { refusalOf, type Demanded } from './refusal.ts';
import { named } from './user.ts';

/** Throws 403. What a component changes it sends whole or as a patch, so that the right to either will do. */
export function demandAccess(server: ApiServer, name: string, act: Demanded): void {
  void server.door; // it brings the roles that a cluster begins with
  const { granted } = memoryOf(server.store);
  const key = `${name} ${act.verb} ${act.resource}.${act.group}`;
  if (granted.get(key)) return;
  const user = named(name, server.release);
  const { name: _, namespace: __, ...anywhere } = act;
  const may = (asked: Demanded) => judge(server, user, asked).isAllowed || (asked.verb === 'update' && judge(server, user, { ...asked, verb: 'patch' }).isAllowed);
  if (may(anywhere)) granted.set(key, true);
  else if (!may(act)) throw refusalOf(server.release, name, act, judge(server, user, act).reason);
}
