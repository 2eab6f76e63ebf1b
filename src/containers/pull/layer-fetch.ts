/**
 * One layer on its way to a host: waits for one of the few slots, reads the blob at the pace of the host's line, tries again when
 * the line breaks, unpacks. Two pulls that need the same layer share one.
 */
import { bytesContent, contentDigest, joinContent, type Content, type Layer } from '../../files/index.ts';
import { NetError, until, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { knownLayer } from '../catalogue/recipe.ts';
import { tarOf } from '../images/image.ts';
import { layerOfTar } from '../images/layer-of-tar.ts';
import type { Descriptor } from '../images/manifest.ts';
import { elapse, runThread, type Thread } from '../runtime/thread.ts';
import type { PullRecord } from '../runtime/rows.ts';
import { PullError } from './pull-error.ts';
import type { RegistryClient, Waits } from './registry-client.ts';

export const SLOTS = 3;
const ATTEMPTS = 5;
const RETRY_STEP_MS = 5_000;
const READ_BYTES = 4 * 1024 * 1024;
const UNPACK_FACTOR = 4; // a disk takes what a line brings so many times faster

/** What all fetches of a host share. */
export interface Line {
  /** Bytes a virtual millisecond; Infinity takes no time. */
  readonly bytesPerMs: () => number;
  /** Fetches that are downloading now. */
  readonly active: Set<LayerFetch>;
  readonly waiting: (() => void)[];
  readonly note: (fetch: LayerFetch) => void;
}

export type FetchState = PullRecord['state'] | 'downloaded' | 'retrying';
type Outcome = { readonly layer: Layer } | { readonly error: Error } | 'interrupted';

export class LayerFetch {
  readonly descriptor: Descriptor;
  readonly image: string; // familiar reference of the pull that began it
  state: FetchState = 'waiting';
  doneBytes = 0;
  unpackedBytes = 0;
  retryMs = 0; // while retrying: how long it waits
  private readonly line: Line;
  private readonly process: Process;
  private readonly client: RegistryClient;
  private tar: Content | undefined; // of a layer that nobody here knows
  private received = false;
  private outcome: Outcome | undefined;
  private readonly waiters = new Set<() => void>();

  constructor(line: Line, process: Process, client: RegistryClient, descriptor: Descriptor, image: string) {
    this.line = line;
    this.process = process;
    this.client = client;
    this.descriptor = descriptor;
    this.image = image;
  }

  begin(): void {
    runThread(this.process, this.run());
  }

  /** Over, well or badly. */
  get settled(): boolean {
    return this.outcome !== undefined;
  }

  /** Calls back whenever its state or its bytes change. */
  onChange(wake: () => void): Cancel {
    this.waiters.add(wake);
    return () => this.waiters.delete(wake);
  }

  /** Waits until all bytes are here; false when whoever fetched it was stopped. Throws what ended it. */
  *downloaded(): Waits<boolean> {
    for (;;) {
      if (this.outcome === 'interrupted') return false;
      if (this.outcome && 'error' in this.outcome) throw this.outcome.error;
      if (this.outcome || this.received) return true;
      yield until((wake) => this.onChange(wake));
    }
  }

  /** Unpacks what has been downloaded, once, whoever asks; to be called for the lower layers first. */
  *unpack(by: Process): Waits<Layer> {
    if (this.state === 'downloaded') {
      this.enter('extracting');
      const { size } = this.descriptor;
      const rate = this.line.bytesPerMs() * UNPACK_FACTOR;
      try {
        if (rate !== Infinity) yield elapse(by, Math.ceil(size / rate));
        this.settle(this.makeLayer());
      } finally {
        if (!this.outcome) this.settle('interrupted');
      }
    }
    while (!this.outcome) yield until((wake) => this.onChange(wake));
    if (this.outcome === 'interrupted') throw new PullError(this.client.reference, { kind: 'broken-off', detail: 'context canceled' });
    if ('error' in this.outcome) throw this.outcome.error;
    return this.outcome.layer;
  }

  private *run(): Thread {
    const { line } = this;
    try {
      while (line.active.size >= SLOTS) yield until((wake) => this.queue(wake));
      line.active.add(this);
      yield* this.downloadWithRetries();
      this.received = true;
      this.enter('downloaded');
    } catch (error) {
      if (!(error instanceof PullError)) throw error;
      this.settle({ error });
    } finally {
      line.active.delete(this);
      line.waiting.shift()?.();
      if (!this.received && !this.outcome) this.settle('interrupted');
    }
  }

  private queue(wake: () => void): Cancel {
    const { waiting } = this.line;
    waiting.push(wake);
    return () => {
      const at = waiting.indexOf(wake);
      if (at >= 0) waiting.splice(at, 1);
    };
  }

  private *downloadWithRetries(): Waits<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return yield* this.download();
      } catch (error) {
        const broken = error instanceof NetError || (error instanceof PullError && error.reason.kind === 'unreachable');
        if (!broken) throw error;
        const detail = error instanceof NetError ? this.client.netDetail(error) : (error.reason as { detail: string }).detail;
        if (attempt === ATTEMPTS) throw new PullError(this.client.reference, { kind: 'broken-off', detail });
        this.retryMs = attempt * RETRY_STEP_MS;
        this.enter('retrying');
        yield elapse(this.process, this.retryMs);
      }
    }
  }

  private *download(): Waits<void> {
    const { descriptor, line } = this;
    this.doneBytes = 0;
    this.enter('downloading');
    const response = yield* this.client.blob(descriptor.digest);
    const known = knownLayer(descriptor.digest);
    const keeps = !known || tarOf(known).size !== descriptor.size;
    let tar = bytesContent(new Uint8Array(0));
    let owedMs = 0;
    for (;;) {
      const chunk = (yield response.read(READ_BYTES)) as Uint8Array | null;
      if (chunk === null) break;
      if (keeps) tar = joinContent(tar, bytesContent(chunk));
      this.doneBytes += chunk.length;
      owedMs += (chunk.length * line.active.size) / line.bytesPerMs();
      if (owedMs >= 1) {
        yield elapse(this.process, Math.floor(owedMs));
        owedMs -= Math.floor(owedMs);
      }
      this.enter('downloading');
    }
    if (this.doneBytes !== descriptor.size) throw new NetError('ECONNRESET', descriptor.digest);
    if (keeps) this.tar = tar;
  }

  private makeLayer(): Outcome {
    const { digest } = this.descriptor;
    const { tar } = this;
    if (!tar) return { layer: knownLayer(digest)! };
    if (contentDigest(tar) !== digest) return { error: new PullError(this.client.reference, { kind: 'invalid', detail: 'filesystem layer verification failed for digest ' + digest }) };
    return { layer: layerOfTar(digest, tar) };
  }

  private settle(outcome: Outcome): void {
    this.outcome = outcome;
    this.enter(typeof outcome === 'object' && 'layer' in outcome ? 'done' : 'failed');
  }

  private enter(state: FetchState): void {
    this.state = state;
    if (state === 'done') this.unpackedBytes = this.descriptor.size;
    this.line.note(this);
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const wake of waiters) wake();
  }
}
