import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRfc3339Micro } from '../../../base/index.ts';
import type { Lease } from '../../kinds/lease/lease.ts';
import type { Node, NodeCondition, Taint } from '../../kinds/node/node.ts';
import { makeManager } from '../test-manager.ts';
import { nodeIpamController } from './node-ipam-controller.ts';
import { NodeLifecycleController } from './node-lifecycle-controller.ts';
import { withConditionTaints, withEvictionTaint } from './node-taints.ts';
import { TaintEvictionController } from './taint-eviction-controller.ts';
import { evictionIntervalMs } from './zone-state.ts';

/** Nodes whose kubelets renew their leases until they are told to fall silent. */
function makeNodes(nodes = 3) {
  const m = makeManager({ nodes, release: '1.36' });
  m.start('node-controller', (context) => new NodeLifecycleController(context));
  m.start('taint-eviction-controller', (context) => new TaintEvictionController(context));
  const silent = new Set<string>();
  const beat = (): void => {
    for (const { metadata } of m.client.view.list('nodes')) {
      const { name } = metadata;
      if (silent.has(name)) continue;
      const renewTime = formatRfc3339Micro(m.server.nowMs);
      const lease = m.client.view.get(`leases.coordination.k8s.io/kube-node-lease/${name}`) as Lease | undefined;
      if (lease) m.client.update<Lease>({ ...lease, spec: { ...lease.spec, renewTime } });
      else m.client.create<Lease>({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace: 'kube-node-lease' }, spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime } });
    }
    m.clock.after(10_000, 'beat', beat);
  };
  m.clock.after(0, 'beat', beat);
  const node = (name: string) => m.client.view.get(`nodes/${name}`) as Node;
  const ready = (name: string) => node(name).status.conditions!.find((c) => c.type === 'Ready')!.status;
  const taints = (name: string) => (node(name).spec.taints ?? []).map((t) => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`);
  /** What a kubelet posts when it is back. */
  const revive = (name: string) => {
    silent.delete(name);
    const conditions: NodeCondition[] = node(name).status.conditions!.map((c) => ({ ...c, status: c.type === 'Ready' ? 'True' : 'False', lastHeartbeatTime: m.server.now() }));
    m.client.updateStatus<Node>({ ...node(name), status: { ...node(name).status, conditions } });
  };
  m.apply('web', { replicas: 3, image: 'nginx' });
  m.run(10_000);
  return { m, silent, node, ready, taints, revive };
}

describe('a node that falls silent', () => {
  test('is not ready after the grace period, and loses its pods five minutes later', () => {
    const { m, silent, ready, taints } = makeNodes();
    const victims = m.pods().filter((p) => p.spec.nodeName === 'node-2').map((p) => p.metadata.name);
    expect(victims.length).toBe(1);
    m.kubelet.holds = (pod) => pod.spec.nodeName === 'node-2';
    m.kubelet.dead = 'node-2';
    silent.add('node-2');
    m.run(45_000);
    expect(ready('node-2')).toBe('True');
    m.run(15_000);
    expect(ready('node-2')).toBe('Unknown');
    expect(taints('node-2')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute']);
    expect(m.deployment('web').status.readyReplicas).toBe(2);
    m.run(290_000);
    expect(m.pods().find((p) => p.metadata.name === victims[0])!.metadata.deletionTimestamp).toBeUndefined();
    m.run(20_000);
    expect(m.pods().find((p) => p.metadata.name === victims[0])!.metadata.deletionTimestamp).toBeDefined();
    expect(m.deployment('web').status.readyReplicas).toBe(3);
    expect(m.pods().filter((p) => p.metadata.deletionTimestamp === undefined).every((p) => p.spec.nodeName !== 'node-2')).toBe(true);
    expect(m.events()).toContain(`TaintManagerEviction Pod/${victims[0]}: Marking for deletion Pod default/${victims[0]}`);
    expect(m.events()).toContain('NodeNotReady Node/node-2: Node node-2 status is now: NodeNotReady');
  });

  test('keeps its pods when it comes back in time', () => {
    const { m, silent, ready, taints, revive } = makeNodes();
    const names = m.pods().map((p) => p.metadata.name);
    silent.add('node-1');
    m.run(120_000);
    expect(ready('node-1')).toBe('Unknown');
    revive('node-1');
    m.run(400_000);
    expect(ready('node-1')).toBe('True');
    expect(taints('node-1')).toEqual([]);
    expect(m.pods().map((p) => p.metadata.name)).toEqual(names);
    expect(m.events().some((e) => e.includes('Cancelling deletion of Pod'))).toBe(true);
  });

  test('when all are silent nobody is evicted: it is rather the controller that is cut off', () => {
    const { m, silent, taints } = makeNodes();
    const names = m.pods().map((p) => p.metadata.name);
    for (const name of ['node-1', 'node-2', 'node-3']) silent.add(name);
    m.run(1_000_000);
    expect(taints('node-1')).toEqual(['unreachable:NoSchedule']);
    expect(m.pods().map((p) => p.metadata.name)).toEqual(names);
  });
});

describe('taints', () => {
  test('a closed node is tainted so', () => {
    const { m, node, taints } = makeNodes();
    m.client.update<Node>({ ...node('node-1'), spec: { ...node('node-1').spec, unschedulable: true } });
    m.run(100);
    expect(taints('node-1')).toEqual(['unschedulable:NoSchedule']);
    m.client.update<Node>({ ...node('node-1'), spec: { ...node('node-1').spec, unschedulable: false } });
    m.run(100);
    expect(taints('node-1')).toEqual([]);
  });

  test('a healthy node that reports again is left as it is', () => {
    const { m, revive } = makeNodes();
    const last = m.trace.lastId;
    revive('node-1');
    m.run(100);
    expect(m.trace.since(last + 1).filter((entry) => entry.code === 'node-tainted')).toEqual([]);
  });

  test('others than those of conditions are left alone, and once right nothing changes', () => {
    const statuses = fc.constantFrom('True', 'False', 'Unknown') as fc.Arbitrary<'True'>;
    const own = { key: 'mine', value: 'x', effect: 'NoSchedule' } as const satisfies Taint;
    fc.assert(
      fc.property(statuses, statuses, fc.boolean(), (ready, pressure, unschedulable) => {
        const node = { metadata: { name: 'n' }, spec: { unschedulable, taints: [own] }, status: { conditions: [{ type: 'Ready', status: ready }, { type: 'MemoryPressure', status: pressure }] } } as unknown as Node;
        const taints = withConditionTaints(node, 'now');
        expect(taints).toContainEqual(own);
        expect(withConditionTaints({ ...node, spec: { ...node.spec, taints } }, 'now')).toBe(taints);
        const evicting = withEvictionTaint(taints, 'node.kubernetes.io/unreachable', 'now');
        expect(withEvictionTaint(evicting, undefined, 'now')).toEqual(taints);
      }),
    );
  });

  test('nodes are given up one every ten seconds, and not at all in a small cluster that is mostly sick', () => {
    expect(evictionIntervalMs({ nodes: 10, sick: 1 })).toBe(10_000);
    expect(evictionIntervalMs({ nodes: 10, sick: 6 })).toBe(Infinity);
    expect(evictionIntervalMs({ nodes: 100, sick: 60 })).toBe(100_000);
    expect(evictionIntervalMs({ nodes: 2, sick: 2 })).toBe(Infinity);
    expect(evictionIntervalMs({ nodes: 3, sick: 2 })).toBe(10_000);
  });
});

test('each node gets a range of its own, those meant for certain nodes kept for them', () => {
  const m = makeManager({ nodes: 4 });
  m.start('ipam', (context) => nodeIpamController(context, undefined, { 'node-3': '10.244.0.0/24' }));
  m.run(100);
  const ranges = (m.client.view.list('nodes') as readonly Node[]).map((n) => n.spec.podCIDR);
  expect(ranges).toEqual(['10.244.1.0/24', '10.244.2.0/24', '10.244.0.0/24', '10.244.3.0/24']);
});
