import { describe, expect, test } from 'vitest';
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { makeManager } from '../test-manager.ts';
import { daemonSetController } from './daemon-set-controller.ts';

function daemons() {
  const m = makeManager({ nodes: 1 });
  m.start('daemonset-controller', daemonSetController);
  const template = { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'c', image: 'busybox' }] } };
  m.client.create<DaemonSet>({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' }, spec: { selector: { matchLabels: { app: 'agent' } }, template } });
  m.run(5000);
  return m;
}

describe('the daemonset controller', () => {
  test('a daemon that fails again and again is made anew later and later', () => {
    const m = daemons();
    const fail = () => m.client.updateStatus<Pod>({ ...m.pods()[0]!, status: { phase: 'Failed', conditions: [] } });
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) {
      const { uid } = m.pods()[0]!.metadata;
      m.kubelet.holds = () => true;
      fail();
      const began = m.clock.now;
      while (m.pods()[0]?.metadata.uid === uid || m.pods().length === 0) m.run(100);
      waits.push(Math.round((m.clock.now - began) / 1000));
    }
    expect(waits).toEqual([0, 1, 2, 4, 8]);
  });

  test('its status is that of the oldest pod of a node', () => {
    const m = daemons();
    const [old] = m.pods();
    const { uid: _, resourceVersion: __, creationTimestamp: ___, ...metadata } = old!.metadata;
    m.kubelet.holds = ({ metadata: { name } }) => name === 'twin';
    m.client.create<Pod>({ ...old!, metadata: { ...metadata, name: 'twin' } });
    m.client.updateStatus<Pod>({ ...m.pods().find((p) => p.metadata.name === 'twin')!, status: { phase: 'Pending', conditions: [] } });
    m.run(5000);
    expect(m.pods().map((p) => p.metadata.name)).toEqual([old!.metadata.name]);
    expect((m.client.view.get('daemonsets.apps/default/agent') as DaemonSet).status).toMatchObject({ numberReady: 1, currentNumberScheduled: 1 });
  });
});
