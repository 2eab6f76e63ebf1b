import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';
import type { Endpoints } from '../../kinds/endpoints/endpoints.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Service, ServiceSpec } from '../../kinds/service/service.ts';
import { makeManager } from '../test-manager.ts';
import { endpointSliceController } from './endpoint-slice-controller.ts';
import { endpointsController } from './endpoints-controller.ts';
import { endpointsPerSlice, planSlices } from './endpoint-slices.ts';

function makeServed(release = '1.36') {
  const m = makeManager({ release });
  m.start('endpoint-controller', endpointsController);
  m.start('endpointslice-controller', endpointSliceController);
  const slices = () => (m.client.view.list('endpointslices.discovery.k8s.io') as readonly EndpointSlice[]).filter((s) => s.metadata.name.startsWith('web'));
  const expose = (spec: Partial<ServiceSpec> = {}) =>
    m.client.create<Service>({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], ...spec } });
  const endpoints = () => m.client.view.get('endpoints/default/web') as Endpoints | undefined;
  /** The addresses that a real kubelet would report. */
  const address = () => {
    m.pods().forEach((pod, i) => {
      if (!pod.status.podIP) m.client.updateStatus<Pod>({ ...pod, status: { ...pod.status, podIP: `10.244.0.${i + 2}` } });
    });
    m.run(100);
  };
  return { m, slices, expose, endpoints, address };
}

describe('endpoints of a service', () => {
  test('are the ready pods that its selector finds, and follow them', () => {
    const { m, slices, expose, endpoints, address } = makeServed();
    expose();
    m.run(100);
    expect(endpoints()!.subsets).toBeUndefined();
    m.apply('web', { replicas: 3, image: 'nginx' });
    m.run(5000);
    address();
    expect(endpoints()!.subsets).toMatchObject([{ addresses: [{ ip: '10.244.0.2' }, { ip: '10.244.0.3' }, { ip: '10.244.0.4' }], ports: [{ port: 80, protocol: 'TCP' }] }]);
    expect(slices().length).toBe(1);
    expect(slices()[0]!.endpoints!.map((e) => e.addresses[0]).sort()).toEqual(['10.244.0.2', '10.244.0.3', '10.244.0.4']);
    const pod = m.pods()[0]!;
    const conditions = pod.status.conditions!.map((c) => (c.type === 'Ready' ? { ...c, status: 'False' as const } : c));
    m.kubelet.holds = () => true;
    m.client.updateStatus<Pod>({ ...pod, status: { ...pod.status, conditions } });
    m.run(100);
    expect(endpoints()!.subsets![0]).toMatchObject({ addresses: [{}, {}], notReadyAddresses: [{ ip: pod.status.podIP }] });
    expect(slices()[0]!.endpoints!.filter((e) => e.conditions!.ready).length).toBe(2);
  });

  test('go with the service; those that somebody else keeps stay', () => {
    const { m, expose, endpoints } = makeServed();
    const service = expose();
    m.run(100);
    m.client.create<Endpoints>({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'db', namespace: 'default' }, subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 5432 }] }] });
    m.client.delete(service);
    m.run(100);
    expect(endpoints()).toBeUndefined();
    expect(m.client.view.get('endpoints/default/db')).toBeDefined();
  });

  test('a named target port is found in each pod', () => {
    const { m, expose, endpoints, address } = makeServed();
    expose({ ports: [{ port: 80, protocol: 'TCP', targetPort: 'http' }] });
    const pod = (name: string, containerPort: number) =>
      m.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'x', ports: [{ name: 'http', containerPort, protocol: 'TCP' }] }] } });
    pod('a', 8080);
    pod('b', 9090);
    m.run(5000);
    address();
    expect(endpoints()!.subsets!.map((s) => s.ports![0]!.port)).toEqual([8080, 9090]);
  });
});

describe('slices', () => {
  const endpoint = (i: number): Endpoint => ({ addresses: [`10.0.${Math.floor(i / 250)}.${i % 250}`], targetRef: { uid: `u${i}` } });
  const wantedOf = (ids: readonly number[]) => [{ ports: [{ name: '', port: 80 }], endpoints: new Map(ids.map((i) => [`u${i}`, endpoint(i)])) }];

  test('hold each endpoint once, a hundred at most, whatever came before', () => {
    const steps = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, (list) => {
        let serial = 0;
        let slices: EndpointSlice[] = [];
        for (const ids of list) {
          const plan = planSlices(slices, wantedOf(ids));
          const made = plan.create.map(({ ports, endpoints }) => ({ metadata: { name: `s${serial++}` }, ports, endpoints }) as unknown as EndpointSlice);
          const changed = new Map(plan.update.map(({ slice, endpoints }) => [slice, { ...slice, endpoints }]));
          slices = [...slices.filter((s) => !plan.remove.includes(s)).map((s) => changed.get(s) ?? s), ...made];
          const held = slices.flatMap((s) => s.endpoints!.map((e) => e.targetRef!.uid!));
          expect(held.sort()).toEqual(ids.map((i) => `u${i}`).sort());
          expect(slices.every((s) => s.endpoints!.length <= endpointsPerSlice)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('one endpoint more writes one slice', () => {
    const ids = Array.from({ length: 250 }, (_, i) => i);
    const first = planSlices([], wantedOf(ids)).create.map(({ ports, endpoints }, i) => ({ metadata: { name: `s${i}` }, ports, endpoints }) as unknown as EndpointSlice);
    const plan = planSlices(first, wantedOf([...ids, 999]));
    expect([plan.create.length, plan.update.length, plan.remove.length]).toEqual([0, 1, 0]);
  });
});
