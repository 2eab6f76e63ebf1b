/**
 * The swarm: random operations and faults by seed on a world, then settle, then invariants that know nothing of the code. A seed
 * that fails fails again; the operations are its report.
 */
import { stopAtCrash } from '../host/index.ts';
import { Random } from '../sim/index.ts';
import type { Fault, Input } from '../client/index.ts';
import { invariants } from './invariants/objects.ts';
import { containersOfPods, layerCounts, mirrors, processTrees } from './invariants/runtimes.ts';
import { makeUnrest } from './engine/pump.ts';
import { Session } from './session.ts';
import { settle } from './settle.ts';
import { RolloutWatch } from './invariants/rollout-watch.ts';
import type { World } from './world.ts';

export interface SwarmResult {
  readonly seed: number;
  readonly operations: readonly string[];
  readonly violations: readonly string[]; // empty: all is well
  readonly resizes: number; // acts that were held against the bounds of a rolling update
}

const OPERATIONS_MAX = 14;
const TTY = 'swarm';
const IMAGES = ['nginx:1.7.9', 'nginx:1.9.1', 'nginx:1.22', 'nginx:1.23'];
const COMPONENTS: readonly [string, string][] = [
  ['control-plane', 'kube-scheduler'],
  ['control-plane', 'kube-controller-manager'],
  ['control-plane', 'kube-apiserver'],
  ['control-plane', 'etcd'],
  ['control-plane', 'kubelet'],
  ['node-1', 'kubelet'],
  ['node-2', 'kubelet'],
  ['node-3', 'kube-proxy'],
  ['node-1', 'containerd'],
];

const template = (app: string) => `selector: {matchLabels: {app: ${app}}}, template: {metadata: {labels: {app: ${app}}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: "busybox:1.35", command: [sleep, "100000"]}]}}`;
const MANIFESTS = {
  set: `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, replicas: 3, ${template('db')}}}`,
  daemon: `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {${template('agent')}}}`,
  job: '{apiVersion: batch/v1, kind: Job, metadata: {name: work}, spec: {completions: 4, parallelism: 2, backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "busybox:1.35", command: [sh, -c, "sleep 9; test $(($(date +%s) % 3)) != 0"]}]}}}}',
};

/** Throws nothing but what a defect throws. Assets must be loaded. */
export function runSwarm(seed: number): SwarmResult {
  const random = new Random(`swarm ${seed}`);
  const session = new Session('default', `swarm ${seed}`);
  const { world } = session;
  stopAtCrash(world.trace);
  const operations: string[] = [];
  const feed = (input: Input, words: string): void => {
    operations.push(`${world.clock.now} ms: ${words}`);
    session.feed(input);
  };
  session.feed({ do: 'open-tty', tty: TTY, host: 'laptop', rows: 24, cols: 120 });
  session.feed({ do: 'profile', profile: random.pick(['instant', 'realistic', 'realistic']) });
  type(feed, `kubectl create deployment web --image=${random.pick(IMAGES)} --replicas=${random.between(1, 6)}`);
  type(feed, 'kubectl expose deployment web --port=80');
  for (const [name, text] of Object.entries(MANIFESTS)) session.feed({ do: 'line', tty: TTY, text: `echo '${text}' > ${name}.yaml` });
  const watch = new RolloutWatch(world);
  const mends: Fault[] = [];
  for (let n = random.between(3, OPERATIONS_MAX); n > 0; n--) {
    run(world, random.pick([0, 1, 20, 300, 3_000, 15_000, 60_000]));
    operate(world, random, feed, mends);
  }
  for (const fault of mends) feed({ do: 'fault', fault }, `mend: ${JSON.stringify(fault)}`);
  for (const [host, unit] of COMPONENTS) session.feed({ do: 'fault', fault: { kind: 'start-unit', host, unit } });
  return { seed, operations, violations: [...finish(world), ...watch.stop()], resizes: watch.judged };
}

