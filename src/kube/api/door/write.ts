/** The verbs create, update, delete and deletecollection, for whole objects. */
import { isJsonObject } from '../../../base/index.ts';
import { jobKind } from '../../kinds/job/kind.ts';
import { namespaceKind } from '../../kinds/namespace/kind.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import { podWarnings } from '../../kinds/pod/spec-warnings.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { storeKey, type Propagation } from '../../kinds/kind.ts';
import { ApiStatus, badRequest, invalid } from '../../meta/api-status.ts';
import { invalidValue, notSupported } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { KubeObject, ObjectMeta } from '../../meta/object.ts';
import { reuse } from '../../meta/reuse.ts';
import { checkPodSecurity, namespaceWarnings, podSecurityWarnings } from '../policies/pod-security.ts';
import { demandNoEscalation } from '../rbac/escalation.ts';
import { partOf, type FieldManager } from '../managed/managers.ts';
import type { DeleteOptions, WriteOptions } from '../write-options.ts';
import { demandOwnNode } from './authorize.ts';
import { decodeAs, parseBody, readObject } from './body.ts';
import type { CallContext } from './call-context.ts';
import { inVersion } from './print-object.ts';
import { answerObject, keysOf } from './read.ts';
import type { ResourceRoute } from './route.ts';
import { selectionOf } from './selection.ts';

export function managerOf(context: CallContext, { served, subresource }: ResourceRoute): FieldManager {
  const { apiVersion, definition } = served;
  return { name: context.fieldManager, apiVersion, definition, ...partOf(context.server.release, subresource) };
}

export function writeOptions(context: CallContext, route: ResourceRoute, act: string): WriteOptions {
  return { dryRun: context.isDryRun, fieldManager: managerOf(context, route), act, maker: context.who, warn: (text) => context.warn(text) };
}

export function answerCreate(context: CallContext, route: ResourceRoute): void {
  const { kind } = route.served;
  const options = writeOptions(context, route, 'create');
  const object = inNamespaceOf(route, readObject(context, route.served));
  demandOwnNode(context, { verb: 'create', group: kind.group, resource: kind.plural, name: object.metadata.name }, object);
  demandNoEscalation(context.server, context.who, kind, object, undefined);
  const made = context.server.create(context.user, kind, object, options);
  warnAbout(context, route, made, undefined);
  answerObject(context, route, 201, made);
}

