import { describe, expect, test } from 'vitest';
import { dial, type NetError, type Response } from '../../host/index.ts';
import { decodeUtf8 } from '../../base/index.ts';
import type { Service } from '../kinds/service/service.ts';
import { isPodReady } from '../kinds/pod/readiness.ts';
import { makeWorld } from '../test-world.ts';

type World = ReturnType<typeof makeWorld>;

const ready = (w: World) => w.pods().filter((p) => isPodReady(p) && p.metadata.deletionTimestamp === undefined).length;
const nodeReady = (w: World, name: string) => w.nodes().find((n) => n.metadata.name === name)!.status.conditions!.find((c) => c.type === 'Ready')!.status;

function settled(replicas = 3): World {
  const w = makeWorld();
  w.run(5000);
  w.apply('web', replicas, 'nginx:1.22');
  w.run(10_000);
  expect(ready(w)).toBe(replicas);
  return w;
}

/** One request from a node to an address: the answer's text, or the code of the error. */
function get(w: World, node: number, address: string, port: number): string {
  const { host } = w.workers[node]!;
  let outcome: Response | string = 'nothing';
  dial(host.init.process!, { address, port }, { path: '/' }, (response) => (outcome = response), (error) => (outcome = (error as NetError).code));
  w.run(100);
  const answer = outcome as Response | string;
  if (typeof answer === 'string') return answer;
  const body = answer.stream.read(100_000);
  answer.close();
  return decodeUtf8(body ?? new Uint8Array(0));
}

describe('a whole cluster of processes', () => {
  test('nodes register, pods run with addresses of their node, and why leads to the request', () => {
    const w = settled();
    expect(w.nodes().map((n) => `${n.metadata.name} ${n.spec.podCIDR} ${nodeReady(w, n.metadata.name)}`)).toEqual([
      'node-1 10.244.0.0/24 True',
      'node-2 10.244.1.0/24 True',
      'node-3 10.244.2.0/24 True',
    ]);
    expect(new Set(w.pods().map((p) => p.status.podIP)).size).toBe(3);
    expect(new Set(w.pods().map((p) => p.spec.nodeName)).size).toBe(3);
    const key = `pods/default/${w.pods()[0]!.metadata.name}`;
    const codes = w.trace.why(w.store.origin(key, 'status'), key, 'status').map((s) => s.entry.code);
    expect(codes).toEqual(['kubelet-reports', 'kubelet-starts-container', 'scheduler-assigns', 'replicaset-creates-pod', 'deployment-creates-set', 'request']);
  });

  test('the processes of a pod share its address: the pod answers from every node', () => {
    const w = settled();
    const ip = w.pods()[0]!.status.podIP!;
    for (const node of [0, 1, 2]) expect(get(w, node, ip, 80)).toContain('Welcome to nginx!');
  });

  test('a service leads to ready pods from every node, by its address and by its node port', () => {
    const w = settled();
    const service = w.client.create<Service>({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }] } });
    w.run(1000);
    const { clusterIP, ports } = service.spec;
    for (const node of [0, 1, 2]) expect(get(w, node, clusterIP!, 8080)).toContain('Welcome to nginx!');
    expect(get(w, 0, w.workers[1]!.host.network.address, ports![0]!.nodePort!)).toContain('Welcome to nginx!');
    w.apply('web', 0, 'nginx:1.22');
    w.run(40_000);
    expect(get(w, 0, clusterIP!, 8080)).toBe('ECONNREFUSED');
  });

  test('a pod whose sandbox is killed gets another, and the old address is free again', () => {
    const w = settled();
    const pod = () => w.pods().find((p) => p.spec.nodeName === 'node-1')!;
    const { host, runtime } = w.workers[0]!;
    const addresses = () => [...host.network.bridge('cni0')!.members.keys()];
    const old = pod().status.podIP!;
    const { name } = pod().metadata;
    expect(addresses()).toEqual([old]);
    runtime.list('cri').find((c) => c.process?.name === 'pause')!.signal('SIGKILL');
    w.run(60_000);
    expect(pod().metadata.name).toBe(name);
    expect(isPodReady(pod())).toBe(true);
    expect(pod().status.podIP).not.toBe(old);
    expect(addresses()).toEqual([pod().status.podIP]);
  });

  test('pods deleted while the runtime is down go when it is back, with everything of them', () => {
    const w = settled();
    const { host, runtime } = w.workers[0]!;
    host.init.stop('containerd');
    w.apply('web', 0, 'nginx:1.22');
    w.run(60_000);
    expect(w.pods().map((p) => p.spec.nodeName)).toEqual(['node-1']);
    host.init.start('containerd');
    w.run(60_000);
    expect(w.pods()).toEqual([]);
    expect(runtime.list('cri')).toEqual([]);
    expect(host.network.bridge('cni0')!.members.size).toBe(0);
  });

  test('a rolling update over real containers keeps the bounds', () => {
    const w = settled(4);
    const seen: string[] = [];
    w.store.watch(w.store.revision, () => {
      const pods = w.pods().filter((p) => p.metadata.deletionTimestamp === undefined && p.status.phase !== 'Failed' && p.status.phase !== 'Succeeded');
      if (pods.length > 5) seen.push(`${pods.length} pods`);
      if (pods.filter(isPodReady).length < 3) seen.push(`${pods.filter(isPodReady).length} ready`);
    }, { table: 'pods' });
    w.apply('web', 4, 'nginx:1.23');
    w.run(60_000);
    expect(seen).toEqual([]);
    expect(w.pods().map((p) => p.spec.containers[0]!.image)).toEqual(Array(4).fill('nginx:1.23'));
    expect(w.workers.flatMap(({ runtime }) => runtime.list('cri')).length).toBe(8);
  });

  test('a container whose process is killed is restarted in its pod', () => {
    const w = settled();
    const { runtime } = w.workers[0]!;
    const victim = runtime.list('cri').find((c) => c.spec.name === 'c')!;
    victim.signal('SIGKILL');
    w.run(5000);
    const pod = w.pods().find((p) => p.spec.nodeName === 'node-1')!;
    expect(pod.status.containerStatuses![0]).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 137, reason: 'Error' } } });
    const pause = runtime.list('cri').find((c) => c.spec.name === 'POD')!;
    pause.signal('SIGKILL');
    w.run(60_000);
    expect(w.events()).toContain(`SandboxChanged Pod/${pod.metadata.name}: Pod sandbox changed, it will be killed and re-created.`);
    expect(ready(w)).toBe(3);
  });

  test('deleted, everything of a Deployment is gone from the nodes too', () => {
    const w = settled();
    w.client.delete(w.deployment('web'));
    w.run(60_000);
    expect(w.pods()).toEqual([]);
    for (const { runtime, host } of w.workers) {
      expect(runtime.list('cri')).toEqual([]);
      expect(host.network.bridge('cni0')!.members.size).toBe(0);
      expect(host.cgroups.find('kubepods.slice')?.processCount ?? 0).toBe(0);
    }
  });
});

