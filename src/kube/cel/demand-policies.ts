/** Asks the ValidatingAdmissionPolicies that are bound whether a write may be: the first that refuses it speaks for all. */
import type { Json } from '../../base/index.ts';
import type { ApiServer } from '../api/api-server.ts';
import type { User } from '../api/rbac/user.ts';
import { ApiStatus, forbidden } from '../meta/api-status.ts';
import type { KubeObject } from '../meta/object.ts';
import type { WriteOptions } from '../api/write-options.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { selectorMatches } from '../controllers/selector-match.ts';
import { Budget } from './bounds.ts';
import { outOfBounds, type Expression } from './expression.ts';
import { matches, type Write } from './match-request.ts';
import { programOf, type Binding, type Policy, type Program, type Validation } from './policy.ts';
import { anyValue } from './types.ts';

export interface PolicedWrite {
  readonly kind: Kind;
  readonly operation: Write['operation'];
  readonly subresource?: string;
  readonly object?: KubeObject;
  readonly old?: KubeObject;
}

interface Asked extends Write {
  readonly user: User;
  readonly isDryRun: boolean;
}

interface Refusal {
  readonly message: string;
  readonly reason: string;
}

const bindings = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';
const policies = 'validatingadmissionpolicies.admissionregistration.k8s.io';
const codes: Readonly<Record<string, number>> = { Unauthorized: 401, Forbidden: 403, RequestEntityTooLarge: 413, Invalid: 422 };

export function demandPolicies(server: ApiServer, user: string, { kind, operation, subresource = '', object, old }: PolicedWrite, { maker, dryRun = false, warn }: WriteOptions): void {
  const asked: Asked = { kind, operation, subresource, object, old, user: maker ?? { name: user, groups: [] }, isDryRun: dryRun };
  if (kind.table === bindings || kind.table === policies) return; // else nobody could take back what refuses everything
  const refused: Refusal[] = [];
  const budget = new Budget();
  for (const binding of server.store.list(bindings) as readonly Binding[]) {
    const policy = server.store.get(`${policies}/${binding.spec.policyName ?? ''}`) as Policy | undefined;
    if (!policy || !matches(server, policy.spec.matchConstraints ?? {}, asked) || !matches(server, binding.spec.matchResources ?? {}, asked)) continue;
    const of = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
    for (const { message, reason } of refusalsOf(server, policy, binding, asked, budget)) {
      const actions = binding.spec.validationActions ?? [];
      if (actions.includes('Deny')) refused.push({ message: `${of} denied request: ${message}`, reason });
      if (actions.includes('Warn')) warn?.(`Validation failed for ${of}: ${message}`);
    }
  }
  const [first] = refused;
  if (!first) return;
  const { message, details } = forbidden(kind, (object ?? old)!.metadata.name, first.message);
  throw new ApiStatus(codes[first.reason] ?? 422, first.reason, message, { ...details, causes: [{ message: first.message }] });
}

function* refusalsOf(server: ApiServer, policy: Policy, binding: Binding, asked: Asked, budget: Budget): Generator<Refusal> {
  const params = paramsOf(server, policy, binding, asked);
  if (typeof params === 'string') {
    if (policy.spec.failurePolicy !== 'Ignore') yield { message: `failed to configure binding: ${params}`, reason: 'Invalid' };
    return;
  }
  const program = programOf(policy);
  for (const param of params) yield* refusalsWith(program, policy, inputsOf(server, asked, param), budget);
}

function* refusalsWith(program: Program, policy: Policy, given: Readonly<Record<string, unknown>>, budget: Budget): Generator<Refusal> {
  const inputs = { ...given, variables: program.variablesFor(given, budget) };
  const failure = (message: string): Refusal[] => (policy.spec.failurePolicy === 'Ignore' ? [] : [{ message, reason: 'Invalid' }]);
  for (const { name, expression } of program.conditions) {
    const answer = expression.ask(inputs, budget);
    if (!('value' in answer)) return yield* failure(`matchCondition ${JSON.stringify(name)} ${'error' in answer ? `resulted in error: ${answer.error}` : outOfBounds}`);
    if (answer.value !== true) return;
  }
  for (const { validation, expression, message } of program.validations) {
    const answer = expression.ask(inputs, budget);
    if ('isOutOfBounds' in answer) return yield* failure(outOfBounds);
    if ('error' in answer) yield* failure(`expression '${validation.expression}' resulted in error: ${answer.error}`);
    else if (answer.value !== true) yield { message: messageOf(validation, message, inputs, budget), reason: validation.reason ?? 'Invalid' };
  }
}

function messageOf({ expression, message = '' }: Validation, by: Expression | undefined, inputs: Record<string, unknown>, budget: Budget): string {
  const answer = by?.ask(inputs, budget);
  const text = answer && 'value' in answer && typeof answer.value === 'string' ? answer.value.trim() : '';
  if (text !== '' && !text.includes('\n') && text.length <= 5 * 1024) return text;
  return message.trim() || `failed expression: ${expression.trim()}`;
}

/** Each object that the binding names, or one nothing for a policy without; a text says why there is none. */
function paramsOf({ kinds, store }: ApiServer, { spec: { paramKind } }: Policy, { spec: { paramRef } }: Binding, { object, old }: Asked): readonly (KubeObject | undefined)[] | string {
  if (!paramKind) return [undefined];
  if (!paramRef) return [undefined];
  const served = kinds.servedKind(paramKind.apiVersion ?? '', paramKind.kind ?? '');
  if (!served) return `failed to find resource referenced by paramKind: '${paramKind.apiVersion}, Kind=${paramKind.kind}'`;
  const namespace = served.kind.namespaced ? (paramRef.namespace ?? (object ?? old)!.metadata.namespace) : undefined;
  const { name, selector } = paramRef;
  const found = name ? [store.get(storeKey(served.kind, namespace, name))].filter((one) => one !== undefined) : store.list(served.kind.table).filter(({ metadata }) => (namespace === undefined || metadata.namespace === namespace) && selectorMatches(selector ?? {}, metadata.labels));
  if (found.length > 0) return found;
  return paramRef.parameterNotFoundAction === 'Allow' ? [] : 'no params found for policy binding with `Deny` parameterNotFoundAction';
}

const asValue = (object: KubeObject | undefined): unknown => (object ? anyValue(object as unknown as Json) : null);

function inputsOf({ store }: ApiServer, { kind, operation, subresource, object, old, user, isDryRun }: Asked, params: KubeObject | undefined): Readonly<Record<string, unknown>> {
  const { name, namespace } = (object ?? old)!.metadata;
  const { group, storage: version } = kind;
  const resource = { group, version, resource: kind.plural };
  const request = {
    kind: { group, version, kind: kind.kind },
    resource,
    requestKind: { group, version, kind: kind.kind },
    requestResource: resource,
    subResource: subresource,
    name,
    namespace: namespace ?? '',
    operation,
    userInfo: { username: user.name, groups: [...user.groups] },
    dryRun: isDryRun,
  };
  const ofNamespace = namespace === undefined ? undefined : store.get(`namespaces/${namespace}`);
  return { object: asValue(object), oldObject: asValue(old), request: anyValue(request), params: asValue(params), namespaceObject: asValue(ofNamespace) };
}