/** The namespace of the path, which the object may leave out but not contradict. */
export function inNamespaceOf({ served, namespace }: ResourceRoute, object: KubeObject): KubeObject {
  if (!served.kind.namespaced) {
    const { namespace: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  }
  const given = object.metadata.namespace;
  if (given && namespace !== undefined && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const { metadata } = object;
  return namespace === undefined || given === namespace ? object : { ...object, metadata: { ...metadata, namespace } };
}

export function named(name: string, object: KubeObject): KubeObject {
  const given = object.metadata.name ?? '';
  if (given !== '' && given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  return given === name ? object : { ...object, metadata: { ...object.metadata, name } };
}

/** What admission lets pass but tells of. */
function warnAbout(context: CallContext, { served: { kind } }: ResourceRoute, object: KubeObject, old: KubeObject | undefined): void {
  const { server } = context;
  const isOfNamespace = (kind as unknown) === namespaceKind;
  if (isOfNamespace && old) for (const text of namespaceWarnings(server, object, old)) context.warn(text);
  if (kind.namespaced && object.spec !== old?.spec && !kind.custom) for (const text of [...podWarnings(object, server.release), ...podSecurityWarnings(server, object)]) context.warn(text);
}

export function answerUpdate(context: CallContext, route: ResourceRoute): void {
  const object = named(route.name!, inNamespaceOf(route, readObject(context, route.served)));
  answerObject(context, route, 200, replaceWith(context, route, object, writeOptions(context, route, 'update')));
}

/** Writes the object, or its status when that is what the path is of. Parts that are as before stay the same values. */
export function replaceWith(context: CallContext, route: ResourceRoute, object: KubeObject, options: WriteOptions): KubeObject {
  const { server, user } = context;
  const { kind } = route.served;
  const old = server.store.get(storeKey(kind, route.namespace, route.name!));
  if (old) demandRevision(context, route, object);
  const next = old === undefined ? object : reuse(object, old);
  const managers = next.metadata.managedFields;
  if (managers && managers.length > 0 && managers !== old?.metadata.managedFields) options = { ...options, givenManagers: managers };
  if (route.subresource === 'status') return server.updateStatus(user, kind, next, options);
  demandNoEscalation(server, context.who, kind, next, old);
  if ((kind as unknown) === podKind && next.spec !== old?.spec) checkPodSecurity(server, next as Pod);
  const written = server.update(user, kind, next, route.subresource === undefined ? options : { ...options, part: route.subresource });
  warnAbout(context, route, written, old);
  return written;
}

/** Some kinds are only replaced by who says which revision of them is meant. */
function demandRevision({ server }: CallContext, { served: { kind } }: ResourceRoute, { metadata: { name = '', resourceVersion = '' } }: { readonly metadata: Partial<ObjectMeta> }): void {
  if (!/^\d*$/.test(resourceVersion)) throw new ApiStatus(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  if (Number(resourceVersion) > 0 || kind.needsRevision !== true) return;
  throw invalid({ kind: kind.plural, group: kind.group }, name, [invalidValue('metadata.resourceVersion', new GoValue('0x0', 0), 'must be specified for an update')], server.release);
}

export function answerDelete(context: CallContext, route: ResourceRoute): void {
  const { kind, group } = route.served;
  const options = deleteOptions(context, route);
  const { object, gone } = context.server.delete(context.user, kind, route.namespace, route.name!, options);
  if (!gone || kind.returnsDeleted === true) {
    answerObject(context, route, 200, object);
    return;
  }
  const { name, uid } = object.metadata;
  const details = { name, ...(group !== '' && { group }), kind: kind.plural, uid };
  context.answer(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

export function answerDeleteCollection(context: CallContext, route: ResourceRoute): void {
  const { server, user } = context;
  const { kind } = route.served;
  const options = deleteOptions(context, route);
  const selection = selectionOf(kind, context.query('labelSelector') ?? '', context.query('fieldSelector') ?? '');
  const items: KubeObject[] = [];
  for (const key of keysOf(server.store, route, selection.name)) {
    const object = server.store.get(key);
    if (object === undefined || !selection.matches(object)) continue;
    items.push(server.delete(user, kind, object.metadata.namespace, object.metadata.name, options).object);
  }
  const metadata = { resourceVersion: String(server.store.revision) };
  const shown = items.map((item) => inVersion(item, route.served));
  context.answer(200, { kind: kind.listsAs ?? `${kind.kind}List`, apiVersion: route.served.apiVersion, metadata, items: shown });
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

/** From the body, or from the parameters where there is none. */
function deleteOptions(context: CallContext, { served: { kind, version } }: ResourceRoute): DeleteOptions {
  const body = context.request.body.length > 0 ? parseBody(context) : {};
  if (!isJsonObject(body)) throw badRequest('couldn\'t get version/kind; json parse error: the options of a delete are an object');
  const options = deleteOptionsFrom(context, decodeAs(context, body, 'meta.v1.DeleteOptions', 'DeleteOptions', 'v1'));
  if (options.propagationPolicy !== undefined || version.orphans !== true) return options;
  if (kind === jobKind && context.server.release.atLeast(23)) context.warn(orphansPods);
  return { ...options, defaultPropagation: 'Orphan' };
}

const orphansPods = 'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

interface WireDeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

export function deleteOptionsFrom(context: CallContext, decoded: object): DeleteOptions {
  const given = decoded as WireDeleteOptions;
  const graceText = context.query('gracePeriodSeconds');
  if (graceText !== undefined && !/^-?\d{1,15}$/.test(graceText)) throw badRequest(`strconv.ParseInt: parsing "${graceText}": invalid syntax`);
  const gracePeriodSeconds = given.gracePeriodSeconds ?? (graceText === undefined ? undefined : Number(graceText));
  const orphan = given.orphanDependents ?? (context.query('orphanDependents') === undefined ? undefined : context.flag('orphanDependents'));
  const policy = given.propagationPolicy ?? context.query('propagationPolicy') ?? (orphan === undefined ? undefined : orphan ? 'Orphan' : 'Background');
  if (policy !== undefined && !policies.includes(policy)) {
    throw invalid({ kind: 'DeleteOptions', group: 'meta.k8s.io' }, '', [notSupported('propagationPolicy', policy, [...policies, 'nil'])], context.server.release);
  }
  const dryRun = context.saysDryRun([...(given.dryRun ?? []), ...(context.request.query.get('dryRun') ?? [])]);
  return {
    dryRun,
    act: 'delete',
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(policy !== undefined && { propagationPolicy: policy as Propagation }),
    ...(given.preconditions && { preconditions: given.preconditions }),
  };
}
