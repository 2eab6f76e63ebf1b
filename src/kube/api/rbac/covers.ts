/** Whether a rule covers an act. */
import type { PolicyRule } from '../../kinds/role/role.ts';
import type { Act } from './authorizer.ts';

export function covers(rule: PolicyRule, act: Act): boolean {
  if (!has(rule.verbs, act.verb)) return false;
  if (act.path !== undefined) return rule.nonResourceURLs?.some((url) => url === '*' || url === act.path || (url.endsWith('*') && act.path!.startsWith(url.slice(0, -1)))) === true;
  const { resource = '' } = act;
  const part = resource.split('/')[1];
  const isResource = rule.resources?.some((given) => given === '*' || given === resource || (part !== undefined && given === `*/${part}`)) === true;
  if (!isResource || !has(rule.apiGroups, act.group ?? '')) return false;
  return (rule.resourceNames ?? []).length === 0 || rule.resourceNames!.includes(act.name ?? '');
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return list?.some((given) => given === '*' || given === value) === true;
}
