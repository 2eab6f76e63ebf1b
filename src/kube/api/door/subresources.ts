/** Parts of objects that have verbs of their own: scale, binding, eviction, finalize. */
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { ageOf } from '../../kinds/column.ts';
import { definitionOf } from '../../kinds/kind.ts';
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import { scaleVersionOf } from '../../kinds/scale-version.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { badRequest, invalid, methodNotAllowed } from '../../meta/api-status.ts';
import { invalidValue, mustNotBeNegative, notSupported, requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { evictPod } from '../eviction.ts';
import { decodeAs, parseBody, readObject } from './body.ts';
import type { CallContext } from './call-context.ts';
import { patchedBy } from './patch.ts';
import { inVersion } from './print-object.ts';
import type { ResourceRoute } from './route.ts';
import { wantsTable } from './table.ts';
import { deleteOptionsFrom, named, writeOptions } from './write.ts';

/** A workload as a Scale sees it. */
interface Scalable extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

export function answerScale(context: CallContext, route: ResourceRoute): void {
  const { server, user, request } = context;
  const { kind } = route.served;
  const live = server.get(kind, route.namespace, route.name!) as Scalable;
  const scale = scaleOf(live, route);
  const { group, version } = scaleVersionOf(route.served);
  const definition = definitionOf(group, version, 'Scale');
  if (request.method === 'GET') {
    context.answer(200, wantsTable(context.accept) ? scaleTable(live, context) : scale);
    return;
  }
  const body = request.method === 'PATCH' ? patchedBy(context, scale, definition) : parseBody(context);
  if (!isJsonObject(body)) throw badRequest('couldn\'t get version/kind; json parse error: a Scale is an object');
  const wanted = decodeAs(context, body, definition, 'Scale', version);
  const spec = wanted['spec'];
  const replicas = isJsonObject(spec) && typeof spec['replicas'] === 'number' ? spec['replicas'] : 0;
  if (replicas < 0) {
    const errors = [invalidValue('spec.replicas', replicas, mustNotBeNegative)];
    throw invalid({ kind: 'Scale', group }, route.name!, errors, server.release);
  }
  const { metadata } = wanted;
  const revision = isJsonObject(metadata) && typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : '';
  const next: Scalable = {
    ...live,
    metadata: { ...live.metadata, resourceVersion: revision },
    spec: live.spec.replicas === replicas ? live.spec : { ...live.spec, replicas },
  };
  const options = writeOptions(context, route, 'scale');
  const entries = live.metadata.managedFields; // until 1.22 a scale left the owners as they were
  const written = server.update(user, kind, next, server.release.atLeast(22) ? options : { ...options, managedFields: { entries } });
  context.answer(200, scaleOf(written as Scalable, route));
}

function scaleTable(object: Scalable, { server }: CallContext): JsonObject {
  const column = (name: string, type: string, format = ''): JsonObject => ({ name, type, format, description: '', priority: 0 });
  const { name, namespace, uid, creationTimestamp } = object.metadata;
  const metadata = { name, namespace: namespace!, uid, creationTimestamp };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: object.metadata.resourceVersion },
    columnDefinitions: [column('Name', 'string', 'name'), column('Desired', 'integer'), column('Available', 'integer'), column('Age', 'string')],
    rows: [{ cells: [name, object.spec.replicas ?? 0, object.status?.replicas ?? 0, ageOf(creationTimestamp, server)], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }],
  };
}

function scaleOf(object: Scalable, { served }: ResourceRoute): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { group, version } = scaleVersionOf(served);
  const selector = served.kind.scale!.selector(object);
  const { selector: labels } = object.spec as { readonly selector?: { readonly matchLabels?: JsonObject } };
  return {
    kind: 'Scale',
    apiVersion: `${group}/${version}`,
    metadata: { name, namespace: namespace!, uid, resourceVersion, creationTimestamp },
    spec: object.spec.replicas ? { replicas: object.spec.replicas } : {},
    status: { replicas: object.status?.replicas ?? 0, ...(group === 'autoscaling' ? { selector } : { ...(labels?.matchLabels && { selector: labels.matchLabels }), targetSelector: selector }) },
  };
}

/** A pod is given its node, by the pod's own part or by the collection of bindings. */
export function answerBinding(context: CallContext, route: ResourceRoute): void {
  const { server, user } = context;
  const body = parseBody(context);
  if (!isJsonObject(body)) throw badRequest('couldn\'t get version/kind; json parse error: a Binding is an object');
  const binding = decodeAs(context, body, 'core.v1.Binding', 'Binding', 'v1') as { metadata?: { name?: string; uid?: string }; target?: { kind?: string; name?: string } };
  const name = route.name ?? binding.metadata?.name ?? '';
  const target = binding.target ?? {};
  const errors = [
    ...(target.kind && target.kind !== nodeTarget ? [notSupported('target.kind', target.kind, [nodeTarget, '<empty>'])] : []),
    ...(target.name ? [] : [requiredValue('target.name')]),
  ];
  if (errors.length > 0) throw invalid({ kind: 'Binding', group: '' }, name, errors, server.release);
  const pod = server.get(route.served.kind, route.namespace, name) as Pod;
  const uid = binding.metadata?.uid ?? pod.metadata.uid;
  server.bind(user, { ...pod, metadata: { ...pod.metadata, uid } }, target.name!, writeOptions(context, route, 'bind'));
  answerSuccess(context, 201);
}

const nodeTarget = 'Node';

/** A delete that may be refused for the sake of the pods that are left. */
export function answerEviction(context: CallContext, route: ResourceRoute): void {
  const body = parseBody(context);
  if (!isJsonObject(body)) throw badRequest('couldn\'t get version/kind; json parse error: an Eviction is an object');
  const eviction = decodeAs(context, body, 'policy.v1.Eviction', 'Eviction', 'v1');
  const options = deleteOptionsFrom(context, isJsonObject(eviction['deleteOptions']) ? eviction['deleteOptions'] : {});
  const pod = context.server.get(route.served.kind, route.namespace, route.name!) as Pod;
  evictPod(context.server, context.user, pod, options);
  answerSuccess(context, 201);
}

export function answerFinalize(context: CallContext, route: ResourceRoute): void {
  if (context.request.method !== 'PUT') throw methodNotAllowed('the server does not allow this method on the requested resource');
  const namespace = named(route.name!, readObject(context, route.served)) as Namespace;
  const left = context.server.finalize(context.user, { ...namespace, spec: namespace.spec ?? {} }, writeOptions(context, route, 'finalize'));
  context.answer(200, inVersion(left, route.served));
}

function answerSuccess(context: CallContext, code: number): void {
  context.answer(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code });
}
