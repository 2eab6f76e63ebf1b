/** `docker build`: BuildKit or the classic builder of the runtime, what they say as a stream of documents, their containers on the default bridge. */
import { formatGoValue, isJsonObject, parseJson } from '../../base/index.ts';
import { BuildError, buildImage, DockerfileError, EtcFiles, familiarReference, parseReference, runThread, solveBuild, SolveError, type BuildRequest, type Container, type PullOutcome, type Reference, type Thread } from '../../containers/index.ts';
import { bytesContent, contentText, metaOf, nodeAt, treeOfTar, type DirNode } from '../../files/index.ts';
import { until, type Process, type Syscall } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError } from '../errors.ts';
import { PullStream } from './pull.ts';

export function build(engine: DockerEngine, api: ApiCall): void {
  const { daemon } = engine;
  if (!daemon) throw new EngineError(500, 'the daemon is going down');
  const tags = api.queries('t').map((text) => parseReference(text));
  api.bytes((bytes) => {
    const context = treeOfTar(bytesContent(bytes), metaOf(0o755, engine.host.wallMs));
    const job = { engine, api, by: daemon, context, tags };
    api.call.onClose(runThread(daemon, api.query('version') === '2' ? solve(job) : steps(job)));
  });
}

interface Job {
  readonly engine: DockerEngine;
  readonly api: ApiCall;
  readonly by: Process;
  readonly context: DirNode;
  readonly tags: readonly Reference[];
}

/** What a step of BuildKit takes beside its work: a snapshot made and put away. */
const STEP_MS = 40;

function* solve({ engine, api, by, context, tags }: Job): Thread {
  const say = api.stream();
  const dockerfile = api.query('dockerfile') || 'Dockerfile';
  try {
    const image = yield* solveBuild(engine.runtime, {
      by,
      context,
      dockerfile,
      tags,
      args: argsOf(api),
      labels: objectOf(api.query('labels')),
      target: api.query('target'),
      lints: engine.release.warnsOfDockerfiles,
      noCache: api.flag('nocache'),
      pullsAlways: api.flag('pull'),
      prepare: (container) => onBridge(engine, container),
      stepMs: STEP_MS,
      output: (status) => say({ id: 'moby.buildkit.trace', aux: status }),
    });
    for (const tag of tags) engine.events.add('image', 'tag', image.id, { name: familiarReference(tag) });
    say({ id: 'moby.image.id', aux: { ID: image.id } });
  } catch (error) {
    if (!(error instanceof SolveError)) throw error;
    const node = nodeAt(context, dockerfile);
    const source = error.lines && node?.kind === 'file' ? { filename: dockerfile, text: contentText(node.content), ...error.lines } : undefined;
    say({ errorDetail: { message: error.message, source }, error: error.message });
  }
  api.call.end();
}

function* steps({ engine, api, by, context, tags }: Job): Thread {
  let send: ((value: unknown) => void) | undefined;
  const say = (value: unknown): void => (send ??= api.stream())(value);
  const isQuiet = api.flag('q');
  const request: BuildRequest = {
    by,
    context,
    dockerfile: api.query('dockerfile') || 'Dockerfile',
    tags,
    args: argsOf(api),
    labels: objectOf(api.query('labels')),
    ...(api.query('target') === '' ? {} : { target: api.query('target') }),
    noCache: api.flag('nocache'),
    pullsAlways: api.flag('pull'),
    keepsContainers: api.query('rm') !== '' && !api.flag('rm'),
    removesFailed: api.flag('forcerm'),
    output: (text) => isQuiet || say({ stream: text }),
    prepare: (container) => onBridge(engine, container),
    pull: (reference) => pulled(engine, by, reference, isQuiet ? () => {} : say),
  };
  try {
    const image = yield* buildImage(engine.runtime, request);
    for (const tag of tags) engine.events.add('image', 'tag', image.id, { name: familiarReference(tag) });
    if (isQuiet) say({ stream: `${image.id}\n` });
    else say({ aux: { ID: image.id } });
    api.call.end();
  } catch (error) {
    if (!(error instanceof BuildError || error instanceof DockerfileError)) throw error;
    if (error instanceof DockerfileError && !send) return api.fail(badRequest(error.message));
    const code = error instanceof BuildError ? error.exitCode : 0;
    say({ errorDetail: { ...(code === 0 ? {} : { code }), message: error.message }, error: error.message });
    api.call.end();
  }
}

function* pulled(engine: DockerEngine, by: Process, reference: Reference, say: (value: unknown) => void): Generator<Syscall, PullOutcome, unknown> {
  const tell = new PullStream(reference, say);
  const outcome = (yield until<PullOutcome>((wake) => engine.runtime.pull({ reference, by, onProgress: (progress) => tell.progress(progress) }, wake))) as PullOutcome;
  if ('pulled' in outcome) tell.done(outcome.pulled.digest, outcome.pulled.upToDate);
  return outcome;
}

/** The container of a RUN reaches the network as any other. */
function onBridge(engine: DockerEngine, container: Container): Cancel {
  const network = engine.networks.get('bridge');
  const ip = network.freeAddress();
  const { bridge } = network;
  if (!bridge || ip === undefined) return () => {};
  const namespace = container.network;
  bridge.attach(namespace, ip);
  const { files } = engine.host;
  const hostname = container.id.slice(0, 12);
  const resolvConf = files.exists('/etc/resolv.conf') ? files.readText('/etc/resolv.conf') : '';
  container.setEtc(new EtcFiles(engine.host, () => ({ hostname, hosts: `127.0.0.1\tlocalhost\n${ip}\t${hostname}\n`, resolvConf })));
  return () => bridge.detach(namespace, ip);
}

function argsOf(api: ApiCall): ReadonlyMap<string, string> {
  return new Map(Object.entries(objectOf(api.query('buildargs'))));
}

function objectOf(text: string): Readonly<Record<string, string>> {
  if (text === '') return {};
  const value = parseJson(text);
  if (!isJsonObject(value)) throw badRequest('error reading build args: expected an object');
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (one === null ? [] : [[name, formatGoValue(one)]])));
}

