/**
 * containerd's own door, the CRI, at its socket: pods' sandboxes, containers and images as crictl asks for them. A request is the
 * method's path and its message as JSON; so is the answer. What lives is the runtime's: the kubelet sees what is done here.
 */
import { concat, decodeUtf8, encodeBase64, encodeUtf8, isJsonObject, parseJson, type Call, type Door, type JsonObject, type Request } from '../../base/index.ts';
import { SinkFile } from '../../host/index.ts';
import { layerBytes } from '../images/image.ts';
import { tryReference } from '../images/reference.ts';
import type { Container } from '../runtime/container.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { containerMessage, containerStats, containerStatus, imageMessage, isSandbox, sandboxMessage, sandboxStatus, underSandbox } from './cri-messages.ts';
import { given, text } from './cri-config.ts';
import { createContainer, limitsOf, runSandbox, startContainer } from './cri-create.ts';
import { CriError } from './cri-error.ts';
import { streamExec } from '../streams/stream-exec.ts';
import { sendLog } from './cri-log.ts';

/** Answers at once, or later by `done`. */
type Method = (runtime: Runtime, message: JsonObject, done: (answer: object) => void, fail: (error: CriError) => void) => void;

/** By a whole id or its beginning. */
function found(runtime: Runtime, id: string, sandbox: boolean): Container {
  const all = runtime.list('cri').filter((container) => isSandbox(container) === sandbox && id !== '' && container.id.startsWith(id));
  const what = sandbox ? 'sandbox' : 'container';
  if (all.length > 1) throw new CriError('Unknown', `an error occurred when try to find ${what}: id "${id}" is ambiguous`);
  if (all.length === 0) throw new CriError('NotFound', `an error occurred when try to find ${what} "${id}": not found`);
  return all[0]!;
}

function stop(container: Container, graceMs: number, done: () => void): void {
  if (!container.running) return done();
  const { clock } = container.host;
  const kill = clock.after(graceMs, 'containerd', () => container.signal('SIGKILL'));
  container.onExit(() => {
    kill();
    done();
  });
  if (graceMs > 0) container.signal(container.spec.stopSignal ?? 'SIGTERM');
}

/** Each in turn. */
function stopAll(containers: readonly Container[], done: () => void): void {
  const [first, ...rest] = containers;
  if (!first) return done();
  stop(first, 0, () => stopAll(rest, done));
}

const runtimeMethods: Readonly<Record<string, Method>> = {
  Version: (_, __, done) => done({ version: '0.1.0', runtimeName: 'containerd', runtimeVersion: 'v1.7.24', runtimeApiVersion: 'v1' }),
  Status: (_, __, done) => done({ status: { conditions: ['RuntimeReady', 'NetworkReady', 'ContainerdHasNoDeprecationWarnings'].map((type) => ({ type, status: true, reason: '', message: '' })) } }),
  ListPodSandbox: (runtime, _, done) => done({ items: runtime.list('cri').filter(isSandbox).map(sandboxMessage) }),
  PodSandboxStatus: (runtime, message, done) => done(sandboxStatus(found(runtime, text(message, 'podSandboxId'), true))),
  ListContainers: (runtime, _, done) => done({ containers: runtime.list('cri').filter((container) => !isSandbox(container)).map((container) => containerMessage(runtime, container)) }),
  ContainerStatus: (runtime, message, done) => done(containerStatus(runtime, found(runtime, text(message, 'containerId'), false))),
  ListContainerStats(runtime, _, done) {
    runtime.host.cpu.bringUpToDate();
    done({ stats: runtime.list('cri').filter((container) => !isSandbox(container) && container.running).map((container) => containerStats(runtime, container)) });
  },
  RunPodSandbox: runSandbox,
  CreateContainer: (runtime, message, done) => done({ containerId: createContainer(runtime, found(runtime, text(message, 'podSandboxId'), true), given(message, 'config')) }),
  StartContainer(runtime, message, done) {
    startContainer(found(runtime, text(message, 'containerId'), false));
    done({});
  },
  UpdateContainerResources(runtime, message, done) {
    const container = found(runtime, text(message, 'containerId'), false);
    container.setLimits(limitsOf(given(message, 'linux'), container.limits));
    done({});
  },
  StopContainer(runtime, message, done) {
    const seconds = given(message, 'timeout');
    stop(found(runtime, text(message, 'containerId'), false), typeof seconds === 'number' ? seconds * 1000 : 0, () => done({}));
  },
  RemoveContainer(runtime, message, done) {
    const container = found(runtime, text(message, 'containerId'), false);
    stopAll([container], () => {
      runtime.remove(container);
      done({});
    });
  },
  StopPodSandbox(runtime, message, done) {
    const sandbox = found(runtime, text(message, 'podSandboxId'), true);
    stopAll([...underSandbox(runtime, sandbox), sandbox], () => done({}));
  },
  RemovePodSandbox(runtime, message, done) {
    const sandbox = found(runtime, text(message, 'podSandboxId'), true);
    const all = [...underSandbox(runtime, sandbox), sandbox];
    stopAll(all, () => {
      for (const container of all) runtime.remove(container);
      done({});
    });
  },
  ExecSync(runtime, message, done) {
    const container = found(runtime, text(message, 'containerId'), false);
    const argv = given(message, 'cmd');
    const outputs = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
    const into = (chunks: Uint8Array[]): SinkFile => new SinkFile('pipe', (bytes) => void chunks.push(bytes.slice()));
    const spec = { argv: Array.isArray(argv) ? argv.map(String) : [], stdout: into(outputs.stdout), stderr: into(outputs.stderr) };
    runtime.exec(container, spec, ({ code }) => done({ stdout: encodeBase64(concat(outputs.stdout)), stderr: encodeBase64(concat(outputs.stderr)), exitCode: code }));
  },
};

