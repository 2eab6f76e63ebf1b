// An engine that plays made-up rows: enough of the protocol for the page to believe it.
import { Outbox, type FromEngine, type OwnerRow, type PodRow, type Port, type ToEngine } from '../../src/client/index.ts';
import { makePod } from '../../src/ui/diagram/row-samples.ts';
import { fileView, setScene, yamlOf } from './story-rows.ts';

export class StoryEngine implements Port {
  private readonly outbox = new Outbox();
  private hear: (message: FromEngine) => void = () => {};
  private timer: ReturnType<typeof setInterval> | undefined;
  private nowMs = 0;
  private speed = 1;
  private playing = true;
  private acts = 0;
  private readonly scene: string;
  private readonly pods = new Map<string, PodRow>();
  private readonly sets: OwnerRow[] = [];
  private typed = '';

  constructor(scene: string) {
    this.scene = scene;
  }

  listen(fn: (message: FromEngine) => void): void {
    this.hear = fn;
  }

  close(): void {
    clearInterval(this.timer);
  }

  post(message: ToEngine): void {
    if (message.type === 'open') this.begin();
    else if (message.type === 'ack') this.outbox.ack(message.seq);
    else if (message.type === 'play') this.playing = true;
    else if (message.type === 'pause') this.playing = false;
    else if (message.type === 'speed') this.speed = message.speed;
    else if (message.type === 'step') this.pass(message.to === 'act' ? 400 : 50);
    else if (message.type === 'ping') this.say({ type: 'pong', id: message.id });
    else if (message.type === 'query') this.answer(message);
    else if (message.type === 'looks') {
      for (const look of message.looks) if (look.at === 'files') this.outbox.put('fileviews', fileView(look.container, look.folder));
    } else if (message.type === 'input') {
      this.say({ type: 'accepted', id: message.id, input: { atMs: this.nowMs, step: 0, do: message.input } });
      if (message.input.do === 'line') this.typed = message.input.text;
    }
  }

  private begin(): void {
    this.say({
      type: 'opened',
      session: {
        engine: 'story',
        scenario: 'default',
        seed: 's',
        epochMs: 1_767_225_600_000,
        homeHost: 'laptop',
        home: '/root',
        files: ['/root/web.yaml'],
        image: '',
        notCarried: undefined,
        suggestions: [
          { code: 'apply-deployment', commands: ['kubectl apply -f web.yaml'] },
          { code: 'rolling-update', commands: ['kubectl set image deployment/web nginx=nginx:1.9.1'] },
          { code: 'run-container', commands: ['docker run -d --name cache nginx:1.7.9'] },
        ],
      },
      inputs: [],
    });
    const { replicas } = setScene(this.scene, this.outbox, this.pods, this.sets);
    for (let i = 0; i < replicas; i++) this.newPod(0);
    this.timer = setInterval(() => this.playing && this.pass(100 * this.speed), 100);
    this.pass(0);
  }

  private say(message: FromEngine): void {
    queueMicrotask(() => this.hear(message));
  }

  private pass(ms: number): void {
    this.nowMs += ms;
    this.turn();
    if (!this.outbox.ready) return;
    this.say({
      type: 'rows',
      ...this.outbox.take(),
      clock: { nowMs: this.nowMs, steps: 0, playing: this.playing, speed: this.speed, nextMs: this.nowMs + 100, next: 'scheduler', pending: 1, settled: false, floorMs: 0 },
    });
  }

  /** A rollout that goes on by itself: each pod a step further, a new one when there is room, an old one ended when it may. */
  private turn(): void {
    if (this.scene !== 'faults') for (const pod of this.pods.values()) this.move(pod);
    if (this.scene !== 'rollout' || this.nowMs < 1500) return;
    const of = (hue: number) => [...this.pods.values()].filter((pod) => pod.hue === hue && !pod.deletion);
    const fresh = of(1);
    const old = of(0);
    if (fresh.length + old.length < 7 && fresh.length < 6) this.newPod(1);
    const ready = [...fresh, ...old].filter((pod) => pod.ready).length;
    if (old.length > 0 && ready > 5) this.end(old[0]!);
    this.count();
  }

  private newPod(hue: number): void {
    const set = this.sets[hue]!;
    const name = `${set.name}-${Math.random().toString(36).slice(2, 7)}`;
    const pod = makePod(`uid-${name}`, { name, owner: set.id, hue, createdMs: this.nowMs, status: 'Pending', containers: [] });
    this.put(pod);
    this.act('replicaset-controller', 'create', 'replicaset-creates-pod', { set: set.name, desired: 6, active: 5 }, 'components/control-plane/kube-controller-manager', `pods/${pod.id}`);
  }

