import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Node, Taint } from '../kinds/node/node.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import { registerNode } from '../controllers/fake-kubelet.ts';
import { makeManager } from '../controllers/test-manager.ts';
import { ClusterSummary } from './cluster-summary.ts';

type Manager = ReturnType<typeof makeManager>;

function pod(m: Manager, name: string, spec: Partial<PodSpec> = {}, cpu?: string): Pod {
  const resources = cpu === undefined ? {} : { resources: { requests: { cpu } } };
  return m.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx', ...resources }], ...spec } });
}

const at = (m: Manager, name: string) => m.client.view.get(`pods/default/${name}`) as Pod;
const nodeOf = (m: Manager, name: string) => at(m, name).spec.nodeName;
const refusal = (m: Manager, name: string) => at(m, name).status.conditions?.find((c) => c.type === 'PodScheduled');

function taint(m: Manager, name: string, taints: readonly Taint[]): void {
  const node = m.client.view.get(`nodes/${name}`) as Node;
  m.client.update<Node>({ ...node, spec: { ...node.spec, taints } });
}

describe('the scheduler', () => {
  test('says for each release in its words why no node will do', () => {
    const message = (release: string, spec: Partial<PodSpec>, cpu?: string) => {
      const m = makeManager({ release });
      taint(m, 'node-1', [{ key: 'k', value: 'v', effect: 'NoSchedule' }]);
      pod(m, 'p', spec, cpu);
      m.run(100);
      return refusal(m, 'p')!.message;
    };
    const selector = { nodeSelector: { disk: 'ssd' } };
    expect(message('1.20', {}, '100')).toBe("0/3 nodes are available: 1 node(s) had taint {k: v}, that the pod didn't tolerate, 2 Insufficient cpu.");
    expect(message('1.20', selector)).toBe("0/3 nodes are available: 1 node(s) had taint {k: v}, that the pod didn't tolerate, 2 node(s) didn't match Pod's node affinity.");
    expect(message('1.36', { resourceClaims: [{ name: 'gpu', resourceClaimName: 'one' }] })).toBe(
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 cannot allocate all claims. still not schedulable, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    );
    expect(message('1.36', selector)).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test('a refusal is a condition and an event, and is over when room is made', () => {
    const m = makeManager({ nodes: 1 });
    pod(m, 'big', {}, '3');
    pod(m, 'late', {}, '2');
    m.run(5000);
    expect(nodeOf(m, 'big')).toBe('node-1');
    expect(refusal(m, 'late')).toMatchObject({ status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient cpu.' });
    expect(m.events()).toContain('FailedScheduling Pod/late: 0/1 nodes are available: 1 Insufficient cpu.');
    m.client.delete(at(m, 'big'));
    m.run(5000);
    expect(nodeOf(m, 'late')).toBe('node-1');
    expect(refusal(m, 'late')).toMatchObject({ status: 'True' });
  });

  test('a new node takes the pods that wait', () => {
    const m = makeManager({ nodes: 0 });
    pod(m, 'p');
    m.run(1000);
    expect(refusal(m, 'p')!.message).toBe('0/0 nodes are available');
    registerNode(m.contextOf('test'), 'node-9');
    m.run(5000);
    expect(nodeOf(m, 'p')).toBe('node-9');
  });

  test('a closed or tainted node gets nothing, unless it is tolerated', () => {
    const m = makeManager({ nodes: 2 });
    taint(m, 'node-1', [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]);
    for (let i = 0; i < 6; i++) pod(m, `p${i}`);
    const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' } as const];
    for (let i = 0; i < 6; i++) pod(m, `t${i}`, { tolerations });
    m.run(5000);
    expect(Array.from({ length: 6 }, (_, i) => nodeOf(m, `p${i}`))).toEqual(Array(6).fill('node-2'));
    expect(Array.from({ length: 6 }, (_, i) => nodeOf(m, `t${i}`))).toContain('node-1');
  });

  test('spreads the pods of one owner, and fills by load', () => {
    const m = makeManager({ nodes: 4 });
    m.apply('web', { replicas: 40, image: 'nginx' });
    m.run(10_000);
    const counts = new Map<string, number>();
    for (const p of m.pods()) counts.set(p.spec.nodeName!, (counts.get(p.spec.nodeName!) ?? 0) + 1);
    expect([...counts.values()]).toEqual([10, 10, 10, 10]);
    // One that goes still takes room, but keeps its successor from no node.
    const gone = m.pods().find((p) => p.spec.nodeName === 'node-2')!;
    m.client.update<Pod>({ ...gone, metadata: { ...gone.metadata, finalizers: ['kubarium.dev/held'] } });
    m.client.delete(at(m, gone.metadata.name));
    m.run(10_000);
    expect(at(m, gone.metadata.name).metadata.deletionTimestamp).toBeDefined();
    expect(m.pods().filter((p) => p.spec.nodeName === 'node-2' && !p.metadata.deletionTimestamp)).toHaveLength(10);
  });

  test('a host port is given once a node', () => {
    const m = makeManager({ nodes: 2 });
    const containers = [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' as const }] }];
    for (let i = 0; i < 3; i++) pod(m, `p${i}`, { containers });
    m.run(5000);
    const placed = [0, 1, 2].map((i) => nodeOf(m, `p${i}`)).filter(Boolean);
    expect(placed.sort()).toEqual(['node-1', 'node-2']);
    const left = [0, 1, 2].map((i) => `p${i}`).find((name) => !nodeOf(m, name))!;
    expect(refusal(m, left)!.message).toBe("0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.");
  });

  test('its act tells the score of each node', () => {
    const m = makeManager({ nodes: 3 });
    taint(m, 'node-2', [{ key: 'k', effect: 'NoSchedule' }]);
    pod(m, 'p');
    m.run(100);
    const entry = m.trace.get(m.store.origin('pods/default/p', 'spec'))!;
    expect(entry.code).toBe('scheduler-assigns');
    expect(entry.args['verdicts']).toMatch(/^node-1: \d+; node-2: node\(s\) had taint \{k: \}, that the pod didn't tolerate; node-3: \d+$/);
  });
});

describe('the picture of the cluster', () => {
  test('kept up with pods that come, go and end it is what counting anew gives', () => {
    const nodes = [1, 2, 3].map((i): Node => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `n${i}`, uid: `n${i}`, resourceVersion: '1', creationTimestamp: '' }, spec: {}, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' } } }));
    const step = fc.record({ pod: fc.integer({ min: 0, max: 9 }), node: fc.integer({ min: 0, max: 4 }), phase: fc.constantFrom('Pending', 'Running', 'Succeeded'), cpu: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const kept = new ClusterSummary();
        for (const node of nodes) kept.noteNode(node.metadata.name, node);
        const now = new Map<string, Pod>();
        for (const s of steps) {
          const key = `pods/default/p${s.pod}`;
          const before = now.get(key);
          const spec = before?.spec ?? { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: `${s.cpu}m` } } }], ...(s.node > 0 && s.node < 4 && { nodeName: `n${s.node}` }) };
          if (s.node === 4) now.delete(key);
          else now.set(key, { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${s.pod}`, namespace: 'default', uid: `${s.pod}`, resourceVersion: '1', creationTimestamp: '' }, spec, status: { phase: s.phase } });
          kept.notePod(key, now.get(key));
        }
        const anew = new ClusterSummary();
        for (const node of nodes) anew.noteNode(node.metadata.name, node);
        for (const [key, p] of now) anew.notePod(key, p);
        const numbers = (c: ClusterSummary) => c.nodes.map((n) => [n.name, n.pods, n.usedMilliCpu, n.usedMemoryBytes, n.scoredMilliCpu]);
        expect(numbers(kept)).toEqual(numbers(anew));
      }),
    );
  });
});