const imageMethods: Readonly<Record<string, Method>> = {
  ListImages: (runtime, _, done) => done({ images: runtime.images.list().map(imageMessage) }),
  ImageStatus(runtime, message, done) {
    const record = runtime.images.resolve(text(message, 'image', 'image'));
    done(record ? { image: imageMessage(record) } : {});
  },
  PullImage(runtime, message, done, fail) {
    const name = text(message, 'image', 'image');
    const reference = tryReference(name);
    if (!reference) throw new CriError('InvalidArgument', `failed to parse image reference "${name}": invalid reference format`);
    runtime.pull({ reference }, (outcome) => {
      if ('error' in outcome) fail(new CriError(outcome.error.criCode, outcome.error.criMessage));
      else done({ imageRef: outcome.pulled.record.image.id });
    });
  },
  ImageFsInfo(runtime, _, done) {
    const layers = new Map(runtime.images.list().flatMap(({ image }) => image.layers.map((layer) => [layer.id, layer] as const)));
    const usedBytes = [...layers.values()].reduce((sum, layer) => sum + layerBytes(layer), 0);
    done({ imageFilesystems: [{ timestamp: `${runtime.host.wallMs}000000`, fsId: { mountpoint: '/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs' }, usedBytes: { value: String(usedBytes) } }], containerFilesystems: [] });
  },
  RemoveImage(runtime, message, done) {
    const record = runtime.images.resolve(text(message, 'image', 'image'));
    if (record) runtime.images.remove(record.image.id);
    done({});
  },
};

const services: Readonly<Record<string, Readonly<Record<string, Method>>>> = { 'runtime.v1.RuntimeService': runtimeMethods, 'runtime.v1.ImageService': imageMethods };

export class CriDoor implements Door {
  private readonly runtime: Runtime;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  open(request: Request, call: Call): void {
    const send = (status: number, body: object): void => {
      call.head(status, { 'content-type': 'application/json' });
      call.write(encodeUtf8(JSON.stringify(body)));
      call.end();
    };
    const fail = (error: unknown): void => {
      if (error instanceof CriError) send(500, { code: error.code, message: error.message });
      else if (error instanceof RuntimeError) send(500, { code: 'Unknown', message: error.message });
      else throw error;
    };
    const [service = '', method = ''] = request.path.split('/').slice(1);
    try {
      // What a container has printed crictl reads from files of the node; they are here.
      if (service === 'logs') return sendLog(found(this.runtime, method, false), request, call);
      if (service === 'exec') {
        const container = found(this.runtime, method, false);
        return streamExec(this.runtime.host, (spec, onExit) => this.runtime.exec(container, spec, onExit), request, call);
      }
      const run = Object.hasOwn(services, service) && Object.hasOwn(services[service]!, method) ? services[service]![method] : undefined;
      if (!run) throw new CriError('Unimplemented', `unknown method ${method} for service ${service}`);
      const message = request.body.length === 0 ? {} : parseJson(decodeUtf8(request.body));
      run(this.runtime, isJsonObject(message) ? message : {}, (answer) => send(200, answer), fail);
    } catch (error) {
      fail(error);
    }
  }
}