  private move(pod: PodRow): void {
    const age = this.nowMs - pod.createdMs;
    const container = { name: 'nginx', init: false, image: 'nginx', exitCode: 0, restarts: 0, started: true, container: 'worker-1/abc', backoffUntilMs: 0 };
    if (pod.deletion) {
      if (this.nowMs - pod.deletion.startedMs > 2500) {
        this.pods.delete(pod.id);
        this.outbox.drop('pods', pod.id);
      }
    } else if (pod.node === '' && age > 300) {
      const node = `demo/worker-${1 + (this.acts % 3)}`;
      this.put({ ...pod, node, status: 'ContainerCreating', containers: [{ ...container, state: 'waiting', reason: 'ContainerCreating', ready: false }], pulls: [`${pod.id}/nginx`] });
      this.act('scheduler', 'bind', 'scheduler-assigns', { pod: pod.name, node: node.slice(5) }, 'components/control-plane/kube-scheduler', `pods/${pod.id}`);
    } else if (pod.status === 'ContainerCreating') {
      if (age < 1800) this.outbox.put('pulls', { id: pod.id, host: pod.id, image: 'nginx', layer: '', state: 'downloading', doneBytes: (age - 300) * 4e4, totalBytes: 60e6 });
      else this.put({ ...pod, pulls: [], status: 'Running', phase: 'Running', containers: [{ ...container, state: 'running', reason: '', ready: false }] });
    } else if (pod.status === 'Running' && !pod.ready && age > 2800) {
      this.put({ ...pod, ready: true, ip: '10.244.1.7', containers: [{ ...container, state: 'running', reason: '', ready: true }] });
      this.act('kubelet', 'update-status', 'kubelet-reports', { pod: pod.name, phase: 'Running', ready: true, waiting: '' }, 'components/worker-1/kubelet', `pods/${pod.id}`);
    }
  }

  private end(pod: PodRow): void {
    this.put({ ...pod, ready: false, status: 'Terminating', deletion: { startedMs: this.nowMs, graceMs: 30_000 } });
    this.act('replicaset-controller', 'delete', 'replicaset-ends-pod', { set: 'web-1', pod: pod.name, desired: 5, active: 6 }, 'components/control-plane/kube-controller-manager', `pods/${pod.id}`);
  }

  private count(): void {
    for (const [hue, set] of this.sets.entries()) {
      const mine = [...this.pods.values()].filter((pod) => pod.hue === hue && !pod.deletion);
      const ready = mine.filter((pod) => pod.ready).length;
      this.outbox.put('owners', { ...set, wanted: mine.length, have: mine.length, ready, available: ready, updated: mine.length });
    }
    const all = [...this.pods.values()];
    this.outbox.put('owners', { ...this.sets[0]!, id: 'd', kind: 'Deployment', name: 'web', owner: '', wanted: 6, have: all.length, ready: all.filter((p) => p.ready).length, strategy: 'RollingUpdate', maxSurge: 1, maxUnavailable: 1 });
    const endpoints = all.filter((p) => p.node !== '').map((p) => ({ pod: p.id, ip: p.ip, ready: p.ready && !p.deletion }));
    this.outbox.put('services', { id: 's', cluster: 'demo', namespace: 'default', name: 'web', type: 'ClusterIP', clusterIp: '10.96.118.4', selector: 'app=web', ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: '80', nodePort: 0 }], endpoints, createdMs: 0 });
  }

  private put(pod: PodRow): void {
    this.pods.set(pod.id, pod);
    this.outbox.put('pods', pod);
  }

  private act(actor: string, act: string, code: string, args: Record<string, string | number | boolean>, from: `components/${string}`, about: `pods/${string}`): void {
    this.outbox.act({ id: ++this.acts, atMs: this.nowMs, actor, act, code, args, from, about, read: [] });
    if (this.acts % 4 === 0) this.outbox.trip({ id: this.acts, startMs: 0, endMs: 1, purpose: 'request', from: 'hosts/laptop', via: 'services/s', to: about, words: 'connection refused', ok: this.acts % 8 !== 0 });
  }

  private answer(message: ToEngine & { type: 'query' }): void {
    const reply = (answer: unknown) => this.say({ type: 'answer', id: message.id, answer: answer as never });
    if (message.name === 'object') reply({ title: message.ask.about, yaml: yamlOf(message.ask.about), language: 'yaml', fields: [{ field: 'spec', act: 1 }, { field: 'status', act: 1 }] });
    else if (message.name === 'why') {
      const about = 'about' in message.ask ? message.ask.about : ('' as const);
      const entry = (id: number, actor: string, act: string, code: string, args: Record<string, string | number>) => ({ about, key: 'pods/default/web', field: 'status', act: { id, atMs: 100 * id, actor, act, code, args, from: '' as const, about, read: [] } });
      reply([
        entry(9, 'replicaset-controller', 'create', 'replicaset-creates-pod', { set: 'web-6f5d', desired: 3, active: 2 }),
        entry(5, 'deployment-controller', 'update', 'deployment-grows-new-set', { set: 'web-6f5d', from: 2, to: 3, total: 3, max: 4 }),
        entry(1, 'you', 'typed', 'typed', { host: 'laptop', line: this.typed || 'kubectl set image deployment/web nginx=nginx:1.9.1' }),
      ]);
    } else if (message.name === 'file') reply({ text: 'user  nginx;\nworker_processes  1;\n\nevents {\n    worker_connections  1024;\n}\n', binary: false, sizeBytes: 643, truncated: false, modifiedMs: 0, writable: true });
    else this.say({ type: 'refused', id: message.id, message: 'the picture book does not know' });
  }
}
