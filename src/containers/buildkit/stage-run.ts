/** One stage of a solve on its way: its layers and config so far, step after step, each from the cache or done anew. */
import { sha256Hex } from '../../base/index.ts';
import { dirNode, FileError, layerOf, metaOf, UnionFs, type DirNode, type Layer } from '../../files/index.ts';
import { BuildError } from '../builder/build-error.ts';
import { commandOf, type Command, type CommandOf } from '../builder/commands.ts';
import { copySources, sourcesDigest, type Source } from '../builder/copy-files.ts';
import { ownerOf } from '../builder/copy-owner.ts';
import { parseDockerfile } from '../builder/dockerfile.ts';
import { runCommand } from '../builder/run-command.ts';
import { configAfter, declareArgs, Stage } from '../builder/stage.ts';
import { expandWord } from '../builder/words.ts';
import { makeImage, type HistoryEntry, type Image, type ImageConfig } from '../images/image.ts';
import { chainIds } from '../images/image-store.ts';
import type { Waits } from '../pull/registry-client.ts';
import { goWords } from '../runtime/container-command.ts';
import type { ContainerMount } from '../runtime/container-spec.ts';
import { elapse } from '../runtime/thread.ts';
import type { CacheRecord } from './build-cache.ts';
import { copySourcesOf, withMode } from './copy-sources.ts';
import { historyWords } from './history-words.ts';
import type { PlannedStage } from './plan.ts';
import { mountsOf } from './run-mounts.ts';
import type { Solve } from './solve.ts';
import { SolveError } from './solve-error.ts';
import type { OpenVertex } from './solve-status.ts';
import { stepName } from './step-name.ts';

const comment = 'buildkit.dockerfile.v0';
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An instruction's entry; a config's gets the time of a layer beside it. */
type Entry = Omit<HistoryEntry, 'createdMs'> & { readonly createdMs: number | undefined };

interface Step {
  readonly command: Command;
  readonly key: string;
  readonly createdBy: string;
  readonly variables: ReadonlyMap<string, string>;
}

export class StageRun {
  readonly plan: PlannedStage;
  private readonly solve: Solve;
  private readonly stage: Stage;
  private layers: readonly Layer[] = [];
  private history: readonly Entry[] = [];
  private key = 'scratch';
  private step = 0;
  private baseMs = 0;

  constructor(solve: Solve, plan: PlannedStage) {
    this.solve = solve;
    this.plan = plan;
    this.stage = new Stage(plan.name, undefined, { Env: [path] });
  }

  *run(): Waits<void> {
    const { base, from, commands } = this.plan;
    const { progress } = this.solve;
    progress.begin(from);
    if (typeof base === 'object') this.standOn((yield* this.solve.finished(base)).image());
    else if (base !== undefined) yield* this.standOnImage(base);
    progress.end(from, { cached: false, layer: undefined });
    for (const command of commands) {
      progress.begin(command);
      const layersBefore = this.layers.length;
      const cached = yield* this.dispatch(command);
      progress.end(command, { cached, layer: this.layers.length > layersBefore ? this.layers.at(-1) : undefined });
    }
  }

  /** As it stands; not listed anywhere. */
  image(): Image {
    return makeImage({ config: this.stage.config, history: this.timed(), layers: this.layers, createdMs: this.timed().at(-1)?.createdMs ?? this.baseMs });
  }

  private standOn(image: Image): void {
    const { OnBuild: _, ...config } = image.config;
    this.stage.config = config.Env ? config : { ...config, Env: [path] };
    this.layers = image.layers;
    this.history = image.history;
    this.baseMs = image.createdMs;
    this.key = chainIds(image.layers).at(-1) ?? 'scratch';
  }

  private *standOnImage(word: string): Waits<void> {
    const image = yield* this.solve.baseImage(word, this.prefix(), this.plan.from.at);
    this.step = 1;
    this.standOn(image);
    for (const trigger of image.config.OnBuild ?? []) {
      for (const instruction of parseDockerfile(trigger).instructions) yield* this.dispatch(commandOf(instruction, '\\', 'buildkit'));
    }
  }

  /** "[build 2/4] ", of the step that is next. */
  private prefix(): string {
    return `[${this.plan.label}${this.step + 1}/${this.plan.steps}] `;
  }

