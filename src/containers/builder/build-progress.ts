/** A build as the page sees it: its row, written whenever an instruction begins or ends. */
import type { Image } from '../images/image.ts';
import { layerBytes } from '../images/image.ts';
import { familiarReference, withDefaultTag, type Reference } from '../images/reference.ts';
import type { BuildRecord, BuildStep } from '../runtime/rows.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Command } from './commands.ts';

export class BuildProgress {
  private readonly runtime: Runtime;
  private readonly key: string;
  private record: BuildRecord;
  private at = 0;
  private layersBefore = 0;
  private fromCache = false;

  constructor(runtime: Runtime, tag: Reference | undefined, commands: readonly Command[]) {
    this.runtime = runtime;
    const number = runtime.nextBuild();
    this.key = `builds/${number}`;
    this.record = {
      number,
      tag: tag ? familiarReference(withDefaultTag(tag)) : '',
      state: 'running',
      steps: commands.map(({ at }) => ({ instruction: at.original, state: 'waiting', layer: '', sizeBytes: 0, startedMs: -1, endedMs: -1 })),
      imageId: '',
      error: '',
      startedMs: runtime.host.clock.now,
      endedMs: -1,
    };
    this.write({});
  }

  begin(step: number): void {
    this.at = step;
    this.fromCache = false;
    this.step({ state: 'running', startedMs: this.runtime.host.clock.now });
  }

  cached(): void {
    this.fromCache = true;
  }

  /** `image` is that of the stage after the step. */
  end(image: Image | undefined): void {
    const layers = image?.layers.length ?? 0;
    const isFrom = this.record.steps[this.at]!.instruction.slice(0, 4).toUpperCase() === 'FROM';
    const added = !isFrom && layers > this.layersBefore ? image!.layers.at(-1)! : undefined;
    this.layersBefore = layers;
    const { now } = this.runtime.host.clock;
    this.step({ state: this.fromCache ? 'cached' : 'done', layer: added?.id ?? '', sizeBytes: added ? layerBytes(added) : 0, endedMs: now });
  }

  fail(message: string): void {
    this.step({ state: 'failed', endedMs: this.runtime.host.clock.now });
    this.write({ state: 'failed', error: message, endedMs: this.runtime.host.clock.now });
  }

  succeed(image: Image): void {
    this.write({ state: 'done', imageId: image.id, endedMs: this.runtime.host.clock.now });
  }

  /** Whoever built has gone away in the middle of it. */
  close(): void {
    if (this.record.state === 'running') this.fail('context canceled');
  }

  private step(change: Partial<BuildStep>): void {
    this.write({ steps: this.record.steps.map((step, i) => (i === this.at ? { ...step, ...change } : step)) });
  }

  private write(change: Partial<BuildRecord>): void {
    this.record = { ...this.record, ...change };
    this.runtime.store.put(this.key, this.record, this.runtime.host.trace.cause);
  }
}
