/** What the client knows of who may do what: roles, their bindings, service accounts. */
import { compareBytes, type Json } from '../../../base/index.ts';
import { list, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText } from './describe-text.ts';

const group = 'rbac.authorization.k8s.io';

export interface RuleLine {
  readonly resource: string;
  readonly urls: string;
  readonly names: string;
  readonly verbs: readonly string[];
  readonly order: string; // lines stand in the order of these words
}

function words(rule: Json, field: string): readonly string[] {
  return list(rule, field).map(String);
}

/** Each rule taken apart, one resource a line, equal ones joined; or one verb of one address. */
export function ruleLines(rules: readonly Json[]): readonly RuleLine[] {
  const lines = new Map<string, RuleLine>();
  const addresses: RuleLine[] = [];
  for (const rule of rules) {
    const names = words(rule, 'resourceNames');
    const resources = words(rule, 'resources').flatMap((resource) => words(rule, 'apiGroups').map((api) => ({ resource, api })));
    const urls = words(rule, 'nonResourceURLs');
    for (const { resource, api } of resources) {
      for (const name of names.length === 0 ? [''] : names) {
        const key = `[${api}],[${resource}],[${name}],[]`;
        const verbs = [...new Set([...(lines.get(key)?.verbs ?? []), ...words(rule, 'verbs')])];
        lines.set(key, { resource: qualified(resource, api), urls: '[]', names: `[${name}]`, verbs, order: `[${verbs.join(' ')}],${key}` });
      }
    }
    for (const url of urls) for (const verb of words(rule, 'verbs')) addresses.push({ resource: '', urls: `[${url}]`, names: '[]', verbs: [verb], order: `[${verb}],[],[],[],[${url}]` });
  }
  return [...lines.values(), ...addresses].sort((a, b) => compareBytes(a.order, b.order));
}

function qualified(resource: string, api: string): string {
  if (api === '') return resource;
  const [name, sub] = resource.split('/');
  return `${name!}.${api}${sub === undefined ? '' : `/${sub}`}`;
}

function roleKind(kind: string): ClientKind {
  return {
    group,
    kind,
    // eslint-disable-next-line require-yield
    *describe(_k, info) {
      const out = new DescribeText();
      out.pair('Name', info.name).labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
      out.line(0, 'PolicyRule:').line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs').line(1, '---------\t-----------------\t--------------\t-----');
      for (const line of ruleLines(list(info.object, 'rules'))) out.line(1, `${line.resource}\t${line.urls}\t${line.names}\t[${line.verbs.join(' ')}]`);
      return out.text;
    },
  };
}

function bindingKind(kind: string): ClientKind {
  return {
    group,
    kind,
    // eslint-disable-next-line require-yield
    *describe(_k, info) {
      const out = new DescribeText();
      out.pair('Name', info.name).labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
      out.line(0, 'Role:').pair('Kind', text(info.object, 'roleRef', 'kind'), 1).pair('Name', text(info.object, 'roleRef', 'name'), 1);
      out.line(0, 'Subjects:').line(1, 'Kind\tName\tNamespace').line(1, '----\t----\t---------');
      for (const subject of list(info.object, 'subjects')) out.line(1, `${text(subject, 'kind')}\t${text(subject, 'name')}\t${text(subject, 'namespace')}`);
      return out.text;
    },
  };
}

export const roleKinds: readonly ClientKind[] = [roleKind('Role'), roleKind('ClusterRole'), bindingKind('RoleBinding'), bindingKind('ClusterRoleBinding')];

/** The first client that says nothing of what accounts had of secrets. */
const WITHOUT_SECRETS_SINCE = 35;

export const serviceAccountKind: ClientKind = {
  group: '',
  kind: 'ServiceAccount',
  *describe(k, info, options) {
    const account = info.object;
    const secrets = list(yield* k.client.get(`/api/v1/namespaces/${info.namespace}/secrets`, [['limit', '500']]), 'items');
    const tokens = secrets.filter((secret) => {
      const annotations = members(secret, 'metadata', 'annotations');
      return text(secret, 'type') === 'kubernetes.io/service-account-token' && annotations['kubernetes.io/service-account.name'] === info.name && annotations['kubernetes.io/service-account.uid'] === text(account, 'metadata', 'uid');
    });
    const known = new Set(secrets.map((secret) => text(secret, 'metadata', 'name')));
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(account, 'metadata', 'labels')).annotations('Annotations', members(account, 'metadata', 'annotations'));
    const named = (field: string): string[] => list(account, field).map((entry) => `${text(entry, 'name')}${known.has(text(entry, 'name')) ? '' : ' (not found)'}`);
    const older = [['Mountable secrets', named('secrets')], ['Tokens', tokens.map((token) => text(token, 'metadata', 'name'))]] as const;
    for (const [title, entries] of [['Image pull secrets', named('imagePullSecrets')] as const, ...(k.release.minor < WITHOUT_SECRETS_SINCE ? older : [])]) {
      out.pair(title, entries[0] ?? '<none>');
      for (const entry of entries.slice(1)) out.line(0, `\t${entry}`);
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
