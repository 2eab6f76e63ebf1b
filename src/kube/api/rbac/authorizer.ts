/** What roles allow: the rules that bindings give to somebody, and whether one of them covers an act. */
import { storeKey } from '../../kinds/kind.ts';
import { matchesSelector } from '../../meta/label-selector.ts';
import type { ClusterRole, PolicyRule, RoleBinding, RoleRef, Subject } from '../../kinds/role/role.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { covers } from './covers.ts';
import { judgeNode } from './node-authorizer.ts';
import { memoryOf, type Bound } from './policy-memory.ts';
import { mastersGroup, type User } from './user.ts';

const group = 'rbac.authorization.k8s.io';

/** What somebody wants to do: to a resource, or to a path that is none. */
export interface Act {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string; // with its part: pods/log
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  readonly fields?: string; // the selector of a list
}

export interface Verdict {
  readonly isAllowed: boolean;
  readonly reason: string;
}

/** Nodes are judged by what runs on them, then everybody by roles. */
export function judge(server: ApiServer, user: User, act: Act): Verdict {
  if (user.groups.includes(mastersGroup)) return { isAllowed: true, reason: '' };
  const asNode = judgeNode(server, user, act);
  if (asNode?.isAllowed) return asNode;
  for (const { rules, words } of bindingsOf(server, user, act.namespace)) {
    if (rules.some((rule) => covers(rule, act))) return { isAllowed: true, reason: `RBAC: allowed by ${words}` };
  }
  return asNode ?? { isAllowed: false, reason: '' };
}

/** The rules that hold for somebody, in the whole cluster and in one namespace. */
export function bindingsOf(server: ApiServer, user: User, namespace = ''): readonly Bound[] {
  const { bound } = memoryOf(server.store);
  const key = `${namespace} ${user.name} ${user.groups.join(' ')}`;
  let known = bound.get(key);
  if (!known) bound.set(key, (known = boundTo(server, user, namespace)));
  return known;
}

function boundTo(server: ApiServer, user: User, namespace: string): readonly Bound[] {
  const { store } = server;
  const bound: Bound[] = [];
  const collect = (table: string, word: string, within: string | undefined) => {
    const found = within === undefined ? store.list(table) : [...store.keysBy(table, 'namespace', within)].map((key) => store.get(key)!);
    for (const binding of found as readonly RoleBinding[]) {
      const subject = binding.subjects?.find((candidate) => isMeant(candidate, user, within));
      if (!subject) continue;
      const at = within === undefined ? binding.metadata.name : `${binding.metadata.name}/${within}`;
      const words = `${word} "${at}" of ${binding.roleRef.kind} "${binding.roleRef.name}" to ${subject.kind} "${subject.name}${subject.namespace ? `/${subject.namespace}` : ''}"`;
      bound.push({ rules: rulesOf(server, binding.roleRef, within), words });
    }
  };
  collect(`clusterrolebindings.${group}`, 'ClusterRoleBinding', undefined);
  if (namespace !== '') collect(`rolebindings.${group}`, 'RoleBinding', namespace);
  return bound;
}

function isMeant({ kind, name, namespace }: Subject, user: User, within: string | undefined): boolean {
  if (kind === 'User') return name === user.name;
  if (kind === 'Group') return user.groups.includes(name);
  return user.name === `system:serviceaccount:${namespace ?? within ?? ''}:${name}`;
}

export function rulesOf({ store, kinds }: ApiServer, { kind, name }: RoleRef, namespace: string | undefined): readonly PolicyRule[] {
  const served = kinds.servedKind(`${group}/v1`, kind);
  if (!served) return [];
  const role: KubeObject & Partial<ClusterRole> | undefined = store.get(storeKey(served.kind, namespace, name));
  const rules = role?.rules ?? [];
  const selectors = role?.aggregationRule?.clusterRoleSelectors ?? [];
  if (selectors.length === 0) return rules;
  const parts = (store.list(`clusterroles.${group}`) as readonly ClusterRole[]).filter((other) => other !== role && selectors.some((selector) => matchesSelector(selector, other.metadata.labels ?? {})));
  return [...rules, ...parts.flatMap((part) => part.rules ?? [])];
}
