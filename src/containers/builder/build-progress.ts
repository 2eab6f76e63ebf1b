/** A build as the page sees it: its row, written whenever an instruction begins or ends. */
import type { Layer } from '../../files/index.ts';
import type { Image } from '../images/image.ts';
import { layerBytes } from '../images/image.ts';
import { familiarReference, withDefaultTag, type Reference } from '../images/reference.ts';
import type { BuildRecord, BuildStep } from '../runtime/rows.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Command } from './commands.ts';

export class BuildProgress {
  private readonly runtime: Runtime;
  private readonly key: string;
  private readonly commands: readonly Command[];
  private record: BuildRecord;

  constructor(runtime: Runtime, tag: Reference | undefined, commands: readonly Command[]) {
    this.runtime = runtime;
    this.commands = commands;
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

  begin(command: Command): void {
    this.step(command, { state: 'running', startedMs: this.now });
  }

  /** `layer`: what the step made, if it made one. */
  end(command: Command, { cached, layer }: { readonly cached: boolean; readonly layer: Layer | undefined }): void {
    this.step(command, { state: cached ? 'cached' : 'done', layer: layer?.id ?? '', sizeBytes: layer ? layerBytes(layer) : 0, endedMs: this.now });
  }

  /** Steps that were under way have failed. */
  fail(message: string): void {
    const steps = this.record.steps.map((step): BuildStep => (step.state === 'running' ? { ...step, state: 'failed', endedMs: this.now } : step));
    this.write({ steps, state: 'failed', error: message, endedMs: this.now });
  }

  succeed(image: Image): void {
    this.write({ state: 'done', imageId: image.id, endedMs: this.now });
  }

  /** Whoever built has gone away in the middle of it. */
  close(): void {
    if (this.record.state === 'running') this.fail('context canceled');
  }

  private get now(): number {
    return this.runtime.host.clock.now;
  }

  private step(command: Command, change: Partial<BuildStep>): void {
    const at = this.commands.indexOf(command);
    this.write({ steps: this.record.steps.map((step, i) => (i === at ? { ...step, ...change } : step)) });
  }

  private write(change: Partial<BuildRecord>): void {
    this.record = { ...this.record, ...change };
    this.runtime.store.put(this.key, this.record, this.runtime.host.trace.cause);
  }
}
