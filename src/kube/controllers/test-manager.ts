/** A cluster with controllers, scheduler and kubelets that need no containers, for tests of what the controllers do together. */
import { ControlLoop, Random, type Reconciler } from '../../sim/index.ts';
import { makeCluster } from '../api/test-cluster.ts';
import type { Deployment, DeploymentSpec } from '../kinds/deployment/deployment.ts';
import type { Event } from '../kinds/event/event.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject } from '../meta/object.ts';
import { ApiClient } from '../client/api-client.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import type { ControllerContext } from './controller-context.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { FakeKubelet, registerNode } from './fake-kubelet.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';

export interface ManagerOptions {
  readonly nodes?: number;
  readonly release?: string;
  readonly latencyMs?: () => number;
  readonly readyMs?: () => number;
  readonly seed?: number;
}

export interface Wish extends Partial<Omit<DeploymentSpec, 'template' | 'selector'>> {
  readonly image: string;
  readonly serviceAccountName?: string;
}

export function makeManager({ nodes = 3, release = '1.20', latencyMs = () => 1, readyMs = () => 1000, seed = 1 }: ManagerOptions = {}) {
  const cluster = makeCluster(release);
  const { server, clock, trace } = cluster;
  const random = new Random(seed);
  const contextOf = (component: string): ControllerContext => ({
    client: new ApiClient(server, component, { component }),
    clock,
    trace,
    random: random.fork(component),
    release: server.release,
    latencyMs,
  });
  const loops: ControlLoop<KubeObject>[] = [];
  const start = (component: string, make: (context: ControllerContext) => Reconciler<KubeObject>) => {
    const context = contextOf(component);
    const loop = new ControlLoop(make(context), { clock, trace, view: context.client.view, latencyMs });
    loop.start();
    loops.push(loop);
    return { loop, context };
  };
  const admin = contextOf('kubernetes-admin');
  for (let i = 1; i <= nodes; i++) registerNode(admin, `node-${i}`);
  start('replicaset-controller', replicaSetController);
  start('deployment-controller', deploymentController);
  start('default-scheduler', (context) => new Scheduler(context));
  const kubelet = new FakeKubelet(contextOf('kubelet'), readyMs);
  start('kubelet', () => kubelet);
  const { client } = admin;
  const { view } = client;
  return {
    ...cluster,
    client,
    contextOf,
    start,
    kubelet,
    loops,
    pods: () => view.list('pods') as readonly Pod[],
    deployment: (name: string) => view.get(`deployments.apps/default/${name}`) as Deployment,
    run: (ms: number) => clock.run(clock.now + ms, { stepsMax: 1_000_000 }),
    events: () => (view.list('events') as readonly Event[]).map((e) => `${e.reason} ${e.involvedObject.kind}/${e.involvedObject.name}: ${e.message}`),
    /** Creates the Deployment, or changes it where it is there. */
    apply(name: string, wish: Wish): Deployment {
      const { image, serviceAccountName, ...rest } = wish;
      const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image }], ...(serviceAccountName && { serviceAccountName }) } };
      const old = view.get(`deployments.apps/default/${name}`) as Deployment | undefined;
      if (old) return client.update<Deployment>({ ...old, spec: { ...old.spec, ...rest, template } });
      const selector = { matchLabels: { app: name } };
      const defaults = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 } as const;
      return client.create<Deployment>({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default' }, spec: { ...defaults, ...rest, selector, template } });
    },
  };
}
