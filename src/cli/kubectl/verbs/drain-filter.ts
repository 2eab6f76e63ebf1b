/** Which pods of a node a drain evicts, and which keep it from beginning. */
import { parseRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { drainRules } from '../kinds/drain-rules.ts';
import { bool, has, list, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

export interface ToDrain {
  readonly pods: readonly JsonObject[];
  readonly warnings: string;
  readonly errors: readonly string[];
}

const localStorage = 'cannot delete Pods with local storage (use --delete-emptydir-data to override)';
const noController = 'Pods that declare no controller';
const notManaged = 'Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet';

/** The first client that asks for no more than a controller. */
const CONTROLLER_SINCE = 24;
const ofDaemonSet = 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)';

export function* podsToDrain(k: Invocation, node: Info): Task<ToDrain> {
  const labels = k.flags.text('pod-selector');
  const query: [string, string][] = [['fieldSelector', `spec.nodeName=${node.name}`], ...(labels === '' ? [] : ([['labelSelector', labels]] as [string, string][])), ['limit', '500']];
  const all = list(yield* k.client.get('/api/v1/pods', query), 'items') as readonly JsonObject[];
  const pods: JsonObject[] = [];
  const refused = new Map<string, string[]>();
  const warned = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, why: string, pod: Json): unknown =>
    map.set(why, [...(map.get(why) ?? []), `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`]);
  const patience = k.flags.int('skip-wait-for-delete-timeout');
  for (const pod of all) {
    const ends = parseRfc3339(text(pod, 'metadata', 'deletionTimestamp'));
    if (patience > 0 && ends !== undefined && k.nowMs - ends > patience * 1_000) continue;
    const verdict = yield* judge(k, pod);
    if (verdict.refusal) note(refused, verdict.refusal, pod);
    if (verdict.warning) note(warned, verdict.warning, pod);
    if (verdict.evict) pods.push(pod);
  }
  const words = (map: Map<string, string[]>): string[] => [...map].map(([why, names]) => `${why}: ${names.join(', ')}`);
  return { pods, warnings: words(warned).join('; '), errors: words(refused) };
}

interface Verdict {
  readonly evict: boolean;
  readonly warning?: string;
  readonly refusal?: string;
}

function* judge(k: Invocation, pod: JsonObject): Task<Verdict> {
  if (has(pod, 'metadata', 'annotations', drainRules.mirrorAnnotation)) return { evict: false };
  const phase = text(pod, 'status', 'phase');
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const owner = list(pod, 'metadata', 'ownerReferences').find((reference) => bool(reference, 'controller'));
  if (owner !== undefined && text(owner, 'kind') === drainRules.stays && !isOver) {
    const missing = yield* missingDaemonSet(k, text(pod, 'metadata', 'namespace'), text(owner, 'name'));
    if (missing) return missing.isGone && k.flags.bool('force') ? { evict: true } : { evict: false, refusal: `cannot delete ${missing.message}` };
    return k.flags.bool('ignore-daemonsets') ? { evict: false, warning: 'ignoring DaemonSet-managed Pods' } : { evict: false, refusal: ofDaemonSet };
  }
  if (!isOver && list(pod, 'spec', 'volumes').some((volume) => has(volume, 'emptyDir'))) {
    if (!k.flags.bool('delete-emptydir-data') && !k.flags.bool('delete-local-data')) return { evict: false, refusal: localStorage };
  }
  if (owner === undefined && !isOver) {
    const isOld = k.release.minor < CONTROLLER_SINCE;
    if (k.flags.bool('force')) return { evict: true, warning: `deleting ${isOld ? notManaged : noController}` };
    return { evict: false, refusal: `cannot delete ${isOld ? notManaged : `cannot delete ${noController}`} (use --force to override)` }; // twice, as the real one says it
  }
  return { evict: true };
}

/** Why the DaemonSet of a pod cannot be had; undefined when it is there. */
function* missingDaemonSet(k: Invocation, namespace: string, name: string): Task<{ readonly isGone: boolean; readonly message: string } | undefined> {
  try {
    yield* k.client.get(`/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { isGone: error.reason === 'NotFound', message: error.message };
  }
}
