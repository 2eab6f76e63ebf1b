/**
 * npm run bench: what a world costs, in CPU seconds and peak memory, each row in a process of its own and divided by a calibration loop
 * of the same process, so that figures of one run can be compared on any machine. Nothing here passes or fails.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadAllAssets, Session, World, type Scenario } from '../world/index.ts';

interface Figures {
  readonly cpuSeconds: number;
  readonly calibrationSeconds: number;
  readonly peakMib: number;
  readonly note: string;
}

const GIB = 2 ** 30;
const CALIBRATION_ROUNDS = 50_000_000;
const PODS_A_NODE = 100;

const rows: Readonly<Record<string, () => string>> = {
  'deployment of 100 until Ready': () => deploy(100),
  'deployment of 1,000 until Ready': () => deploy(1_000),
  'deployment of 10,000 until Ready': () => deploy(10_000),
  'rolling update of 1,000': () => deploy(1_000, true),
  'an hour of the default scenario': replayHour,
};

const [only] = process.argv.slice(2);
if (only !== undefined && Object.hasOwn(rows, only)) process.stdout.write(JSON.stringify(await measure(rows[only]!)));
else printAll();

function printAll(): void {
  process.stdout.write(`${'row'.padEnd(36)}${'CPU s'.padStart(8)}${'/ loop'.padStart(9)}${'peak MiB'.padStart(10)}  note\n`);
  for (const name of Object.keys(rows)) {
    const figures = JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Figures;
    const { cpuSeconds, calibrationSeconds, peakMib, note } = figures;
    process.stdout.write(`${name.padEnd(36)}${cpuSeconds.toFixed(2).padStart(8)}${(cpuSeconds / calibrationSeconds).toFixed(2).padStart(9)}${peakMib.toFixed(0).padStart(10)}  ${note}\n`);
  }
}

async function measure(row: () => string): Promise<Figures> {
  await loadAllAssets();
  const calibrationSeconds = cpuOf(calibrate);
  let note = '';
  const cpuSeconds = cpuOf(() => (note = row()));
  return { cpuSeconds, calibrationSeconds, peakMib: process.resourceUsage().maxRSS / 1024, note };
}

function cpuOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Integer work of a fixed amount. */
function calibrate(): number {
  let a = 1;
  for (let i = 0; i < CALIBRATION_ROUNDS; i++) a = (Math.imul(a, 1_664_525) + 1_013_904_223) | 0;
  return a;
}

function deploy(replicas: number, update = false): string {
  const world = new World(crowd(Math.max(3, Math.ceil(replicas / PODS_A_NODE))), 'bench');
  const before = process.cpuUsage();
  const steps = world.clock.steps;
  command(world, `kubectl create deployment web --image=nginx:1.22 --replicas=${replicas}`);
  untilReady(world, replicas, 'nginx:1.22');
  const ready = process.cpuUsage(before);
  const firstSteps = world.clock.steps - steps;
  if (!update) return `${seconds(ready)} s from the command on, ${firstSteps} events`;
  const again = process.cpuUsage();
  command(world, 'kubectl set image deployment/web nginx=nginx:1.23');
  untilReady(world, replicas, 'nginx:1.23');
  return `${seconds(process.cpuUsage(again))} s from the update on, ${world.clock.steps - steps - firstSteps} events`;
}

function replayHour(): string {
  const session = new Session('default', 'bench');
  const { clock } = session.world;
  session.feed({ do: 'command', id: 1, host: 'laptop', text: 'kubectl apply -f nginx-deployment.yaml' });
  const before = process.cpuUsage();
  clock.run(clock.now + 3_600_000, { stepsMax: Infinity });
  return `${(3600 / Number(seconds(process.cpuUsage(before)))).toFixed(0)} virtual seconds a CPU second`;
}

function command(world: World, text: string): void {
  world.commands.run(1, world.scenario.hosts[0]!.name, text);
}

function untilReady(world: World, replicas: number, image: string): void {
  const { clock, clusters } = world;
  const [cluster] = clusters;
  for (let s = 0; s < 3_600; s++) {
    const deployment = cluster!.store.get('deployments.apps/default/web') as { spec: { template: { spec: { containers: { image: string }[] } } }; status: Record<string, number> } | undefined;
    const { updatedReplicas = 0, readyReplicas = 0, replicas: all = 0 } = deployment?.status ?? {};
    if (deployment?.spec.template.spec.containers[0]!.image === image && updatedReplicas === replicas && readyReplicas === replicas && all === replicas) return;
    clock.run(clock.now + 1_000, { stepsMax: Infinity });
  }
  throw new Error('bench: the Deployment did not become ready within a virtual hour');
}

function seconds({ user, system }: NodeJS.CpuUsage): string {
  return ((user + system) / 1e6).toFixed(2);
}

/** So many nodes, nothing slower than it must be, the images already on their disks. */
function crowd(nodes: number): Scenario {
  const images = ['nginx:1.22', 'nginx:1.23', 'registry.k8s.io/pause:3.10.1'];
  const names = Array.from({ length: nodes }, (_, i) => `node-${i + 1}`);
  const addressOf = (i: number) => `10.0.${1 + (i >> 7)}.${1 + (i & 127)}`;
  const cidrOf = (i: number) => `10.${128 + (i >> 8)}.${i & 255}.0/24`;
  return {
    name: 'crowd',
    startsAtMs: 1_772_442_000_000,
    warmUpMs: 60_000,
    profile: 'instant',
    hosts: [
      { name: 'control-plane', address: '10.0.0.10', cores: 4, memoryBytes: 64 * GIB, user: 'root' },
      ...names.map((name, i) => ({ name, address: addressOf(i), cores: 2, memoryBytes: 64 * GIB, user: 'root', images })),
    ],
    clusters: [
      { name: 'crowd', server: '1.36', client: '1.36', context: 'kubernetes-admin@crowd', controlPlane: 'control-plane', nodes: names.map((host, i) => ({ host, podCidr: cidrOf(i) })), podCidr: '10.128.0.0/9', serviceCidr: '10.96.0.0/12' },
    ],
    registries: [],
    home: {},
    opens: [],
    suggestions: [],
    breakable: '',
  };
}
