/** Whether a policy, or its binding, is about a request. */
import type { ApiServer } from '../api/api-server.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KubeObject, Labels, LabelSelector } from '../meta/object.ts';
import { selectorMatches } from '../controllers/selector-match.ts';
import type { MatchResources, OperationRule } from './policy.ts';

export interface Write {
  readonly kind: Kind;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly subresource: string;
  readonly object: KubeObject | undefined; // nothing of it is left by a delete
  readonly old: KubeObject | undefined;
}

export function matches(server: ApiServer, { resourceRules = [], excludeResourceRules = [], namespaceSelector = {}, objectSelector = {} }: MatchResources, write: Write): boolean {
  if (!selectsNamespace(server, namespaceSelector, write)) return false;
  if (!isEmpty(objectSelector) && ![write.object, write.old].some((object) => object && selectorMatches(objectSelector, object.metadata.labels))) return false;
  if (excludeResourceRules.some((rule) => covers(rule, write))) return false;
  return resourceRules.length === 0 || resourceRules.some((rule) => covers(rule, write));
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

/** What is in no namespace is not left out for it; a namespace is chosen by its own labels. */
function selectsNamespace(server: ApiServer, selector: LabelSelector, write: Write): boolean {
  if (isEmpty(selector)) return true;
  const object = (write.object ?? write.old)!;
  if (write.kind.table === 'namespaces') return selectorMatches(selector, object.metadata.labels);
  const { namespace } = object.metadata;
  return namespace === undefined || selectorMatches(selector, labelsOf(server, namespace));
}

function labelsOf({ store }: ApiServer, namespace: string): Labels | undefined {
  return store.get(`namespaces/${namespace}`)?.metadata.labels;
}

function covers(rule: OperationRule, { kind, operation, subresource, object, old }: Write): boolean {
  const has = (list: readonly string[] | undefined, ...wanted: readonly string[]): boolean => (list ?? []).some((item) => item === '*' || wanted.includes(item));
  const scope = rule.scope ?? '*';
  if (scope !== '*' && (scope === 'Namespaced') !== kind.namespaced) return false;
  if (!has(rule.apiGroups, kind.group) || !has(rule.operations, operation)) return false;
  if (!has(rule.apiVersions, ...kind.versions.map(({ name }) => name))) return false; // of equal worth, whichever was written
  const names = rule.resourceNames ?? [];
  if (names.length > 0 && !names.includes((object ?? old)!.metadata.name)) return false;
  return (rule.resources ?? []).some((resource) => coversResource(resource, kind.plural, subresource));
}

function coversResource(resource: string, plural: string, subresource: string): boolean {
  const [main = '', part = ''] = resource.split('/');
  return (main === '*' || main === plural) && (part === subresource || (part === '*' && main !== ''));
}
