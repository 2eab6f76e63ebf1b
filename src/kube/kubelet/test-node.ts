/** A node with a kubelet on a runtime without processes, in a cluster of one server, for tests of the kubelet. */
import { Random } from '../../sim/index.ts';
import { makeCluster } from '../api/test-cluster.ts';
import { ApiClient } from '../client/api-client.ts';
import type { ConfigMap } from '../kinds/config-map/config-map.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../kinds/pod/pod.ts';
import type { Event } from '../kinds/event/event.ts';
import type { ServiceAccount } from '../kinds/service-account/service-account.ts';
import { Kubelet } from './kubelet.ts';
import type { HttpOutcome, ProbeTransport } from './probes/probe-transport.ts';
import { TestRuntime } from './test-runtime.ts';
import type { NodeFiles } from './volumes/node-files.ts';
import type { VolumeFiles } from './volumes/volume-files.ts';

export class TestFiles implements NodeFiles {
  readonly dirs = new Set<string>();
  readonly trees = new Map<string, VolumeFiles>();
  ensureDir(path: string): void {
    this.dirs.add(path);
  }
  ensureFile(): void {}
  bytesIn(): number {
    return 0;
  }
  removeDir(path: string): void {
    for (const dir of this.dirs) if (dir === path || dir.startsWith(`${path}/`)) this.dirs.delete(dir);
    for (const dir of this.trees.keys()) if (dir.startsWith(`${path}/`)) this.trees.delete(dir);
  }
  kind(): undefined {
    return undefined;
  }
  writeTree(path: string, files: VolumeFiles): void {
    this.trees.set(path, files);
  }
}

export function makeNode({ release = '1.20', relistMs = 1000, seed = 1 }: { release?: string; relistMs?: number; seed?: number } = {}) {
  const cluster = makeCluster(release);
  const { server, clock, trace } = cluster;
  if (server.release.atLeast(21)) {
    cluster.client.create<ServiceAccount>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } });
    cluster.client.create<ConfigMap>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace: 'default' }, data: { 'ca.crt': 'PEM' } });
  }
  const runtime = new TestRuntime(clock);
  const files = new TestFiles();
  const http: { answer: (address: string) => HttpOutcome } = { answer: () => ({ status: 200 }) };
  const transport = transportOf(http);
  const client = new ApiClient(server, 'system:node:node-1', { component: 'kubelet', host: 'node-1' });
  const makeKubelet = () =>
    new Kubelet({
      nodeName: 'node-1',
      client,
      runtime,
      clock,
      random: new Random(seed),
      trace,
      release: server.release,
      epochMs: server.epochMs,
      hostIp: '10.20.0.1',
      latencyMs: () => 1,
      relistMs: () => relistMs,
      transport,
      files,
    });
  const kubelet = makeKubelet();
  kubelet.start();
  const { view } = cluster.client;
  const lines: string[] = [];
  const watched = (key: string) => {
    let last = '';
    cluster.store.watch(cluster.store.revision, (change) => {
      if (change.key !== key) return;
      const line = change.after ? row(change.after as Pod) : 'gone';
      if (line !== last) lines.push(`${Math.round(clock.now / 100) / 10}s ${line}`);
      last = line;
    });
  };
  return {
    ...cluster,
    kubeletClient: client,
    kubelet,
    makeKubelet,
    runtime,
    files,
    http,
    lines,
    run: (ms: number) => clock.run(clock.now + ms, { stepsMax: 1_000_000 }),
    pod: (name: string) => view.get(`pods/default/${name}`) as Pod | undefined,
    events: (name: string) =>
      (view.list('events') as readonly Event[])
        .filter((e) => e.involvedObject.name === name)
        .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((e) => `${e.type} ${e.reason} x${e.count}: ${e.message}`),
    make(name: string, containers: readonly Partial<Container>[], spec: Partial<PodSpec> = {}): Pod {
      watched(`pods/default/${name}`);
      const whole = containers.map((c, i) => ({ name: `c${i || ''}`, image: 'busybox:1.35', ...c }));
      return cluster.client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { nodeName: 'node-1', containers: whole, ...spec } });
    },
  };
}

function transportOf(http: { answer: (address: string) => HttpOutcome }): ProbeTransport {
  return {
    http: (address, _container, _action, _timeout, done) => {
      done(http.answer(address));
      return () => {};
    },
    tcp: (_address, _container, _port, _host, _timeout, done) => {
      done(undefined);
      return () => {};
    },
  };
}

/** READY, STATUS and RESTARTS, about as kubectl prints them. */
export function row(pod: Pod): string {
  const statuses = pod.status.containerStatuses ?? [];
  const ready = statuses.filter((s) => s.ready).length;
  const inits = pod.status.initContainerStatuses ?? [];
  const done = inits.filter((s) => s.state?.terminated?.exitCode === 0).length;
  const word = (s: (typeof statuses)[number]) => s.state?.waiting?.reason ?? s.state?.terminated?.reason ?? 'Running';
  const restarts = [...inits, ...statuses].reduce((sum, s) => sum + s.restartCount, 0);
  const stuck = inits.find((s) => s.state?.terminated?.exitCode !== 0 && (s.state?.terminated !== undefined || !['PodInitializing', 'ContainerCreating'].includes(s.state?.waiting?.reason ?? 'PodInitializing')));
  let status = statuses.length > 0 ? statuses.map(word).find((w) => w !== 'Running') ?? 'Running' : pod.status.phase;
  if (inits.length > 0 && done < inits.length) status = stuck ? `Init:${word(stuck)}` : `Init:${done}/${inits.length}`;
  if (pod.metadata.deletionTimestamp !== undefined) status = 'Terminating';
  return `${ready}/${pod.spec.containers.length} ${status} ${restarts}`;
}

