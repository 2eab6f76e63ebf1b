/** Components of the cluster are judged as everybody is, by the name under which they ask; what they may do everywhere is remembered. */
import type { ApiServer } from '../api-server.ts';
import { judge } from './authorizer.ts';
import type { Kind } from '../../kinds/kind.ts';
import { memoryOf } from './policy-memory.ts';
import { refusalOf, type Demanded } from './refusal.ts';
import type { WriteOptions } from '../write-options.ts';
import { named } from './user.ts';

/** A verb, and the part of the object that it is about. */
export type ComponentAct = 'create' | 'create/binding' | 'update' | 'update/status' | 'update/finalize' | 'delete' | `update/${NonNullable<WriteOptions['part']>}`;

const none: readonly ComponentAct[] = [];

/** Throws 403. What a component changes it sends whole or as a patch, so that the right to either will do. */
export function demandAccess(server: ApiServer, name: string, kind: Kind, does: ComponentAct, object: { readonly name?: string; readonly namespace?: string }): void {
  void server.door; // it brings the roles that a cluster begins with
  const { granted } = memoryOf(server.store);
  const kinds = granted.get(name);
  const known = kinds?.get(kind) ?? none;
  if (known.includes(does)) return;
  const [verb, part] = does.split('/') as [string, string?];
  const { name: of = '', namespace } = object;
  const act: Demanded = { verb, group: kind.group, resource: part === undefined ? kind.plural : `${kind.plural}/${part}`, name: of, ...(namespace !== undefined && { namespace }) };
  const user = named(name, server.release);
  const { name: _, namespace: __, ...anywhere } = act;
  const may = (asked: Demanded) => judge(server, user, asked).isAllowed || (asked.verb === 'update' && judge(server, user, { ...asked, verb: 'patch' }).isAllowed);
  if (may(anywhere)) granted.set(name, new Map(kinds).set(kind, [...known, does]));
  else if (!may(act)) throw refusalOf(server.release, name, act, judge(server, user, act).reason);
}
