/** apply --prune: what was once applied here, and is not among what is applied now, is deleted. */
import type { JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunQuery } from '../command/dry-run.ts';
import { logHead } from '../command/discovery-log.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, text } from '../objects/member.ts';
import type { Report } from '../print/report.ts';
import { collectionPath, infoOf, objectPath, type Info } from '../resources/info.ts';
import { hasLastApplied } from '../resources/last-applied.ts';
import { waitUntilGone } from '../resources/wait-until.ts';
import type { ApiResource } from '../wire/discovery.ts';
import { findKind } from '../wire/resource-mapper.ts';
import { deadlineOf, propagation } from './delete.ts';

/** The first client that calls its list so, and tells of what it will leave alone. */
const ALLOWLIST_SINCE = 26;

export const pruneFlags: readonly FlagSpec[] = [
  { name: 'prune', type: 'bool', initial: 'false', usage: 'Delete what was applied before and is not among the files; with -l or --all.' },
  { name: 'prune-allowlist', type: 'array', usage: 'Only these types are pruned, as GROUP/VERSION/KIND; core is the group of pods.', since: ALLOWLIST_SINCE },
  { name: 'prune-whitelist', type: 'array', usage: 'Only these types are pruned, as GROUP/VERSION/KIND; core is the group of pods.', until: 29 },
  { name: 'cascade', type: 'optional', initial: 'background', bare: 'background', usage: 'What becomes of what pruned objects own: background, foreground or orphan.' },
  { name: 'timeout', type: 'duration', initial: '0s', usage: 'How long to wait for the end of what is deleted.' },
  { name: 'wait', type: 'bool', initial: 'false', usage: 'Wait until what is deleted is gone.' },
];

/** The first clients that look for these in the versions that stayed. */
const INGRESS_SINCE = 21;
const CRON_JOB_SINCE = 22;

/** What is looked through when nobody says otherwise: objects without a namespace last. */
const usual = (minor: number): readonly string[] => [
  'core/v1/ConfigMap', 'core/v1/Endpoints', 'core/v1/PersistentVolumeClaim', 'core/v1/Pod', 'core/v1/ReplicationController', 'core/v1/Secret', 'core/v1/Service',
  'batch/v1/Job', minor < CRON_JOB_SINCE ? 'batch/v1beta1/CronJob' : 'batch/v1/CronJob', minor < INGRESS_SINCE ? 'extensions/v1beta1/Ingress' : 'networking.k8s.io/v1/Ingress', 'apps/v1/DaemonSet', 'apps/v1/Deployment', 'apps/v1/ReplicaSet', 'apps/v1/StatefulSet',
  'core/v1/Namespace', 'core/v1/PersistentVolume',
];

const keepsAll = 'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

export function checkPrune({ flags, release }: Invocation): void {
  if (flags.bool('prune') && flags.text('selector') === '' && !flags.bool('all')) {
    throw new CommandError('all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector');
  }
  allowed(release.minor, flags.list('prune-allowlist'), flags.list('prune-whitelist'));
}

function allowed(minor: number, ...given: readonly (readonly string[])[]): readonly { readonly apiVersion: string; readonly kind: string }[] {
  const typed = given.flat();
  return (typed.length > 0 ? typed : usual(minor)).map((type) => {
    const [group, version, kind] = type.split('/');
    if (kind === undefined || type.split('/').length !== 3) throw new CommandError(`invalid GroupVersionKind format: ${type}, please follow <group/version/kind>`);
    return { apiVersion: group === 'core' ? version! : `${group}/${version}`, kind };
  });
}

/** What is to be looked through. Types of older servers are left out, unless somebody asked for them. */
export function* prunedTypes(k: Invocation): Task<readonly ApiResource[]> {
  const { flags } = k;
  const isTyped = flags.has('prune-allowlist') || flags.has('prune-whitelist');
  if (!isTyped && k.release.minor >= ALLOWLIST_SINCE) yield* k.warn(`${logHead(k, 'W')} prune.go:71] ${keepsAll}\n`);
  const discovery = yield* k.discovery();
  return allowed(k.release.minor, flags.list('prune-allowlist'), flags.list('prune-whitelist')).flatMap(({ apiVersion, kind }) => {
    const resource = findKind(discovery, apiVersion, kind);
    if (!resource && isTyped) throw new CommandError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    return resource ? [resource] : [];
  });
}

/** `applied` is all that the files name. */
export function* prune(k: Invocation, types: readonly ApiResource[], applied: readonly Info[], report: Report): Task {
  const deleted: Info[] = [];
  const grace = k.flags.int('grace-period');
  const body: JsonObject = { ...(grace >= 0 && { gracePeriodSeconds: grace }), propagationPolicy: propagation(k) };
  for (const type of types) {
    for (const info of yield* toPrune(k, [type], applied)) {
      if (dryRun(k) !== 'client') yield* k.client.json(objectPath(type, info.namespace, info.name), { method: 'DELETE', query: dryRunQuery(dryRun(k)), body });
      yield* report.say(info, 'pruned', info.object);
      deleted.push(info);
    }
  }
  if (!k.flags.bool('wait') || dryRun(k) !== 'none') return;
  for (const info of deleted) yield* waitUntilGone(k, info, text(info.object, 'metadata', 'uid'), deadlineOf(k));
}

/** What was applied once, in the namespaces of what is applied now, and is not among it. */
export function* toPrune(k: Invocation, types: readonly ApiResource[], applied: readonly Info[]): Task<readonly Info[]> {
  const kept = new Set(applied.map(keyOf));
  const namespaces = [...new Set(applied.filter(({ resource }) => resource.namespaced).map(({ namespace }) => namespace))].sort();
  const selector = k.flags.text('selector');
  const found: Info[] = [];
  for (const resource of types) {
    for (const namespace of resource.namespaced ? namespaces : ['']) {
      const all = yield* k.client.get(collectionPath(resource, namespace), selector === '' ? [] : [['labelSelector', selector]]);
      found.push(...list(all, 'items').map((object) => infoOf(resource, object)).filter((info) => hasLastApplied(info.object) && !kept.has(keyOf(info))));
    }
  }
  return found;
}

function keyOf({ resource, namespace, name }: Info): string {
  return `${resource.group}/${resource.plural}/${namespace}/${name}`;
}
