/**
 * A build by BuildKit: the stages that the target needs run side by side, each step by the digest of its inputs from the cache or
 * anew, and only the end result becomes an image of this host. It is a generator that yields system calls, as the classic build is.
 */
import { randomHex } from '../../base/index.ts';
import { contentText, dirNode, flatten, metaOf, nodeAt, walk, type DirNode } from '../../files/index.ts';
import { until, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { addBuilt } from '../builder/add-built.ts';
import { withoutIgnored } from '../builder/build-context.ts';
import { BuildError } from '../builder/build-error.ts';
import { BuildProgress } from '../builder/build-progress.ts';
import type { Command } from '../builder/commands.ts';
import { DockerfileError, type Instruction } from '../builder/dockerfile.ts';
import { makeImage, type Image } from '../images/image.ts';
import { fullReference, type Reference } from '../images/reference.ts';
import type { Waits } from '../pull/registry-client.ts';
import type { Container } from '../runtime/container.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { elapse, runThread } from '../runtime/thread.ts';
import { fetchImage, findImage, type Finder, type Found } from './base-images.ts';
import { warningsOf } from './lint.ts';
import { planBuild, sourcesOf, StageError, stageNamed, type Plan, type PlannedStage } from './plan.ts';
import { SolveError } from './solve-error.ts';
import { SolveReport, type SolveStatus } from './solve-status.ts';
import { StageRun } from './stage-run.ts';
import { transferBytes } from './transfer.ts';

export interface SolveRequest {
  /** In whose life the build lies. */
  readonly by: Process;
  readonly context: DirNode;
  readonly dockerfile: string; // its path in the context
  readonly tags: readonly Reference[];
  readonly args: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly target: string;
  /** Warns of what had better be written otherwise. */
  readonly lints: boolean;
  readonly noCache: boolean;
  readonly pullsAlways: boolean;
  readonly prepare: (container: Container) => Cancel;
  /** What a step takes beside its work, virtual milliseconds. */
  readonly stepMs: number;
  readonly output: (status: SolveStatus) => void;
}

/** Throws SolveError. */
export function* solveBuild(runtime: Runtime, request: SolveRequest): Waits<Image> {
  const report = new SolveReport(runtime.host.clock, request.output);
  const plan = loadDefinition(request, report);
  return yield* new Solve(runtime, request, report, plan).run();
}

function loadDefinition(request: SolveRequest, report: SolveReport): Plan {
  const vertex = report.begin(`[internal] load build definition from ${request.dockerfile.split('/').at(-1)}`);
  const node = nodeAt(request.context, request.dockerfile);
  const text = node?.kind === 'file' ? contentText(node.content) : undefined;
  vertex.work(`transferring dockerfile: ${transferBytes(text === undefined ? [] : [{ path: request.dockerfile, bytes: text.length }])}B`, { done: true });
  if (text !== undefined && request.lints) for (const warning of warningsOf(text)) vertex.warn(warning);
  vertex.done();
  if (text === undefined) throw new SolveError(`failed to read dockerfile: open ${request.dockerfile}: no such file or directory`);
  try {
    return planBuild(text, request.dockerfile, request.args, request.target);
  } catch (error) {
    if (error instanceof StageError) throw new SolveError(error.message, { first: error.at.line, last: error.at.endLine });
    if (error instanceof DockerfileError) throw new SolveError(error.message, error.line > 0 ? { first: error.line, last: error.line } : undefined);
    throw error;
  }
}

export class Solve {
  readonly runtime: Runtime;
  readonly request: SolveRequest;
  readonly report: SolveReport;
  readonly plan: Plan;
  readonly args: ReadonlyMap<string, string>;
  readonly progress: BuildProgress;
  private readonly finder: Finder;
  private readonly runs: ReadonlyMap<PlannedStage, StageRun>;
  private readonly done = new Set<PlannedStage>();
  private readonly waiting = new Set<() => void>();
  private readonly found = new Map<string, Found>();
  private readonly images = new Map<string, Image | 'coming'>();
  private sent: DirNode | undefined;
  private error: unknown;

  constructor(runtime: Runtime, request: SolveRequest, report: SolveReport, plan: Plan) {
    this.runtime = runtime;
    this.request = request;
    this.report = report;
    this.plan = plan;
    this.args = request.args;
    this.finder = { runtime, by: request.by, report, asksAlways: request.pullsAlways };
    this.runs = new Map(plan.stages.map((stage) => [stage, new StageRun(this, stage)]));
    this.progress = new BuildProgress(runtime, request.tags[0], plan.stages.flatMap((stage) => [stage.from, ...stage.commands]));
  }

  *run(): Waits<Image> {
    const threads: Cancel[] = [];
    try {
      yield* this.loadMetadata();
      for (const [stage, run] of this.runs) threads.push(runThread(this.request.by, this.guarded(stage, run)));
      const target = yield* this.finished(this.plan.target);
      const image = yield* this.exported(target.image());
      this.progress.succeed(image);
      return image;
    } catch (error) {
      if (error instanceof Error) this.progress.fail(error.message);
      throw error;
    } finally {
      for (const cancel of threads) cancel();
      this.progress.close();
    }
  }

  /** The stage, once it has run. Throws what any of them threw. */
  *finished(stage: PlannedStage): Waits<StageRun> {
    yield* this.wait(() => this.done.has(stage));
    return this.runs.get(stage)!;
  }

  /** The tree of a stage or an image: what --from names. */
  *treeOf(name: string, at: Instruction): Waits<DirNode> {
    const stage = stageNamed(this.plan.stages, name);
    const image = stage ? (yield* this.finished(stage)).image() : yield* this.baseImage(name, '', at);
    return image.layers.length > 0 ? flatten({ lowers: image.lowers }) : dirNode(metaOf(0o755, 0));
  }

  /** An image that stages stand on, fetched once. `prefix` goes before its step's name. */
  *baseImage(word: string, prefix: string, at: Instruction): Waits<Image> {
    yield* this.wait(() => this.images.get(word) !== 'coming');
    const there = this.images.get(word);
    if (there && there !== 'coming') return there;
    this.images.set(word, 'coming');
    const lines = { first: at.line, last: at.endLine };
    const found = this.found.get(word) ?? (yield* findImage(this.finder, word, lines));
    const vertex = this.report.begin(`${prefix}FROM ${found.name}`);
    const image = yield* fetchImage(this.finder, found, vertex);
    vertex.done(found.here !== undefined);
    this.images.set(word, image);
    this.wake();
    return image;
  }

  /** What the client sent, told of when it is first asked for. */
  *context(): Waits<DirNode> {
    if (this.sent) return this.sent;
    const vertex = this.report.begin('[internal] load build context');
    this.sent = withoutIgnored(this.request.context);
    const files: { path: string; bytes: number }[] = [];
    for (const { path, node } of walk(this.sent)) {
      const name = path.join('/');
      if (node.kind === 'whiteout') continue;
      const mark = `${name} ${node.kind === 'file' ? node.content.size : 0} ${node.meta.mtimeMs}`;
      const isNew = node.kind === 'file' && !this.runtime.buildCache.sent.has(mark);
      this.runtime.buildCache.sent.add(mark);
      files.push({ path: name, bytes: isNew ? node.content.size : -1 });
    }
    yield elapse(this.request.by, this.request.stepMs);
    vertex.work(`transferring context: ${transferBytes(files)}B`, { done: true });
    vertex.done();
    return this.sent;
  }

  /** As the references of BuildKit look: 25 letters and digits. */
  newRef(): string {
    return Array.from({ length: 25 }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'[this.runtime.draw() % 36]!).join('');
  }

  newSession(): string {
    const digits = randomHex(() => this.runtime.draw(), 32);
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
  }

  private *guarded(stage: PlannedStage, run: StageRun): Waits<void> {
    try {
      yield* run.run();
      this.done.add(stage);
    } catch (error) {
      if (!(error instanceof SolveError)) throw error;
      this.error ??= error;
    }
    this.wake();
  }

  private *wait(isSo: () => boolean): Waits<void> {
    while (!isSo()) {
      if (this.error !== undefined) throw this.error;
      yield until((wake) => {
        const fn = (): void => wake();
        this.waiting.add(fn);
        return () => this.waiting.delete(fn);
      });
    }
    if (this.error !== undefined) throw this.error;
  }

  private wake(): void {
    for (const fn of [...this.waiting]) {
      this.waiting.delete(fn);
      fn();
    }
  }

  private *loadMetadata(): Waits<void> {
    for (const stage of this.plan.stages) {
      const outside = stage.commands.flatMap((command: Command) => sourcesOf(command)).filter((name) => !stageNamed(this.plan.stages, name));
      const words = typeof stage.base === 'string' ? [stage.base, ...outside] : outside;
      for (const word of words) {
        if (this.found.has(word)) continue;
        this.found.set(word, yield* findImage(this.finder, word, { first: stage.from.at.line, last: stage.from.at.endLine }));
      }
    }
    const vertex = this.report.begin('[internal] load .dockerignore');
    const file = nodeAt(this.request.context, '.dockerignore');
    vertex.work(`transferring context: ${transferBytes(file?.kind === 'file' ? [{ path: '.dockerignore', bytes: file.content.size }] : [])}B`, { done: true });
    vertex.done();
  }

  private *exported(image: Image): Waits<Image> {
    const { runtime, request } = this;
    const vertex = this.report.begin('exporting to image');
    vertex.work('exporting layers', { done: false });
    yield elapse(request.by, request.stepMs);
    vertex.work('exporting layers', { done: true });
    const labelled = Object.keys(request.labels).length === 0 ? image : makeImage({ ...image, config: { ...image.config, Labels: { ...image.config.Labels, ...request.labels } } });
    try {
      addBuilt(runtime.images, labelled);
    } catch (error) {
      throw error instanceof BuildError ? new SolveError(error.message) : error;
    }
    vertex.work(`writing image ${labelled.id}`, { done: true });
    for (const tag of request.tags) {
      runtime.images.tag(labelled.id, tag);
      vertex.work(`naming to ${fullReference(tag)}`, { done: true });
    }
    vertex.done();
    return labelled;
  }
}
