/** kubectl create role and clusterrole. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { findResource } from '../wire/resource-mapper.ts';
import { generatorFlags, newMetadata, oneName, sendGenerated } from './generate.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const plainVerbs = new Set(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'proxy', 'use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest', '*']);

const flags = [
  ...generatorFlags,
  { name: 'resource', type: 'list', usage: 'Types that the rule is for.' },
  { name: 'resource-name', type: 'array', usage: 'Names of objects that the rule is for alone.' },
  { name: 'verb', type: 'list', usage: 'What may be done with them.' },
] as const;

/** One rule a group of types, in the order that they were named. */
function* rulesOf(k: Invocation): Task<readonly Json[]> {
  const verbs = [...new Set(k.flags.list('verb'))];
  const wanted = k.flags.list('resource');
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  if (wanted.length === 0) throw new CommandError('at least one resource must be specified');
  for (const verb of verbs) if (!plainVerbs.has(verb)) yield* k.warn(`Warning: '${verb}' is not a standard resource verb\n`);
  const discovery = yield* k.discovery();
  const byGroup = new Map<string, string[]>();
  for (const typed of wanted) {
    const [type = '', sub] = typed.split('/');
    if (type === '' || type.startsWith('.')) throw new CommandError('resource must be specified if apiGroup/subresource specified');
    const [word, inGroup] = [type.replace(/\..*/s, ''), type.split('.').slice(1).join('.')];
    const resolved = word === '*' ? undefined : findResource(discovery, type)?.resource;
    const found = resolved && (inGroup === '' || inGroup === resolved.group) ? resolved : undefined;
    const [group, plural] = [found?.group ?? inGroup, found?.plural ?? word];
    const isPlaced = verbs.filter((verb) => demandPlace(verb, group, plural)).length > 0;
    if (!found && word !== '*' && !isPlaced) throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(word)}${group === '' ? '' : ` in group ${JSON.stringify(group)}`}`, { isBare: true });
    const names = byGroup.get(group) ?? [];
    byGroup.set(group, names);
    const name = `${plural}${sub === undefined ? '' : `/${sub}`}`;
    if (!names.includes(name)) names.push(name);
  }
  const resourceNames = k.flags.list('resource-name');
  return [...byGroup].map(([group, resources]) => ({ apiGroups: [group], ...(resourceNames.length > 0 && { resourceNames }), resources, verbs }));
}

/** What these verbs are about stands in few groups; elsewhere they mean nothing. */
const placesOf: Readonly<Record<string, readonly string[]>> = {
  use: ['policy/podsecuritypolicies', 'extensions/podsecuritypolicies'],
  bind: [`${apiGroup}/roles`, `${apiGroup}/clusterroles`],
  escalate: [`${apiGroup}/roles`, `${apiGroup}/clusterroles`],
  impersonate: ['/users', '/serviceaccounts', '/groups', 'authentication.k8s.io/userextras'],
};

/** Is it a verb that is only for what has places of its own? No server lists all of those. */
function demandPlace(verb: string, group: string, plural: string): boolean {
  if (!placesOf[verb]) return false;
  if (!placesOf[verb].includes(`${group}/${plural}`)) throw new CommandError(`can not perform '${verb}' on '${plural}' in group '${group}'`);
  return true;
}

const urlVerbs = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

function urlRules(k: Invocation): readonly Json[] {
  const [nonResourceURLs, verbs] = [k.flags.list('non-resource-url'), k.flags.list('verb')];
  if (nonResourceURLs.length === 0) return [];
  if (nonResourceURLs.some((url) => url !== '*' && !url.startsWith('/'))) throw new CommandError('nonResourceURL should start with /');
  for (const verb of verbs) if (!urlVerbs.includes(verb)) throw new CommandError(`invalid verb: '${verb}' for nonResourceURL`);
  return [{ nonResourceURLs, verbs }];
}

export const generateRole: Verb = {
  name: 'role',
  summary: 'Create a role with single rule',
  usage: 'create role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  completes: 'none',
  flags,
  *run(k) {
    const name = oneName(k);
    const object: JsonObject = { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata: newMetadata(k, { name }), rules: yield* rulesOf(k) };
    yield* sendGenerated(k, { group: apiGroup, version: 'v1', kind: 'Role', plural: 'roles', namespaced: true }, object);
  },
};

export const generateClusterRole: Verb = {
  name: 'clusterrole',
  summary: 'Create a cluster role',
  usage: 'create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [
    ...flags,
    { name: 'aggregation-rule', type: 'string', usage: 'Labels of the roles whose rules it takes over.' },
    { name: 'non-resource-url', type: 'list', usage: 'Addresses that the rule is for, in place of types.' },
  ],
  *run(k) {
    const name = oneName(k);
    const aggregated = k.flags.text('aggregation-rule');
    if (aggregated !== '' && ['non-resource-url', 'verb', 'resource', 'resource-name'].some((flag) => k.flags.has(flag))) {
      throw new CommandError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
    }
    const urls = urlRules(k);
    if (aggregated === '' && k.flags.list('verb').length > 0 && urls.length === 0 && k.flags.list('resource').length === 0) throw new CommandError('one of resource or nonResourceURL must be specified');
    const matchLabels = Object.fromEntries(aggregated.split(',').filter((pair) => pair !== '').map((pair) => pair.split('=') as [string, string]));
    const rules = aggregated !== '' ? null : [...(urls.length === 0 || k.flags.has('resource') ? yield* rulesOf(k) : []), ...urls];
    const object: JsonObject = {
      ...(aggregated !== '' && { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } }),
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRole',
      metadata: newMetadata(k, { name }),
      rules,
    };
    yield* sendGenerated(k, { group: apiGroup, version: 'v1', kind: 'ClusterRole', plural: 'clusterroles', namespaced: false }, object);
  },
};
