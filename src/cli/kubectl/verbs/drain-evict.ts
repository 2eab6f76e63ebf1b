/** Evicting the pods of a node: asked for again where a budget forbids it, and waited for until each is gone. */
import { formatDuration, type JsonObject } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { dryRun, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { member, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import { StatusError } from '../wire/status-error.ts';

const RETRY_MS = 5_000;
const LOOK_MS = 1_000;

interface Evicting {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  state: 'asked' | 'ending' | 'gone';
  failure: string | undefined;
}

export interface DrainFailure {
  readonly summary: string; // on one line
  readonly lines: readonly string[];
}

export function* evictAll(k: Invocation, node: Info, pods: readonly JsonObject[], timeoutMs: number): Task<DrainFailure | undefined> {
  const { clock } = k.p.host;
  const deadline = clock.now + timeoutMs;
  const all = pods.map((pod): Evicting => ({ name: text(pod, 'metadata', 'name'), namespace: text(pod, 'metadata', 'namespace'), uid: text(pod, 'metadata', 'uid'), state: 'asked', failure: undefined }));
  let nextRetry = clock.now;
  while (all.some((pod) => pod.state !== 'gone' && pod.failure === undefined)) {
    if (clock.now >= nextRetry) {
      for (const pod of all) if (pod.state === 'asked' && pod.failure === undefined) yield* ask(k, pod);
      nextRetry = clock.now + RETRY_MS;
    }
    if (dryRun(k) !== 'none') return undefined;
    for (const pod of all) if (pod.state === 'ending') yield* look(k, pod);
    if (all.every((pod) => pod.state === 'gone' || pod.failure !== undefined)) break;
    if (clock.now >= deadline) {
      giveUp(all, timeoutMs);
      break;
    }
    yield* sleep(Math.min(LOOK_MS, Math.max(1, deadline - clock.now)));
  }
  const failures = all.flatMap((pod) => (pod.failure === undefined ? [] : [pod.failure]));
  if (failures.length === 0) return undefined;
  const left = all.filter((pod) => pod.failure !== undefined).map((pod) => `pod/${pod.name}\n`).sort();
  const summary = failures.length === 1 ? failures[0]! : `[${failures.join(', ')}]`;
  yield* k.warn(`There are pending pods in node ${JSON.stringify(node.name)} when an error occurred: ${summary}\n${left.join('')}`);
  return { summary, lines: failures };
}

function giveUp(all: readonly Evicting[], timeoutMs: number): void {
  for (const pod of all) {
    if (pod.state === 'ending') pod.failure = `error when waiting for pod ${JSON.stringify(pod.name)} in namespace ${JSON.stringify(pod.namespace)} to terminate: context deadline exceeded`;
    else if (pod.state === 'asked') pod.failure = `error when evicting pods/${JSON.stringify(pod.name)} -n ${JSON.stringify(pod.namespace)}: global timeout reached: ${formatDuration(timeoutMs)}`;
  }
}

function* ask(k: Invocation, pod: Evicting): Task {
  const isDelete = k.flags.bool('disable-eviction');
  yield* k.print(`${isDelete ? 'deleting' : 'evicting'} pod ${pod.namespace}/${pod.name}${dryRunSuffix(dryRun(k))}\n`);
  if (dryRun(k) === 'client') return;
  const grace = k.flags.int('grace-period');
  const deleteOptions: JsonObject = grace >= 0 ? { gracePeriodSeconds: grace } : {};
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
  try {
    if (isDelete) yield* k.client.json(path, { method: 'DELETE', query: dryRunQuery(dryRun(k)), body: deleteOptions });
    else yield* evict(k, pod, deleteOptions);
    pod.state = 'ending';
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.isNotFound) pod.state = 'gone';
    else if (error.code === 429) {
      yield* k.warn(`error when evicting pods/${JSON.stringify(pod.name)} -n ${JSON.stringify(pod.namespace)} (will retry after 5s): ${error.message}\n`);
    } else pod.failure = `error when evicting pods/${JSON.stringify(pod.name)} -n ${JSON.stringify(pod.namespace)}: ${error.message}`;
  }
}

/** In the version of the eviction that the server names. */
function* evict(k: Invocation, pod: Evicting, deleteOptions: JsonObject): Task {
  const discovery = yield* k.discovery();
  const pods = discovery.groups[0]?.resources.find((resource) => resource.plural === 'pods');
  const eviction = pods?.subresources.find((sub) => sub.name === 'eviction');
  const apiVersion = eviction && eviction.group !== '' ? `${eviction.group}/${eviction.version}` : 'policy/v1';
  const body = { apiVersion, kind: 'Eviction', metadata: { name: pod.name, namespace: pod.namespace }, deleteOptions };
  yield* k.client.json(`/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/eviction`, { method: 'POST', query: dryRunQuery(dryRun(k)), body });
}

function* look(k: Invocation, pod: Evicting): Task {
  try {
    const found = yield* k.client.get(`/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`);
    if (text(member(found, 'metadata'), 'uid') === pod.uid) return;
  } catch (error) {
    if (!(error instanceof StatusError && error.isNotFound)) throw error;
  }
  pod.state = 'gone';
  yield* k.print(`pod/${pod.name} ${k.flags.bool('disable-eviction') ? 'deleted' : 'evicted'}\n`);
}