describe('a component that is killed', () => {
  test('scheduler: pods wait, and are placed when it is back', () => {
    const w = settled();
    w.control.init.stop('kube-scheduler');
    w.apply('web', 5, 'nginx:1.22');
    w.run(10_000);
    expect(w.pods().filter((p) => !p.spec.nodeName).length).toBe(2);
    w.control.init.start('kube-scheduler');
    w.run(10_000);
    expect(ready(w)).toBe(5);
  });

  test('controller manager: nothing is replaced until it is back', () => {
    const w = settled();
    w.control.init.stop('kube-controller-manager');
    w.client.delete(w.pods()[0]!);
    w.run(60_000);
    expect(w.pods().length).toBe(2);
    w.control.init.start('kube-controller-manager');
    w.run(10_000);
    expect(ready(w)).toBe(3);
  });

  test('kubelet: its containers run on, and it finds them again', () => {
    const w = settled();
    const { host, runtime } = w.workers[1]!;
    const before = runtime.list('cri').map((c) => c.id);
    host.init.kill('kubelet');
    w.run(20_000);
    expect(host.init.status('kubelet')!.restarts).toBe(1);
    expect(runtime.list('cri').map((c) => c.id)).toEqual(before);
    expect(ready(w)).toBe(3);
    expect(w.pods().every((p) => p.status.containerStatuses![0]!.restartCount === 0)).toBe(true);
  });

  test('proxy: the rules that it wrote stay, new services wait for it', () => {
    const w = settled();
    const make = (name: string) => w.client.create<Service>({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
    const old = make('old').spec.clusterIP!;
    w.run(1000);
    w.workers[0]!.host.init.stop('kube-proxy');
    const late = make('late').spec.clusterIP!;
    w.run(1000);
    expect(get(w, 0, old, 80)).toContain('Welcome');
    expect(get(w, 0, late, 80)).not.toContain('Welcome');
    w.workers[0]!.host.init.start('kube-proxy');
    w.run(1000);
    expect(get(w, 0, late, 80)).toContain('Welcome');
  });

  test('API server: what runs runs on; afterwards everything is caught up with', () => {
    const w = settled();
    w.control.init.stop('kube-apiserver');
    const { runtime } = w.workers[0]!;
    runtime.list('cri').find((c) => c.spec.name === 'c')!.signal('SIGKILL');
    w.run(30_000);
    expect(runtime.list('cri').filter((c) => c.spec.name === 'c' && c.running).length).toBe(1);
    w.control.init.start('kube-apiserver');
    w.run(30_000);
    const restarted = w.pods().filter((p) => p.status.containerStatuses![0]!.restartCount === 1);
    expect(restarted.length).toBe(1);
    expect(ready(w)).toBe(3);
  });

  test('container runtime: its containers run on', () => {
    const w = settled();
    w.workers[0]!.host.init.kill('containerd');
    w.run(20_000);
    expect(ready(w)).toBe(3);
    expect(w.pods().every((p) => p.status.containerStatuses![0]!.restartCount === 0)).toBe(true);
  });
});

describe('a node', () => {
  test('that stops is not ready, loses its pods to others, and comes back', () => {
    const w = settled();
    w.workers[2]!.host.crash();
    w.run(70_000);
    expect(nodeReady(w, 'node-3')).toBe('Unknown');
    expect(ready(w)).toBe(2);
    w.run(320_000);
    expect(ready(w)).toBe(3);
    w.workers[2]!.host.boot();
    w.run(60_000);
    expect(nodeReady(w, 'node-3')).toBe('True');
    expect(w.pods().length).toBe(3);
    expect(w.workers[2]!.runtime.list('cri')).toEqual([]);
  });

  test('that is cut off keeps its pods running, and is taken back when the cut is mended', () => {
    const w = settled();
    w.network.cut('node-1', 'control');
    w.run(70_000);
    expect(nodeReady(w, 'node-1')).toBe('Unknown');
    expect(w.workers[0]!.runtime.list('cri').every((c) => c.running)).toBe(true);
    w.network.mend('node-1', 'control');
    w.run(30_000);
    expect(nodeReady(w, 'node-1')).toBe('True');
    expect(ready(w)).toBe(3);
  });
});
