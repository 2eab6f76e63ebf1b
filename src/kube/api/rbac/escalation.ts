/** Nobody gives away what they do not have: roles and bindings are refused when they would grant more than their writer may do. */
import { deepEqual } from '../../../base/index.ts';
import { clusterRoleBindingKind } from '../../kinds/cluster-role-binding/kind.ts';
import { clusterRoleKind } from '../../kinds/cluster-role/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { roleBindingKind } from '../../kinds/role-binding/kind.ts';
import type { ClusterRole, PolicyRule, RoleBinding } from '../../kinds/role/role.ts';
import { roleKind } from '../../kinds/role/kind.ts';
import { forbidden } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { bindingsOf, judge, rulesOf } from './authorizer.ts';
import type { User } from './user.ts';

const group = 'rbac.authorization.k8s.io';

/** Throws 403. `old` is what the write replaces. */
export function demandNoEscalation(server: ApiServer, user: User, kind: Kind, object: KubeObject, old: KubeObject | undefined): void {
  const { name, namespace } = object.metadata;
  const refused = (why: string) => forbidden(kind, name, why);
  const isRole = kind.table === roleKind.table || kind.table === clusterRoleKind.table;
  if (isRole) {
    const { aggregationRule } = object as ClusterRole;
    const rules = (object as ClusterRole).rules ?? [];
    const before: Partial<ClusterRole> | undefined = old;
    if (deepEqual(rules, before?.rules ?? []) && deepEqual(aggregationRule ?? null, before?.aggregationRule ?? null)) return;
    if (judge(server, user, { verb: 'escalate', group, resource: kind.plural, name, ...(namespace !== undefined && { namespace }) }).isAllowed) return;
    if (aggregationRule && missingOf(server, user, undefined, [all]).length > 0) throw refused('must have cluster-admin privileges to use the aggregationRule');
    demandHeld(server, user, namespace, rules, refused);
  } else if (kind.table === roleBindingKind.table || kind.table === clusterRoleBindingKind.table) {
    const { roleRef, subjects } = object as RoleBinding;
    if (old && deepEqual({ roleRef, subjects }, { roleRef: (old as RoleBinding).roleRef, subjects: (old as RoleBinding).subjects })) return;
    const resource = roleRef?.kind === roleKind.kind ? roleKind.plural : clusterRoleKind.plural;
    if (!roleRef || judge(server, user, { verb: 'bind', group, resource, name: roleRef.name, ...(namespace !== undefined && { namespace }) }).isAllowed) return;
    demandHeld(server, user, namespace, rulesOf(server, roleRef, namespace), refused);
  }
}

const all: PolicyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

function demandHeld(server: ApiServer, user: User, namespace: string | undefined, rules: readonly PolicyRule[], refused: (why: string) => Error): void {
  const missing = missingOf(server, user, namespace, rules);
  if (missing.length === 0) return;
  const lines = [...new Set(compacted(missing).map(shown))].sort();
  throw refused(`user ${JSON.stringify(user.name)} (groups=${quoted(user.groups)}) is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`);
}

/** What is granted taken apart: one verb on one resource each. */
function missingOf(server: ApiServer, user: User, namespace: string | undefined, rules: readonly PolicyRule[]): readonly PolicyRule[] {
  if (judge(server, user, { verb: '*', group: '*', resource: '*' }).isAllowed) return [];
  const held = bindingsOf(server, user, namespace).flatMap((bound) => bound.rules);
  return rules.flatMap(partsOf).filter((part) => !held.some((rule) => holds(rule, part)));
}

function partsOf({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs }: PolicyRule): readonly PolicyRule[] {
  const named: readonly object[] = resourceNames.length > 0 ? resourceNames.map((name) => ({ resourceNames: [name] })) : [{}];
  return [
    ...apiGroups.flatMap((of) => resources.flatMap((resource) => verbs.flatMap((verb) => named.map((names) => ({ apiGroups: [of], resources: [resource], verbs: [verb], ...names }))))),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

function holds(rule: PolicyRule, part: PolicyRule): boolean {
  const has = (list: readonly string[] | undefined, value: string) => list?.some((given) => given === '*' || given === value) === true;
  if (!has(rule.verbs, part.verbs[0]!)) return false;
  const url = part.nonResourceURLs?.[0];
  if (url !== undefined) return rule.nonResourceURLs?.some((given) => given === url || (given.endsWith('*') && url.startsWith(given.slice(0, -1)))) === true;
  const resource = part.resources![0]!;
  const sub = resource.split('/')[1];
  if (!has(rule.apiGroups, part.apiGroups![0]!) || !(has(rule.resources, resource) || (sub !== undefined && has(rule.resources, `*/${sub}`)))) return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || (part.resourceNames !== undefined && names.includes(part.resourceNames[0]!));
}

/** The verbs on one resource together again. */
function compacted(parts: readonly PolicyRule[]): readonly PolicyRule[] {
  const byResource = new Map<string, PolicyRule>();
  for (const part of parts) {
    const { verbs, ...of } = part;
    const key = part.nonResourceURLs ? JSON.stringify(part) : JSON.stringify(of);
    const known = byResource.get(key);
    byResource.set(key, known ? { ...known, verbs: [...new Set([...known.verbs, ...verbs])] } : part);
  }
  return [...byResource.values()];
}

const quoted = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;

function shown({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const members = { APIGroups: apiGroups, Resources: resources, NonResourceURLs: nonResourceURLs, ResourceNames: resourceNames, Verbs: verbs };
  return `{${Object.entries(members).flatMap(([name, values]) => (values?.length ? [`${name}:${quoted(values)}`] : [])).join(', ')}}`;
}
