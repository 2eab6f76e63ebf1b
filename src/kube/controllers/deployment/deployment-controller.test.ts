import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { makeManager } from '../test-manager.ts';

type Manager = ReturnType<typeof makeManager>;

/** DESIRED CURRENT READY of each ReplicaSet as a watch shows them, repeated lines once. */
function watchSets(m: Manager): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  m.store.watch(
    m.store.revision,
    ({ after }) => {
      const set = after as ReplicaSet | undefined;
      if (!set) return;
      const line = `${set.spec.replicas} ${set.status.replicas} ${set.status.readyReplicas ?? 0}`;
      const own = lines.get(set.metadata.name) ?? [];
      if (own.at(-1) !== line) lines.set(set.metadata.name, [...own, line]);
    },
    { table: 'replicasets.apps' },
  );
  return lines;
}

const sets = (m: Manager) => m.client.view.list('replicasets.apps') as readonly ReplicaSet[];
const setOf = (m: Manager, image: string) => sets(m).find((s) => s.spec.template.spec.containers[0]!.image === image)!;
const scaled = (m: Manager) => m.events().filter((e) => e.startsWith('ScalingReplicaSet')).map((e) => e.replace(/^.*Scaled /, ''));
const reasonsOf = (d: Deployment) => d.status.conditions!.map((c) => `${c.type}=${c.status} ${c.reason}`);