function finish(world: World): string[] {
  const unrest = makeUnrest(world);
  run(world, 360_000); // evictions and back-offs have come to their end
  const { settled, hottest } = settle(world.clock, unrest);
  unrest.stop();
  if (!settled) return [`not settled: ${hottest.join(', ')}`];
  return world.clusters.flatMap(({ store }) => [
    ...Object.entries(invariants).flatMap(([name, check]) => check((table) => store.list(table)).map((what) => `${name}: ${what}`)),
    ...containersOfPods(store.list('pods'), world.runtimes),
    ...mirrors(store.list('pods'), world.runtimes),
    ...layerCounts(world.runtimes),
    ...processTrees(world.hosts.values()),
  ]);
}

function run(world: World, ms: number): void {
  world.clock.run(world.clock.now + ms, { stepsMax: 5_000_000 });
}

function type(feed: (input: Input, words: string) => void, text: string): void {
  feed({ do: 'line', tty: TTY, text }, text);
}

function operate(world: World, random: Random, feed: (input: Input, words: string) => void, mends: Fault[]): void {
  const fault = (broken: Fault, mend?: Fault): void => {
    feed({ do: 'fault', fault: broken }, JSON.stringify(broken));
    if (mend) mends.push(mend);
  };
  const node = random.pick(['node-1', 'node-2', 'node-3']);
  const image = random.pick(IMAGES);
  const actions: (() => void)[] = [
    () => type(feed, `kubectl scale deployment web --replicas=${random.between(0, 8)}`),
    () => type(feed, `kubectl set image deployment/web nginx=${image}`),
    () => type(feed, 'kubectl rollout restart deployment/web'),
    () => type(feed, 'kubectl rollout undo deployment/web'),
    () => type(feed, 'kubectl delete pod -l app=web --wait=false'),
    () => type(feed, 'kubectl delete rs -l app=web --cascade=orphan --wait=false'),
    () => type(feed, `kubectl apply -f ${random.pick(Object.keys(MANIFESTS))}.yaml`),
    () => type(feed, `kubectl scale sts db --replicas=${random.between(0, 4)}`),
    () => type(feed, `kubectl set env ${random.pick(['sts/db', 'ds/agent'])} A=${random.below(9)}`),
    () => type(feed, `kubectl delete ${random.pick(['sts/db', 'ds/agent', 'job --all', 'pod -l app=db', 'pod -l app=agent'])} --wait=false`),
    () => type(feed, `kubectl create job once-${random.below(100)} --image=busybox:1.35 -- sleep ${random.between(1, 20)}`),
    () => type(feed, `kubectl ${random.pick(['cordon', 'uncordon'])} node-3`),
    () => killContainer(world, random, fault),
    () => fault({ kind: 'stop-host', host: node }, { kind: 'start-host', host: node }),
    () => fault({ kind: 'start-host', host: node }),
    () => fault({ kind: 'cut', host: node, from: '*' }, { kind: 'mend', host: node, from: '*' }),
    () => fault({ kind: 'mend', host: node, from: '*' }),
    () => fault({ kind: 'break-image', reference: image }, { kind: 'mend-image', reference: image }),
    () => killUnit(random, fault),
    () => feed({ do: 'profile', profile: random.pick(['instant', 'realistic', 'slow']) }, 'another profile'),
  ];
  random.pick(actions)();
}

function killContainer(world: World, random: Random, fault: (broken: Fault) => void): void {
  const running = [...world.runtimes].flatMap(([host, runtime]) => runtime.list().filter((c) => c.running).map((c) => `${host}/${c.id}`));
  if (running.length > 0) fault({ kind: 'stop-container', container: random.pick(running) });
}

function killUnit(random: Random, fault: (broken: Fault, mend?: Fault) => void): void {
  const [host, unit] = random.pick(COMPONENTS);
  fault({ kind: 'stop-unit', host, unit }, { kind: 'start-unit', host, unit });
}
