/** The ReplicaSet of the present template: found again, brought up to its revision, or made. */
import { deepEqual } from '../../../base/index.ts';
import type { Deployment } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import type { PodTemplateSpec } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { controllerOf, controllerReference, type LabelSelector } from '../../meta/object.ts';
import { reading } from '../controller-context.ts';
import { newCondition, reasons, setCondition } from './progress-conditions.ts';
import { revisionAnnotation, revisionOf, withRevision, withSize } from './revisions.ts';
import { newSetSize } from './rolling-arithmetic.ts';
import { actor, measure, replaceSet, setKey, type Rollout } from './rollout.ts';
import { tellScaled } from './scale-set.ts';
import { templateHash, templateHashLabel, templateText } from './template-hash.ts';

/** Makes sure of the new set's revision, and when `create` is asked, that there is one. */
export function syncNewSet(rollout: Rollout, create: boolean): void {
  const revision = rollout.oldSets.reduce((max, set) => Math.max(max, revisionOf(set)), 0) + 1;
  if (rollout.newSet) {
    renewSet(rollout, rollout.newSet, revision);
    noteProgress(rollout, revisionOf(rollout.newSet), reasons.found, `Found new replica set "${rollout.newSet.metadata.name}"`, true);
  } else if (create) {
    const made = createSet(rollout, revision);
    if (made) noteProgress(rollout, revision, reasons.created, `Created new replica set "${made.metadata.name}"`, false);
  }
}

function renewSet(rollout: Rollout, set: ReplicaSet, revision: number): void {
  const { context, deployment, key } = rollout;
  const annotations = withRevision(set.metadata.annotations, deployment, revision);
  const { minReadySeconds } = deployment.spec;
  const sameMinReady = (set.spec.minReadySeconds ?? 0) === (minReadySeconds ?? 0);
  if (annotations === set.metadata.annotations && sameMinReady) return;
  const { client, trace } = context;
  const args = { set: set.metadata.name, revision };
  const id = trace.record(actor, 'update', 'deployment-renews-set', args, [reading(client, key, 'spec'), reading(client, setKey(set), 'metadata')]);
  const spec = sameMinReady ? set.spec : { ...set.spec, minReadySeconds };
  replaceSet(rollout, client.update<ReplicaSet>({ ...set, spec, metadata: { ...set.metadata, annotations } }, { trace: id }));
}

/** Writes the revision and, where progress is watched, a condition into the Deployment. */
function noteProgress(rollout: Rollout, revision: number, reason: string, message: string, onlyWithout: boolean): void {
  const { client, trace } = rollout.context;
  const { metadata, spec } = rollout.deployment;
  if (metadata.annotations?.[revisionAnnotation] !== String(revision)) {
    const annotations = { ...metadata.annotations, [revisionAnnotation]: String(revision) };
    const id = trace.record(actor, 'update', 'deployment-notes-revision', { revision }, [reading(client, rollout.key, 'spec')]);
    rollout.deployment = client.update({ ...rollout.deployment, metadata: { ...metadata, annotations } }, { trace: id });
  }
  const { deployment } = rollout;
  const conditions = deployment.status.conditions ?? [];
  if (!watchesProgress(spec) || (onlyWithout && conditions.some((c) => c.type === 'Progressing'))) return;
  const after = setCondition(conditions, newCondition('Progressing', 'True', reason, message, client.now()));
  if (after === conditions) return;
  const id = trace.record(actor, 'update-status', 'deployment-progress', { reason }, [reading(client, rollout.key, 'spec')]);
  rollout.deployment = client.updateStatus({ ...deployment, status: { ...deployment.status, conditions: after } }, { trace: id });
}

export function watchesProgress(spec: Deployment['spec']): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2_147_483_647;
}

function createSet(rollout: Rollout, revision: number): ReplicaSet | undefined {
  const { context, deployment, key } = rollout;
  const { client, trace } = context;
  const hash = templateHash(deployment.spec.template, deployment.status.collisionCount);
  const name = `${deployment.metadata.name}-${hash}`;
  const replicas = newSetSize(rollout.bounds, { name, replicas: 0, pods: 0, available: 0 }, rollout.oldSets.map((set) => measure(rollout, set)));
  const reads = [reading(client, key, 'spec')];
  const id = trace.record(actor, 'create', 'deployment-creates-set', { set: name, replicas, desired: rollout.bounds.desired, revision }, reads);
  try {
    const made = client.create<ReplicaSet>(newSet(rollout, name, hash, replicas, revision), { trace: id });
    rollout.newSet = made;
    if (replicas > 0) tellScaled(rollout, name, 0, replicas, id);
    return made;
  } catch (error) {
    if (!(error instanceof ApiStatus)) throw error;
    if (error.reason === 'AlreadyExists') return takeExisting(rollout, name, error);
    creationFailed(rollout, name, error);
    throw error;
  }
}

function newSet({ deployment, bounds }: Rollout, name: string, hash: string, replicas: number, revision: number) {
  const { namespace } = deployment.metadata;
  const { selector, template, minReadySeconds } = deployment.spec;
  return {
    apiVersion: deployment.apiVersion,
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace,
      ownerReferences: [controllerReference(deployment)],
      labels: { ...template.metadata?.labels, [templateHashLabel]: hash },
      annotations: withSize(withRevision(undefined, deployment, revision), bounds),
    },
    spec: {
      replicas,
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: withHashSelector(selector, hash),
      template: withHashLabel(template, hash),
    },
  };
}

function withHashSelector(selector: LabelSelector, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } };
}

function withHashLabel(template: PodTemplateSpec, hash: string): PodTemplateSpec {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [templateHashLabel]: hash } } };
}

/** The name is taken: by this very template, or by another, whose hash is the same: then the next attempt hashes otherwise. */
function takeExisting(rollout: Rollout, name: string, error: ApiStatus): ReplicaSet | undefined {
  const { context, deployment } = rollout;
  const { client, trace } = context;
  const existing = client.view.get(`replicasets.apps/${deployment.metadata.namespace}/${name}`) as ReplicaSet | undefined;
  if (!existing) throw error;
  const isOurs = controllerOf(existing)?.uid === deployment.metadata.uid;
  if (isOurs && deepEqual(templateText(existing.spec.template), templateText(deployment.spec.template))) {
    rollout.newSet = existing;
    return existing;
  }
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  const id = trace.record(actor, 'update-status', 'deployment-hash-collision', { set: name, collisionCount }, [reading(client, setKey(existing), 'spec')]);
  client.updateStatus({ ...deployment, status: { ...deployment.status, collisionCount } }, { trace: id });
  throw error;
}

function creationFailed(rollout: Rollout, name: string, error: ApiStatus): void {
  const { context, deployment, key } = rollout;
  const { client, trace } = context;
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  const id = trace.record(actor, 'update-status', 'deployment-cannot-create-set', { set: name, message: error.message }, [reading(client, key, 'spec')]);
  if (watchesProgress(deployment.spec)) {
    const condition = newCondition('Progressing', 'False', reasons.createFailed, message, client.now());
    const conditions = setCondition(deployment.status.conditions ?? [], condition);
    rollout.deployment = client.updateStatus({ ...deployment, status: { ...deployment.status, conditions } }, { trace: id });
  }
  client.event({ regarding: deployment, type: 'Warning', reason: reasons.createFailed, message, trace: id });
}
