/** Questions that are asked by creating an object which is kept nowhere: who am I, may somebody do this, whose is this token. */
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { methodNotAllowed } from '../../meta/api-status.ts';
import type { Release } from '../../meta/release.ts';
import { bindingsOf, judge, type Act } from '../rbac/authorizer.ts';
import { mastersGroup, userOfToken, type User } from '../rbac/user.ts';
import { demand } from './authorize.ts';
import { decodeAs, parseBody } from './body.ts';
import type { CallContext } from './call-context.ts';
import { badRequest } from '../../meta/api-status.ts';

export interface Review {
  readonly kind: string;
  readonly plural: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly since?: number;
  readonly until?: number;
}

const inGroup = (group: string, kinds: readonly string[], more: Partial<Review> = {}): readonly Review[] =>
  kinds.flatMap((kind) => [{ version: 'v1' }, { version: 'v1beta1', until: 22 }].map((version) => ({ kind, plural: `${kind.toLowerCase()}s`, group, namespaced: kind.startsWith('Local'), ...version, ...more })));

const all: readonly Review[] = [
  ...inGroup('authentication.k8s.io', ['TokenReview']),
  { kind: 'SelfSubjectReview', plural: 'selfsubjectreviews', group: 'authentication.k8s.io', version: 'v1', namespaced: false, since: 28 },
  ...inGroup('authorization.k8s.io', ['LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview']),
];

export function reviewsOf(release: Release): readonly Review[] {
  return all.filter((review) => release.has(review));
}

/** Answers true when the path is that of a review. */
export function answerReview(context: CallContext): boolean {
  const match = /^\/apis\/(auth[a-z]+\.k8s\.io)\/(v1|v1beta1)\/(?:namespaces\/([^/]+)\/)?([a-z]+)$/.exec(context.request.path);
  if (!match) return false;
  const [, group = '', version, namespace, plural] = match;
  const review = reviewsOf(context.server.release).find((found) => found.group === group && found.version === version && found.plural === plural);
  if (!review || (namespace !== undefined) !== review.namespaced) return false;
  if (context.request.method !== 'POST') throw methodNotAllowed('the server does not allow this method on the requested resource', {});
  demand(context, { verb: 'create', group, resource: review.plural, ...(namespace !== undefined && { namespace }) });
  const body = parseBody(context);
  if (!isJsonObject(body)) throw badRequest(`couldn't get version/kind; json parse error: a ${review.kind} is an object`);
  const asked = decodeAs(context, body, `${group.split('.')[0]!}.${review.version}.${review.kind}`, review.kind, review.version);
  const spec = isJsonObject(asked['spec']) ? asked['spec'] : {};
  const status = answers[review.kind]!(context, spec);
  context.answer(201, { kind: review.kind, apiVersion: `${group}/${review.version}`, metadata: { creationTimestamp: null }, ...(asked['spec'] !== undefined && { spec }), status });
  return true;
}

const answers: Readonly<Record<string, (context: CallContext, spec: JsonObject) => object>> = {
  SelfSubjectReview: ({ who }) => ({ userInfo: { username: who.name, ...(who.uid !== undefined && { uid: who.uid }), groups: who.groups, ...(who.extra && { extra: who.extra }) } }),
  SelfSubjectAccessReview: (context, spec) => access(context, context.who, spec),
  SubjectAccessReview: (context, spec) => access(context, userIn(spec), spec),
  LocalSubjectAccessReview: (context, spec) => access(context, userIn(spec), spec),
  SelfSubjectRulesReview: (context, spec) => rules(context, text(spec, 'namespace')),
  TokenReview: ({ server }, spec) => {
    const user = userOfToken(server, text(spec, 'token'));
    if (!user) return { user: {}, error: '[invalid bearer token, token lookup failed]' };
    return { authenticated: true, user: { username: user.name, uid: user.uid, groups: user.groups } };
  },
};

function text(of: JsonObject, name: string): string {
  const value = of[name];
  return typeof value === 'string' ? value : '';
}

function userIn(spec: JsonObject): User {
  const given = spec['groups'] ?? spec['group'];
  return { name: text(spec, 'user'), groups: Array.isArray(given) ? given.map(String) : [] };
}

function access({ server }: CallContext, user: User, spec: JsonObject): object {
  const resource = isJsonObject(spec['resourceAttributes']) ? spec['resourceAttributes'] : undefined;
  const path = isJsonObject(spec['nonResourceAttributes']) ? spec['nonResourceAttributes'] : undefined;
  const part = resource ? text(resource, 'subresource') : '';
  const act: Act = resource
    ? { verb: text(resource, 'verb'), group: text(resource, 'group'), resource: text(resource, 'resource') + (part === '' ? '' : `/${part}`), name: text(resource, 'name'), namespace: text(resource, 'namespace') }
    : { verb: text(path ?? {}, 'verb'), path: text(path ?? {}, 'path') };
  const { isAllowed, reason } = judge(server, user, act);
  return { allowed: isAllowed, ...(reason !== '' && { reason }) };
}

function rules({ server, who }: CallContext, namespace: string): object {
  const everything = who.groups.includes(mastersGroup) ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }] : [];
  const found = [...everything, ...bindingsOf(server, who, namespace).flatMap((bound) => bound.rules)];
  const resourceRules = found.filter((rule) => rule.nonResourceURLs === undefined).map(({ verbs, ...rest }) => ({ verbs, ...rest }));
  const nonResourceRules = found.filter((rule) => rule.nonResourceURLs !== undefined).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
  return { resourceRules, nonResourceRules, incomplete: false };
}