  /** Answers whether it came from the cache. Throws SolveError with the lines of the command. */
  private *dispatch(command: Command): Waits<boolean> {
    const { stage } = this;
    try {
      switch (command.kind) {
        case 'RUN':
          return yield* this.runStep(command);
        case 'COPY':
        case 'ADD':
          return yield* this.copy(command);
        case 'WORKDIR':
          return yield* this.workdir(command);
        case 'ARG':
          this.note(declareArgs(stage, command, this.solve.args, this.solve.plan.globals, this.solve.plan.dockerfile.escape));
          return false;
        default: {
          const change = configAfter(stage, command, this.solve.plan.dockerfile.escape);
          if (change) {
            stage.config = change.config;
            this.note(historyWords(command, change));
          }
          return false;
        }
      }
    } catch (error) {
      if (error instanceof BuildError) throw new SolveError(error.message, linesOf(command));
      throw error;
    }
  }

  private note(createdBy: string): void {
    this.history = [...this.history, { createdBy, comment, createdMs: undefined, emptyLayer: true }];
  }

  private *runStep(command: CommandOf<'RUN'>): Waits<boolean> {
    const { stage, solve } = this;
    const [heredoc] = command.at.heredocs;
    const script = heredoc && /^\d*<<-?["']?\w+["']?\s*$/.test(command.words[0] ?? '') ? heredoc.content : undefined;
    const below = command.at.heredocs.map(({ name, content }) => `\n${content}${name}`).join('');
    const words = script === undefined ? command.words.map((word, i) => (i === 0 ? word + below : word)) : [script.replace(/\n$/, '')];
    const argv = command.shell ? [...stage.shell, ...words] : words;
    const args = stage.buildArgs(solve.args);
    const shown = args.length > 0 ? `|${args.length} ${args.map(([n, v]) => `${n}=${v}`).join(' ')} ` : '';
    const { Env = [], User = '', WorkingDir = '' } = stage.config;
    const mounts = yield* mountsOf(solve, command, WorkingDir);
    const key = this.keyOf('run', [...argv, '', ...Env, '', ...args.flat(), '', User, WorkingDir, ...mounts.keys]);
    const step = { command, key, createdBy: `RUN ${shown}${argv.join(' ')} # buildkit`, variables: new Map([...stage.variables, ...args]) };
    return yield* this.layer(step, (vertex) => this.ran(argv, args, mounts.mounts, vertex));
  }

  private *ran(argv: readonly string[], args: readonly (readonly [string, string])[], mounts: readonly ContainerMount[], vertex: OpenVertex): Waits<DirNode | undefined> {
    const { runtime, request } = this.solve;
    try {
      const output = (text: string): void => vertex.log(text);
      return yield* runCommand(runtime, { id: runtime.newId(), image: this.image(), argv, args, output, prepare: request.prepare, keeps: false, keepsFailed: false, mounts });
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const why = error.message.replace(/^failed to create task for container: /, '');
      const refused = /runc create failed: (.*?)(?:: unknown)?$/.exec(why)?.[1];
      if (refused !== undefined) vertex.log(`runc run failed: ${refused}\n`);
      const end = error.exitCode > 0 ? `exit code: ${error.exitCode}` : refused === undefined ? why : 'exit code: 1';
      throw new BuildError(`process "${argv.join(' ')}" did not complete successfully: ${end}`);
    }
  }

  private *copy(command: CommandOf<'COPY' | 'ADD'>): Waits<boolean> {
    const { stage, solve } = this;
    const expand = (word: string) => expandWord(word, stage.variables, solve.plan.dockerfile.escape);
    const name = `${this.prefix()}${stepName(command, stage.variables)}`;
    const target = expand(command.target);
    const sources = yield* copySourcesOf(solve, command, expand, name, linesOf(command));
    const [chown, chmod] = [expand(command.chown), expand(command.chmod)];
    const moded = chmod === '' ? sources : sources.map(({ path: from, node }) => ({ path: from, node: withMode(node, chmod) }));
    const to = absolute(stage.config, target);
    const flags = `${chown === '' ? '' : `--chown=${chown} `}${chmod === '' ? '' : `--chmod=${chmod} `}`;
    const createdBy = `${command.kind} ${flags}${command.sources.map(expand).join(' ')} ${target} # buildkit`;
    const key = this.keyOf(command.kind, [sourcesDigest(moded), to, chown, chmod]);
    const owner = { target: to, chown, unpack: command.kind === 'ADD', instruction: command.kind };
    return yield* this.layer({ command, key, createdBy, variables: stage.variables }, () => this.copied(moded, owner));
  }

  private *workdir(command: CommandOf<'WORKDIR'>): Waits<boolean> {
    const { stage, solve } = this;
    const dir = absolute(stage.config, expandWord(command.word, stage.variables, solve.plan.dockerfile.escape)).replace(/(?<=.)\/$/, '');
    stage.config = { ...stage.config, WorkingDir: dir };
    const here: Source = { path: '', node: dirNode(metaOf(0o755, 0)) };
    return yield* this.layer({ command, key: this.keyOf('mkdir', [dir]), createdBy: `WORKDIR ${dir}`, variables: stage.variables }, () => this.copied([here], { target: `${dir}/`, chown: '', unpack: false, instruction: 'WORKDIR' }));
  }

  private *copied(sources: readonly Source[], { target, chown, unpack, instruction }: { readonly target: string; readonly chown: string; readonly unpack: boolean; readonly instruction: string }): Waits<DirNode | undefined> {
    const { request, runtime } = this.solve;
    yield elapse(request.by, request.stepMs);
    const fs = new UnionFs({ lowers: [...this.layers].reverse() });
    copySources(fs, sources, { target, owner: ownerOf(fs, chown), unpack, nowMs: runtime.host.wallMs, instruction });
    return fs.union.upper;
  }

  /** A step that makes a layer: found by its key, or made by `make`. */
  private *layer({ command, key, createdBy, variables }: Step, make: (vertex: OpenVertex) => Waits<DirNode | undefined>): Waits<boolean> {
    const { runtime, request, report } = this.solve;
    const vertex = report.begin(`${this.prefix()}${stepName(command, variables)}`);
    this.step++;
    const found = request.noCache ? undefined : runtime.buildCache.find(key, runtime.host.wallMs);
    const record = found ?? (yield* this.made(vertex, { command, key }, make));
    vertex.done(found !== undefined);
    this.key = key;
    this.layers = record.layer ? [...this.layers, record.layer] : this.layers;
    this.history = [...this.history, { createdBy, comment, createdMs: record.createdMs, ...(record.layer ? {} : { emptyLayer: true as const }) }];
    return found !== undefined;
  }

  private *made(vertex: OpenVertex, { command, key }: Pick<Step, 'command' | 'key'>, make: (vertex: OpenVertex) => Waits<DirNode | undefined>): Waits<CacheRecord> {
    const { runtime } = this.solve;
    try {
      const upper = yield* make(vertex);
      const layer = upper && upper.entries.size > 0 ? layerOf(upper) : undefined;
      const description = `[${this.plan.label}${this.step}/${this.plan.steps}] ${command.at.original}`;
      return runtime.buildCache.add({ id: this.solve.newRef(), key, description, layer }, runtime.host.wallMs);
    } catch (error) {
      const told = error instanceof FileError ? new BuildError(goWords(error)) : error;
      if (told instanceof BuildError) vertex.fail(told.message);
      throw told;
    }
  }

  private keyOf(kind: string, parts: readonly string[]): string {
    return sha256Hex([this.key, kind, ...parts].join('\0'));
  }

  /** Entries without a layer are dated by the next one that has one, else by the one before. */
  private timed(): readonly HistoryEntry[] {
    const made = this.history.map((entry) => entry.createdMs);
    return this.history.map((entry, i) => ({ ...entry, createdMs: entry.createdMs ?? made.slice(i).find((ms) => ms !== undefined) ?? made.slice(0, i).findLast((ms) => ms !== undefined) ?? this.baseMs }));
  }
}

function linesOf({ at }: Command): { first: number; last: number } {
  return { first: at.line, last: at.endLine };
}

/** By the working directory; a slash at the end means a directory. */
function absolute({ WorkingDir = '' }: ImageConfig, word: string): string {
  const names: string[] = [];
  for (const name of (word.startsWith('/') ? word : `${WorkingDir}/${word}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  const isDir = word.endsWith('/') || word === '.' || word.endsWith('/.');
  return `/${names.join('/')}${isDir && names.length > 0 ? '/' : ''}`;
}