describe('the deployment controller', () => {
  test('makes a ReplicaSet, which makes pods, and reports them available', () => {
    const m = makeManager();
    m.apply('web', { replicas: 3, image: 'nginx:1.22' });
    m.run(10_000);
    const d = m.deployment('web');
    expect(d.status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 });
    expect(d.status.unavailableReplicas).toBeUndefined();
    expect(reasonsOf(d)).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable']);
    expect(d.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '1' });
    const [set] = sets(m);
    expect(set!.metadata.annotations).toEqual({ 'deployment.kubernetes.io/desired-replicas': '3', 'deployment.kubernetes.io/max-replicas': '4', 'deployment.kubernetes.io/revision': '1' });
    expect(set!.metadata.name).toBe(`web-${set!.metadata.labels!['pod-template-hash']}`);
  });

  test('updates as the captured cluster did: resized first, then step by step', () => {
    const m = makeManager({ nodes: 1, readyMs: (() => { let n = 0; return () => 1000 + 400 * n++; })() });
    m.apply('web', { replicas: 3, image: 'nginx:1.22' });
    m.run(10_000);
    const lines = watchSets(m);
    m.apply('web', { replicas: 4, image: 'nginx:1.23' });
    m.run(30_000);
    const old = setOf(m, 'nginx:1.22').metadata.name;
    const made = setOf(m, 'nginx:1.23').metadata.name;
    expect(lines.get(old)).toEqual(['4 3 3', '4 4 3', '3 4 3', '3 3 3', '2 3 3', '2 2 2', '1 2 2', '1 1 1', '0 1 1', '0 0 0']);
    expect(lines.get(made)).toEqual(['1 0 0', '1 1 0', '2 1 0', '2 2 0', '2 2 1', '3 2 1', '3 3 1', '3 3 2', '4 3 2', '4 4 2', '4 4 3', '4 4 4']);
    expect(scaled(m)).toEqual([
      `up replica set ${old} to 3`,
      `up replica set ${old} to 4`,
      `up replica set ${made} to 1`,
      `down replica set ${old} to 3`,
      `up replica set ${made} to 2`,
      `down replica set ${old} to 2`,
      `up replica set ${made} to 3`,
      `down replica set ${old} to 1`,
      `up replica set ${made} to 4`,
      `down replica set ${old} to 0`,
    ]);
  });

  test('a template that comes back finds its ReplicaSet again, under a new revision', () => {
    const m = makeManager();
    for (const image of ['nginx:1.22', 'nginx:1.23', 'nginx:1.22']) {
      m.apply('web', { replicas: 2, image });
      m.run(20_000);
    }
    expect(sets(m).length).toBe(2);
    const annotations = setOf(m, 'nginx:1.22').metadata.annotations!;
    expect(annotations['deployment.kubernetes.io/revision']).toBe('3');
    expect(annotations['deployment.kubernetes.io/revision-history']).toBe('1');
    expect(m.deployment('web').metadata.annotations!['deployment.kubernetes.io/revision']).toBe('3');
  });

  test('Recreate ends every old pod before the first new one is made', () => {
    const m = makeManager();
    const strategy = { type: 'Recreate' } as const;
    m.apply('web', { replicas: 3, image: 'nginx:1.22', strategy });
    m.run(10_000);
    const together: number[] = [];
    m.store.watch(m.store.revision, () => together.push(new Set(m.pods().map((p) => p.spec.containers[0]!.image)).size), { table: 'pods' });
    m.apply('web', { replicas: 3, image: 'nginx:1.23', strategy });
    m.run(20_000);
    expect(Math.max(...together)).toBe(1);
    expect(m.deployment('web').status).toMatchObject({ updatedReplicas: 3, availableReplicas: 3 });
  });

  test('paused, it resizes but does not update; resumed, it does', () => {
    const m = makeManager();
    m.apply('web', { replicas: 2, image: 'nginx:1.22' });
    m.run(10_000);
    m.apply('web', { replicas: 3, image: 'nginx:1.23', paused: true });
    m.run(10_000);
    expect(setOf(m, 'nginx:1.22').spec.replicas).toBe(3);
    expect(setOf(m, 'nginx:1.23')).toBeUndefined();
    expect(reasonsOf(m.deployment('web'))).toContain('Progressing=Unknown DeploymentPaused');
    m.apply('web', { replicas: 3, image: 'nginx:1.23', paused: false });
    m.run(20_000);
    expect(setOf(m, 'nginx:1.23').status.availableReplicas).toBe(3);
    expect(reasonsOf(m.deployment('web'))).toContain('Progressing=True NewReplicaSetAvailable');
  });

  test('an update whose pods do not become ready leaves the old ones serving, and says so after the deadline', () => {
    const m = makeManager();
    m.apply('web', { replicas: 4, image: 'nginx:1.22', progressDeadlineSeconds: 60 });
    m.run(10_000);
    m.kubelet.holds = (pod) => pod.spec.containers[0]!.image === 'nosuch:1';
    m.apply('web', { replicas: 4, image: 'nosuch:1', progressDeadlineSeconds: 60 });
    m.run(50_000);
    expect(m.deployment('web').status).toMatchObject({ availableReplicas: 3, updatedReplicas: 2 });
    expect(reasonsOf(m.deployment('web'))).toContain('Progressing=True ReplicaSetUpdated');
    m.run(20_000);
    expect(reasonsOf(m.deployment('web'))).toContain('Progressing=False ProgressDeadlineExceeded');
    m.apply('web', { replicas: 4, image: 'nginx:1.22', progressDeadlineSeconds: 60 });
    m.run(20_000);
    expect(m.deployment('web').status).toMatchObject({ availableReplicas: 4, updatedReplicas: 4 });
  });

  test('old ReplicaSets go when the history is full, the lowest revision first', () => {
    const m = makeManager();
    for (let i = 0; i < 5; i++) {
      m.apply('web', { replicas: 1, image: `nginx:1.${i}`, revisionHistoryLimit: 2 });
      m.run(20_000);
    }
    expect(sets(m).map((s) => s.metadata.annotations!['deployment.kubernetes.io/revision']).sort()).toEqual(['3', '4', '5']);
  });

  test('another template under the same name is a collision: the next hash is another', () => {
    const m = makeManager();
    m.apply('web', { replicas: 1, image: 'nginx:1.22' });
    m.run(10_000);
    const [own] = sets(m);
    m.client.delete(m.deployment('web'), { propagationPolicy: 'Orphan' });
    m.client.update<Deployment>({ ...m.deployment('web'), metadata: { ...m.deployment('web').metadata, finalizers: [] } });
    m.client.delete(own!);
    const stranger = { ...own!, metadata: { name: own!.metadata.name, namespace: 'default', labels: { other: 'x' } } };
    m.client.create<ReplicaSet>({ ...stranger, spec: { ...own!.spec, replicas: 0, selector: { matchLabels: { other: 'x' } }, template: { metadata: { labels: { other: 'x' } }, spec: own!.spec.template.spec } } });
    m.apply('web', { replicas: 1, image: 'nginx:1.22' });
    m.run(20_000);
    expect(m.deployment('web').status).toMatchObject({ collisionCount: 1, availableReplicas: 1 });
  });

  test('writes of one instant are not one for each pod', () => {
    const m = makeManager({ nodes: 10 });
    const before = m.store.revision;
    m.apply('web', { replicas: 400, image: 'nginx:1.22' });
    m.run(10_000);
    expect(m.deployment('web').status.availableReplicas).toBe(400);
    const statuses = m.store.changesSince(before).filter((c) => !c.key.startsWith('pods/') && !c.key.startsWith('events/'));
    expect(statuses.length).toBeLessThan(20);
  });
});
