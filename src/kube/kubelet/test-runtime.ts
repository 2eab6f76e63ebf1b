/** A runtime without processes, for tests of the kubelet: containers live as long as the test says. */
import type { Cancel, Clock } from '../../sim/index.ts';
import type { ObservedContainer, ObservedPod, ObservedSandbox } from './observed.ts';
import { nothingObserved } from './observed.ts';
import { RuntimeRefusal, type ContainerRequest, type ExecResult, type RuntimeClient, type RuntimeImage, type SandboxRequest } from './runtime-client.ts';

export interface Life {
  /** Ends by itself after this; never when left out. */
  readonly ms?: number;
  readonly code?: number;
  readonly oomKilled?: boolean;
  /** How long it takes to end after a stop signal; 0 when left out, never for null. */
  readonly stopMs?: number | null;
  readonly startError?: string;
}

interface Held {
  uid: string;
  name: string;
  life: Life;
  observed: ObservedContainer;
  cancel: Cancel;
}

export class TestRuntime implements RuntimeClient {
  readonly images = new Set<string>();
  readonly registry = new Set<string>();
  pullMs = 1500;
  sandboxMs = 300;
  /** False: it is down, while containers run on. */
  answers = true;
  lifeOf: (request: ContainerRequest) => Life = () => ({});
  answer: (id: string, command: readonly string[]) => ExecResult = () => ({ code: 0, output: '' });
  readonly log: string[] = [];
  private readonly clock: Clock;
  private readonly containers = new Map<string, Held>();
  private readonly sandboxes = new Map<string, { uid: string; observed: ObservedSandbox; namespace: string; name: string }>();
  private readonly watchers = new Set<(uid: string) => void>();
  private serial = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  findImage(reference: string): RuntimeImage | undefined {
    return this.images.has(reference) ? imageOf(reference) : undefined;
  }

  pull(reference: string, _credentials: string | undefined, _trace: number, done: (image: RuntimeImage, tookMs: number) => void, fail: (message: string) => void): Cancel {
    return this.clock.after(this.pullMs, 'runtime', () => {
      if (!this.registry.has(reference)) return fail(`failed to resolve reference "${reference}": not found`);
      this.images.add(reference);
      done(imageOf(reference), this.pullMs);
    });
  }

  runSandbox({ pod, attempt }: SandboxRequest, done: (id: string) => void): void {
    this.clock.after(this.sandboxMs, 'runtime', () => {
      const id = `s${++this.serial}`;
      const { uid, namespace, name } = pod.metadata;
      const ip = `10.244.0.${this.serial + 1}`;
      this.sandboxes.set(id, { uid, namespace, name, observed: { id, attempt, isReady: true, ip, createdMs: this.clock.now } });
      this.tell(uid);
      done(id);
    });
  }

  createContainer(request: ContainerRequest): string {
    const id = `c${++this.serial}`;
    const life = this.lifeOf(request);
    const { container, attempt, image, specHash, pod } = request;
    const observed: ObservedContainer = {
      id,
      name: container.name,
      attempt,
      image: image.reference,
      imageId: image.digest,
      state: 'created',
      createdMs: this.clock.now,
      startedMs: -1,
      finishedMs: -1,
      exitCode: 0,
      oomKilled: false,
      message: '',
      startError: '',
      specHash,
    };
    this.containers.set(id, { uid: pod.metadata.uid, name: container.name, life, observed, cancel: () => {} });
    for (const [old, held] of this.containers) if (held.uid === pod.metadata.uid && held.name === container.name && held.observed.attempt < attempt - 1) this.containers.delete(old);
    return id;
  }

  startContainer(id: string): void {
    const held = this.containers.get(id)!;
    this.log.push(`${this.clock.now} start ${held.name}`);
    if (held.life.startError !== undefined) {
      this.change(id, { state: 'exited', finishedMs: this.clock.now, exitCode: 128, startError: held.life.startError });
      throw new RuntimeRefusal('RunContainerError', held.life.startError);
    }
    this.change(id, { state: 'running', startedMs: this.clock.now });
    const { ms, code = 0, oomKilled = false } = held.life;
    if (ms !== undefined) held.cancel = this.clock.after(ms, 'container', () => this.end(id, code, oomKilled));
  }

  signal(id: string, signal: string): boolean {
    if (!this.answers) return false;
    const held = this.containers.get(id);
    if (held?.observed.state !== 'running') return true;
    this.log.push(`${this.clock.now} ${signal || 'SIGTERM'} ${held.name}`);
    const { stopMs = 0 } = held.life;
    if (signal === 'SIGKILL') this.end(id, 137, false);
    else if (stopMs !== null) this.clock.after(stopMs, 'container', () => this.end(id, held.life.code ?? 0, false));
    return true;
  }

  resizeContainer(): void {}

  stopSandbox(id: string): void {
    const sandbox = this.sandboxes.get(id);
    if (!sandbox || !this.answers) return;
    sandbox.observed = { ...sandbox.observed, isReady: false };
    this.tell(sandbox.uid);
  }

  removeSandbox(id: string): void {
    if (this.answers) this.sandboxes.delete(id);
  }

  removeContainer(id: string): void {
    if (this.answers) this.containers.delete(id);
  }

  exec(id: string, command: readonly string[], done: (result: ExecResult) => void): Cancel {
    return this.clock.after(1, 'exec', () => done(this.answer(id, command)));
  }

  observe(uid: string): ObservedPod {
    const sandboxes = [...this.sandboxes.values()].filter((s) => s.uid === uid).map((s) => s.observed).reverse();
    const containers = new Map<string, ObservedContainer[]>();
    for (const held of [...this.containers.values()].reverse()) {
      if (held.uid !== uid) continue;
      const list = containers.get(held.name);
      if (list) list.push(held.observed);
      else containers.set(held.name, [held.observed]);
    }
    return sandboxes.length + containers.size === 0 ? nothingObserved : { sandboxes, containers };
  }

  pods(): ReadonlyMap<string, { namespace: string; name: string }> {
    return new Map([...this.sandboxes.values()].map(({ uid, namespace, name }) => [uid, { namespace, name }]));
  }

  onChange(changed: (uid: string) => void): Cancel {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  private end(id: string, exitCode: number, oomKilled: boolean): void {
    const held = this.containers.get(id);
    if (held?.observed.state !== 'running') return;
    held.cancel();
    this.change(id, { state: 'exited', finishedMs: this.clock.now, exitCode, oomKilled });
  }

  private change(id: string, change: Partial<ObservedContainer>): void {
    const held = this.containers.get(id)!;
    held.observed = { ...held.observed, ...change };
    this.tell(held.uid);
  }

  private tell(uid: string): void {
    for (const watcher of this.watchers) watcher(uid);
  }
}

function imageOf(reference: string): RuntimeImage {
  const name = reference.slice(0, reference.lastIndexOf(':'));
  return { id: `sha256:${reference}`, reference: `docker.io/library/${reference}`, digest: `docker.io/library/${name}@sha256:0`, sizeBytes: 1000, user: '' };
}
