/**
 * The classic build: one instruction after the other, each an image of its own that the next one stands on and that a later build
 * finds again. It is a generator that yields system calls, because RUN is a container and a container takes its time.
 */
import { dirNode, flatten, metaOf, UnionFs, type DirNode } from '../../files/index.ts';
import { until, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { commitImage } from '../images/commit.ts';
import type { Image } from '../images/image.ts';
import { shortId } from '../images/image-store.ts';
import { familiarReference, InvalidReference, parseReference, withDefaultTag, type Reference } from '../images/reference.ts';
import type { PullOutcome } from '../pull/puller.ts';
import type { Waits } from '../pull/registry-client.ts';
import type { Container } from '../runtime/container.ts';
import { lowersOf } from '../runtime/rootfs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { elapse } from '../runtime/thread.ts';
import { fetchSource, isUrl } from './add-url.ts';
import { readDockerfile, withoutIgnored } from './build-context.ts';
import { addBuilt } from './add-built.ts';
import { BuildError } from './build-error.ts';
import { BuildProgress } from './build-progress.ts';
import { commandOf, commandsOf, type Command, type CommandOf } from './commands.ts';
import { copySources, findSources, sourcesDigest } from './copy-files.ts';
import { ownerOf } from './copy-owner.ts';
import { DockerfileError, parseDockerfile, type Dockerfile } from './dockerfile.ts';
import { runCommand } from './run-command.ts';
import { configAfter, declareArgs, isPredefined, Stage } from './stage.ts';
import { expandWord, expandWords } from './words.ts';

export interface BuildRequest {
  /** In whose life the build lies. */
  readonly by: Process;
  readonly context: DirNode;
  readonly dockerfile?: string; // its path in the context; "Dockerfile"
  readonly tags: readonly Reference[];
  readonly args?: ReadonlyMap<string, string>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly noCache?: boolean;
  readonly pullsAlways?: boolean;
  /** --rm=false keeps the containers of RUN, --force-rm removes those of a RUN that failed too. */
  readonly keepsContainers?: boolean;
  readonly removesFailed?: boolean;
  /** What `docker build` prints, as it comes. */
  readonly output: (text: string) => void;
  readonly prepare?: (container: Container) => Cancel;
  /** Fetches a base image that is not here; by default the runtime's own pull, without a word. */
  readonly pull?: (reference: Reference) => Waits<PullOutcome>;
  /** What an instruction takes beside its work. */
  readonly stepMs?: () => number;
}

const NOP = '/bin/sh -c #(nop) ';
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Throws DockerfileError before anything has been done, BuildError after. */
export function* buildImage(runtime: Runtime, request: BuildRequest): Waits<Image> {
  const dockerfile = parseDockerfile(readDockerfile(request.context, request.dockerfile ?? 'Dockerfile'));
  return yield* new Build(runtime, request, dockerfile).run();
}

class Build {
  private readonly runtime: Runtime;
  private readonly request: BuildRequest;
  private readonly context: DirNode;
  private readonly escape: string;
  private readonly commands: readonly Command[];
  private readonly stages: Stage[] = [];
  private readonly globals = new Map<string, string>();
  private readonly usedArgs = new Set<string>();
  private readonly progress: BuildProgress;
  private isStepCached = false;

  constructor(runtime: Runtime, request: BuildRequest, dockerfile: Dockerfile) {
    this.runtime = runtime;
    this.request = request;
    this.context = withoutIgnored(request.context);
    this.escape = dockerfile.escape;
    this.commands = this.wanted(commandsOf(dockerfile));
    this.progress = new BuildProgress(runtime, request.tags[0], this.commands);
  }

  *run(): Waits<Image> {
    try {
      for (const [i, command] of this.commands.entries()) {
        this.request.output(`Step ${i + 1}/${this.commands.length} : ${command.at.original}\n`);
        this.progress.begin(command);
        this.isStepCached = false;
        const layersBefore = this.current?.image?.layers.length ?? 0;
        yield* this.step(command);
        const layers = this.current?.image?.layers ?? [];
        this.progress.end(command, { cached: this.isStepCached, layer: command.kind !== 'FROM' && layers.length > layersBefore ? layers.at(-1) : undefined });
      }
      return this.finish();
    } catch (error) {
      if (error instanceof Error) this.progress.fail(error.message);
      throw error;
    } finally {
      this.progress.close();
    }
  }

  /** All stages up to the target, and the labels asked for. */
  private wanted(all: readonly Command[]): readonly Command[] {
    const first = all.findIndex((command) => command.kind === 'FROM');
    if (first < 0 || all.slice(0, first).some((command) => command.kind !== 'ARG')) throw new DockerfileError('no build stage in current context');
    const { target, labels = {} } = this.request;
    let commands = all;
    if (target) {
      const froms = all.flatMap((command, i) => (command.kind === 'FROM' ? [{ stage: command.stage, i }] : []));
      const at = froms.findIndex((from, n) => from.stage === target.toLowerCase() || String(n) === target);
      if (at < 0) throw new DockerfileError(`target stage "${target}" could not be found`);
      commands = all.slice(0, froms[at + 1]?.i ?? all.length);
    }
    const pairs = Object.entries(labels).map(([name, value]) => `"${name}"="${value}"`);
    if (pairs.length === 0) return commands;
    const label = commandOf({ name: 'LABEL', original: `LABEL ${pairs.join(' ')}`, flags: [], rest: pairs.join(' '), line: 0, endLine: 0, heredocs: [] });
    return [...commands, label];
  }

  private get current(): Stage | undefined {
    return this.stages.at(-1);
  }

  private *step(command: Command): Waits<void> {
    const stage = this.current;
    if (command.kind === 'FROM') return yield* this.from(command);
    if (!stage) return this.globalArg(command as CommandOf<'ARG'>);
    yield* this.dispatch(stage, command);
    if (stage.image) this.say(` ---> ${shortId(stage.image.id)}\n`);
  }

  private *dispatch(stage: Stage, command: Command): Waits<void> {
    switch (command.kind) {
      case 'RUN':
        return yield* this.runStep(stage, command);
      case 'COPY':
      case 'ADD':
        return yield* this.copyStep(stage, command);
      case 'WORKDIR':
        return yield* this.workdir(stage, command);
      case 'ARG': {
        for (const [name] of command.pairs) this.usedArgs.add(name);
        const words = declareArgs(stage, command, this.request.args ?? noArgs, this.globals, this.escape);
        return yield* this.commit(stage, { createdBy: `${NOP} ${words}` });
      }
      default: {
        const change = configAfter(stage, command, this.escape);
        if (change) yield* this.commit(stage, { createdBy: `${NOP} ${change.words}`, config: change.config });
      }
    }
  }

  private globalArg(command: CommandOf<'ARG'>): void {
    for (const [name, written] of command.pairs) {
      const value = this.request.args?.get(name) ?? (written === '\0' ? undefined : expandWord(written, this.globals, this.escape));
      this.usedArgs.add(name);
      if (value !== undefined) this.globals.set(name, value);
    }
  }

  private *from(command: CommandOf<'FROM'>): Waits<void> {
    const name = expandWord(command.image, this.globals, this.escape);
    if (name === '') throw new BuildError(`base name (${command.image}) should not be blank`);
    const earlier = this.stages.find((stage) => stage.name !== '' && stage.name === name.toLowerCase());
    if (earlier?.image || name === 'scratch') {
      const image = earlier?.image;
      this.stages.push(new Stage(command.stage, image, image?.config ?? { Env: [PATH] }));
      return this.say(` ---> ${image ? shortId(image.id) : ''}\n`);
    }
    const image = yield* this.baseImage(name);
    const { OnBuild: triggers = [], ...config } = image.config;
    const stage = new Stage(command.stage, image, config.Env ? config : { ...config, Env: [PATH] });
    this.stages.push(stage);
    if (triggers.length > 0) {
      this.say(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? 's' : ''}\n`);
      for (const trigger of parseDockerfile(triggers.join('\n')).instructions) yield* this.dispatch(stage, commandOf(trigger, this.escape));
    }
    return this.say(` ---> ${shortId(stage.image!.id)}\n`);
  }

  private *baseImage(name: string): Waits<Image> {
    const { images } = this.runtime;
    const there = images.resolve(name);
    if (there && !this.request.pullsAlways) return there.image;
    let reference: Reference;
    try {
      reference = withDefaultTag(parseReference(name));
    } catch (error) {
      if (error instanceof InvalidReference) throw new BuildError(error.message);
      throw error;
    }
    const outcome = this.request.pull ? yield* this.request.pull(reference) : yield* this.pullQuietly(reference);
    if ('error' in outcome) throw new BuildError(outcome.error.dockerMessage);
    return outcome.pulled.record.image;
  }

  private *pullQuietly(reference: Reference): Waits<PullOutcome> {
    return (yield until<PullOutcome>((wake) => this.runtime.pull({ reference, by: this.request.by }, wake))) as PullOutcome;
  }

  private *runStep(stage: Stage, command: CommandOf<'RUN'>): Waits<void> {
    const { request, runtime } = this;
    const argv = command.shell ? [...stage.shell, ...command.words] : command.words;
    const args = stage.buildArgs(request.args ?? noArgs);
    const prefix = args.length > 0 ? `|${args.length} ${args.map(([n, v]) => `${n}=${v}`).join(' ')} ` : '';
    const createdBy = prefix + argv.join(' ');
    if (this.fromCache(stage, createdBy)) return;
    if (!stage.image) {
      throw new BuildError(`failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${argv[0]}": stat ${argv[0]}: no such file or directory: unknown`);
    }
    const id = runtime.newId();
    this.say(` ---> Running in ${shortId(id)}\n`);
    const image = stage.image.config === stage.config ? stage.image : this.withConfig(stage);
    const upper = yield* runCommand(runtime, {
      id,
      image,
      argv,
      args,
      output: request.output,
      prepare: request.prepare ?? (() => () => {}),
      keeps: request.keepsContainers ?? false,
      keepsFailed: !request.removesFailed,
    });
    if (!request.keepsContainers) this.say(` ---> Removed intermediate container ${shortId(id)}\n`);
    this.add(stage, { createdBy, upper });
  }

  /** A stage begun on an image without a PATH has a config that no image has yet. */
  private withConfig(stage: Stage): Image {
    const image = commitImage({ base: stage.image, config: stage.config, upper: undefined, createdBy: '', createdMs: stage.image!.createdMs });
    return addBuilt(this.runtime.images, image, stage.image!.id);
  }

  private *copyStep(stage: Stage, command: CommandOf<'COPY' | 'ADD'>): Waits<void> {
    const { kind } = command;
    const words = expandWords([...command.sources, command.target].map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' '), stage.variables, this.escape);
    const target = words.pop()!;
    const tree = command.from === '' ? this.context : yield* this.treeOf(command.from);
    const local = words.filter((word) => kind === 'COPY' || !isUrl(word));
    const sources = local.length > 0 ? findSources(tree, local, kind) : [];
    for (const url of words) if (!local.includes(url)) sources.push(yield* fetchSource(this.request.by, url, this.runtime.host.wallMs));
    const chown = expandWord(command.chown, stage.variables, this.escape);
    const createdBy = `${NOP}${kind} ${chown ? `--chown=${chown} ` : ''}${sourcesDigest(sources)} in ${target} `;
    if (this.fromCache(stage, createdBy)) return;
    const fs = this.fileSystem(stage);
    const nowMs = this.runtime.host.wallMs;
    copySources(fs, sources, { target: absolute(stage, target), owner: ownerOf(fs, chown), unpack: kind === 'ADD', nowMs, instruction: kind });
    yield* this.pause();
    this.add(stage, { createdBy, upper: fs.union.upper });
  }

  /** What --from names: a stage by name or number, or an image. */
  private *treeOf(name: string): Waits<DirNode> {
    const stage = this.stages.slice(0, -1).find((s, i) => (s.name !== '' && s.name === name.toLowerCase()) || String(i) === name);
    if (/^\d+$/.test(name) && !stage) throw new BuildError(`invalid from flag value ${name}: pull access denied for ${name}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`);
    const image = stage ? stage.image : yield* this.baseImage(name);
    return image ? mergedTree(image) : dirNode(metaOf(0o755, 0));
  }

  private *workdir(stage: Stage, command: CommandOf<'WORKDIR'>): Waits<void> {
    const word = expandWord(command.word, stage.variables, this.escape);
    const path = absolute(stage, word).replace(/(?<=.)\/$/, '');
    const fs = this.fileSystem(stage);
    const createdBy = `${NOP}WORKDIR ${path}`;
    const options = { target: `${path}/`, owner: { uid: 0, gid: 0 }, unpack: false, nowMs: this.runtime.host.wallMs, instruction: 'WORKDIR' };
    if (!this.isCached(stage, createdBy)) copySources(fs, [{ path: '', node: dirNode(metaOf(0o755, 0)) }], options);
    yield* this.commit(stage, { createdBy, config: { ...stage.config, WorkingDir: path }, upper: fs.union.upper });
  }

  private fileSystem(stage: Stage): UnionFs {
    return stage.image ? new UnionFs({ lowers: lowersOf(stage.image, 'docker').slice(1) }) : new UnionFs({ lowers: [] });
  }

  /** An instruction that runs nothing: from the cache, or by way of a container that is never started. */
  private *commit(stage: Stage, made: Made): Waits<void> {
    if (this.fromCache(stage, made.createdBy)) {
      if (made.config) stage.config = made.config;
      return;
    }
    const id = shortId(this.runtime.newId());
    this.say(` ---> Running in ${id}\n`);
    yield* this.pause();
    this.say(` ---> Removed intermediate container ${id}\n`);
    this.add(stage, made);
  }

  private *pause(): Waits<void> {
    const ms = this.request.stepMs?.() ?? 0;
    if (ms > 0) yield elapse(this.request.by, ms);
  }

  private add(stage: Stage, { createdBy, config, upper }: Made): void {
    stage.config = config ?? stage.config;
    const base = stage.image;
    const image = commitImage({ base, config: stage.config, upper, createdBy, createdMs: this.runtime.host.wallMs });
    stage.image = addBuilt(this.runtime.images, image, base?.id);
    stage.cacheMissed = true;
  }

  /** An image made here by the same instruction on the same image, the newest of them; from the first miss on there is none. */
  private cached(stage: Stage, createdBy: string): Image | undefined {
    if (this.request.noCache || stage.cacheMissed) return undefined;
    const { images } = this.runtime;
    const children = stage.image ? images.children(stage.image.id) : images.list().filter((r) => r.source === 'built' && r.parent === '');
    const height = (stage.image?.history.length ?? 0) + 1;
    const found = children.filter(({ image }) => image.history.length === height && image.history.at(-1)!.createdBy === createdBy);
    return found.sort((a, b) => b.image.createdMs - a.image.createdMs)[0]?.image;
  }

  private isCached(stage: Stage, createdBy: string): boolean {
    return this.cached(stage, createdBy) !== undefined;
  }

  private fromCache(stage: Stage, createdBy: string): boolean {
    const image = this.cached(stage, createdBy);
    if (!image) {
      stage.cacheMissed = true;
      return false;
    }
    this.say(' ---> Using cache\n');
    this.isStepCached = true;
    stage.image = image;
    stage.config = image.config;
    return true;
  }

  private finish(): Image {
    const { args = noArgs, tags, output } = this.request;
    const unused = [...args.keys()].filter((name) => !this.usedArgs.has(name) && !isPredefined(name)).sort();
    if (unused.length > 0) output(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`);
    const image = this.current!.image;
    if (!image) throw new BuildError('No image was generated. Is your Dockerfile empty?');
    output(`Successfully built ${shortId(image.id)}\n`);
    for (const tag of tags) {
      this.runtime.images.tag(image.id, tag);
      output(`Successfully tagged ${familiarReference(withDefaultTag(tag))}\n`);
    }
    this.progress.succeed(image);
    return image;
  }

  private say(text: string): void {
    this.request.output(text);
  }
}

interface Made {
  readonly createdBy: string;
  readonly config?: Image['config'];
  readonly upper?: DirNode | undefined;
}

const noArgs: ReadonlyMap<string, string> = new Map();

/** By the working directory, its slash at the end kept; "." means a directory. */
function absolute(stage: Stage, path: string): string {
  const whole = path.startsWith('/') ? path : `${stage.config.WorkingDir ?? ''}/${path}`;
  const names: string[] = [];
  for (const name of whole.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  const isDir = path.endsWith('/') || path === '.' || path.endsWith('/.');
  return `/${names.join('/')}${isDir && names.length > 0 ? '/' : ''}`;
}

function mergedTree(image: Image): DirNode {
  return flatten({ lowers: image.lowers });
}
