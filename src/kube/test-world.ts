/** A whole cluster on hosts of its own, with every component a process: for tests of kube together with host and containers. */
import { catalogueImage, imageCode, parseReference, pauseProgram, Registry, Runtime } from '../containers/index.ts';
import { dirNode, metaOf, TreeFs } from '../files/index.ts';
import { Host, Network, pause, ProgramTable, type HostOptions, type Program } from '../host/index.ts';
import { Clock, Random, Trace } from '../sim/index.ts';
import { ApiPort } from './api/api-port.ts';
import { ApiServer } from './api/api-server.ts';
import { bootstrapCluster } from './api/bootstrap.ts';
import { createClusterStore } from './api/cluster-store.ts';
import { ApiClient } from './client/api-client.ts';
import { allKinds } from './kinds/all.ts';
import type { Deployment } from './kinds/deployment/deployment.ts';
import type { Event } from './kinds/event/event.ts';
import { KindRegistry } from './kinds/registry.ts';
import type { Node } from './kinds/node/node.ts';
import type { Pod, PodSpec } from './kinds/pod/pod.ts';
import { Release } from './meta/release.ts';
import { kubeControllerManager } from './processes/kube-controller-manager.ts';
import { kubeProxy } from './addons/proxy/kube-proxy.ts';
import { kubeScheduler } from './processes/kube-scheduler.ts';
import { pauseImageOf } from './cluster-files/component-images.ts';
import { kubelet } from './processes/kubelet.ts';

const epochMs = 1_795_291_200_000;
const apiAddress = '192.168.0.10';

export interface TestWorldOptions {
  readonly nodes?: number;
  readonly release?: string;
  readonly images?: readonly string[];
  readonly seed?: number;
  readonly relistMs?: number;
  readonly sandboxMs?: number;
  readonly programs?: Readonly<Record<string, Program>>;
  /** A registry with the catalogue, on a host of its own. */
  readonly registry?: boolean;
}

export function makeWorld({ nodes = 3, release: text = '1.36', images = ['nginx:1.22', 'nginx:1.23'], seed = 1, relistMs = 1, sandboxMs = 0, programs = {}, registry = false }: TestWorldOptions = {}) {
  const clock = new Clock();
  const trace = new Trace(clock);
  const random = new Random(seed);
  const network = new Network(clock);
  const table = new ProgramTable({ ...imageCode.get().imagePrograms, pause: pauseProgram }, programs);
  const release = new Release(text);
  const store = createClusterStore('etcd', clock);
  const kinds = new KindRegistry(allKinds, release);
  const makeHost = (name: string, address: string) => hostOf({ clock, trace, network, programs: table, random: random.fork(name), name, address });
  const server = new ApiServer({ store, clock, random: random.fork('apiserver'), trace, kinds, epochMs, advertiseAddress: apiAddress });
  const apiserver: Program = function* apiserver(p) {
    bootstrapCluster(server);
    p.listen({ port: 6443, door: new ApiPort(server) });
    return yield pause();
  };
  const control = makeHost('control', apiAddress);
  const latencyMs = () => 1;
  const options = { api: { address: apiAddress, port: 6443 }, release, latencyMs };
  const unit = (host: Host, name: string, program: Program, restart: 'always' | 'no' = 'always') => host.init.add({ name, argv: [`/usr/bin/${name}`], program, restart, restartDelayMs: 1000 });
  unit(control, 'kube-apiserver', apiserver);
  unit(control, 'kube-controller-manager', kubeControllerManager({ ...options, rootCertificate: 'test certificate\n' }));
  unit(control, 'kube-scheduler', kubeScheduler(options));
  if (registry) addRegistry(makeHost('registry', '192.168.0.5'), network);
  const workers: { host: Host; runtime: Runtime }[] = [];
  for (let i = 1; i <= nodes; i++) {
    const host = makeHost(`node-${i}`, `192.168.${Math.floor(i / 200)}.${20 + (i % 200)}`);
    const runtime = new Runtime(host);
    for (const name of [pauseImageOf(release), ...images]) preload(runtime, name);
    host.init.add({ name: 'containerd', argv: ['/usr/bin/containerd'], program: runtime.program(), restart: 'always', killMode: 'process' });
    unit(host, 'kubelet', kubelet({ ...options, runtime, relistMs: () => relistMs, sandboxMs: () => sandboxMs }));
    unit(host, 'kube-proxy', kubeProxy({ ...options, nodeName: host.name }));
    workers.push({ host, runtime });
  }
  control.boot();
  for (const { host } of workers) host.boot();
  const client = new ApiClient(server, 'kubernetes-admin', { component: 'test' });
  const { view } = client;
  return {
    clock,
    trace,
    network,
    store,
    server,
    client,
    control,
    workers,
    run: (ms: number) => clock.run(clock.now + ms, { stepsMax: 10_000_000 }),
    pods: () => view.list('pods') as readonly Pod[],
    nodes: () => view.list('nodes') as readonly Node[],
    deployment: (name: string) => view.get(`deployments.apps/default/${name}`) as Deployment,
    events: () => (view.list('events') as readonly Event[]).map((e) => `${e.reason} ${e.involvedObject.kind}/${e.involvedObject.name}: ${e.message}`),
    apply(name: string, replicas: number, image: string, spec: Partial<PodSpec> = {}): Deployment {
      const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image }], ...spec } };
      const old = view.get(`deployments.apps/default/${name}`) as Deployment | undefined;
      if (old) return client.update<Deployment>({ ...old, spec: { ...old.spec, replicas, template } });
      return client.create<Deployment>({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default' }, spec: { replicas, selector: { matchLabels: { app: name } }, template } });
    },
  };
}

function hostOf(parts: Pick<HostOptions, 'clock' | 'trace' | 'network' | 'programs' | 'random' | 'name'> & { readonly address: string }): Host {
  const disk = new TreeFs(dirNode(metaOf(0o755, epochMs)), { type: 'ext4' });
  return new Host({ ...parts, facts: { cores: 4, memoryBytes: 16 * 2 ** 30 }, disk, epochMs });
}

function preload(runtime: Runtime, name: string): void {
  const reference = parseReference(name);
  const image = catalogueImage(reference);
  if (!image) throw new Error(`no ${name} in the catalogue`);
  runtime.images.add(image, 'pulled');
  runtime.images.tag(image.id, reference);
}

function addRegistry(host: Host, network: Network): void {
  const registry = new Registry(new Random('registry'), {
    domains: { 'registry-1.docker.io': 'docker.io' },
    secretive: ['docker.io'],
    served: [{ domain: 'docker.io', images: 'catalogue' }],
  });
  network.addName('registry-1.docker.io', host.network.address);
  host.init.add({ name: 'registry', argv: ['/usr/bin/registry'], program: registry.program(), restart: 'always' });
  host.boot();
}
