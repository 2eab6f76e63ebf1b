/** The replication controllers of a namespace as rolling-update handles them: read, made, scaled, told apart by a label, renamed. */
import type { JsonObject } from '../../base/index.ts';
import { sleep } from '../../host/index.ts';
import { CommandError } from '../kubectl/command/errors.ts';
import type { Invocation } from '../kubectl/command/invocation.ts';
import type { Task } from '../kubectl/command/task.ts';
import { count, has, list, members, text, withMember } from '../kubectl/objects/member.ts';
import { mapSelectorText } from '../kubectl/objects/selector-text.ts';
import { selectedPods } from '../kubectl/verbs/pods-of.ts';
import { StatusError } from '../kubectl/wire/status-error.ts';

const RENAME_LOOK_MS = 5_000;
const RENAME_MS = 60_000;

export class Controllers {
  readonly namespace: string;
  private readonly k: Invocation;
  private readonly path: string;

  constructor(k: Invocation) {
    this.k = k;
    this.namespace = k.namespace;
    this.path = `/api/v1/namespaces/${k.namespace}`;
  }

  *get(name: string): Task<JsonObject> {
    return (yield* this.k.client.get(`${this.path}/replicationcontrollers/${name}`)) as JsonObject;
  }

  *find(name: string): Task<JsonObject | undefined> {
    try {
      return yield* this.get(name);
    } catch (error) {
      if (error instanceof StatusError && error.isNotFound) return undefined;
      throw error;
    }
  }

  *withSource(name: string): Task<JsonObject | undefined> {
    const all = yield* this.k.client.get(`${this.path}/replicationcontrollers`);
    return list(all, 'items').find((rc) => text(rc, 'metadata', 'annotations', 'kubectl.kubernetes.io/update-source-id').split(':')[0] === name) as JsonObject | undefined;
  }

  *create(controller: JsonObject): Task<JsonObject> {
    return (yield* this.k.client.json(`${this.path}/replicationcontrollers`, { method: 'POST', body: controller })) as JsonObject;
  }

  /** Changed as it stands now: others write to it too. */
  *change(name: string, to: (controller: JsonObject) => JsonObject): Task<JsonObject> {
    const body = to(yield* this.get(name));
    return (yield* this.k.client.json(`${this.path}/replicationcontrollers/${name}`, { method: 'PUT', body })) as JsonObject;
  }

  *delete(name: string, propagationPolicy: 'Background' | 'Orphan' = 'Background'): Task {
    yield* this.k.client.json(`${this.path}/replicationcontrollers/${name}`, { method: 'DELETE', body: { propagationPolicy } });
  }

  /** Scaled, and so many pods made or ended. */
  *scaleAndWait(name: string, replicas: number, pollMs: number, timeoutMs: number): Task<JsonObject> {
    yield* this.change(name, (rc) => withMember(rc, ['spec', 'replicas'], replicas));
    for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += pollMs) {
      const rc = yield* this.get(name);
      if (count(rc, 'status', 'observedGeneration') >= count(rc, 'metadata', 'generation') && count(rc, 'status', 'replicas') === count(rc, 'spec', 'replicas')) return rc;
      yield* sleep(pollMs);
    }
    throw new CommandError('timed out waiting for the condition');
  }

  /** How many pods of the controller's selector are ready. */
  *ready(controller: JsonObject): Task<number> {
    return (yield* this.pods(controller)).filter((pod) => !has(pod, 'metadata', 'deletionTimestamp') && list(pod, 'status', 'conditions').some((c) => text(c, 'type') === 'Ready' && text(c, 'status') === 'True')).length;
  }

  private *pods(controller: JsonObject): Task<readonly JsonObject[]> {
    return yield* selectedPods(this.k, this.namespace, mapSelectorText(members(controller, 'spec', 'selector')));
  }

  /** The old one points to the next, and its pods, template and selector get the label that tells them from the next one's. */
  *tellApart(old: JsonObject, next: string, key: string, value: string): Task<JsonObject> {
    const name = text(old, 'metadata', 'name');
    const pointing = (rc: JsonObject): JsonObject => withMember(rc, ['metadata', 'annotations', 'kubectl.kubernetes.io/next-controller-id'], next);
    if (has(old, 'spec', 'selector', key)) return yield* this.change(name, pointing);
    yield* this.change(name, (rc) => withMember(rc, ['spec', 'template', 'metadata', 'labels', key], value));
    for (const pod of yield* this.pods(old)) {
      const body = withMember(pod, ['metadata', 'labels', key], value);
      yield* this.k.client.json(`${this.path}/pods/${text(pod, 'metadata', 'name')}`, { method: 'PUT', body });
    }
    return yield* this.change(name, (rc) => pointing(withMember(rc, ['spec', 'selector', key], value)));
  }

  /** There is no renaming: it is deleted, its pods left, and made anew. */
  *rename(controller: JsonObject, name: string): Task {
    const oldName = text(controller, 'metadata', 'name');
    yield* this.delete(oldName, 'Orphan');
    for (let waitedMs = 0; (yield* this.find(oldName)) !== undefined; waitedMs += RENAME_LOOK_MS) {
      if (waitedMs >= RENAME_MS) throw new CommandError('timed out waiting for the condition');
      yield* sleep(RENAME_LOOK_MS);
    }
    const { labels, annotations } = members(controller, 'metadata');
    yield* this.create({ apiVersion: 'v1', kind: 'ReplicationController', metadata: { name, namespace: this.namespace, ...(labels && { labels }), ...(annotations && { annotations }) }, spec: members(controller, 'spec') });
  }
}
