/** RUN: a container of the image so far, whose read-write layer becomes the next layer. */
import { Utf8Decoder, randomContainerName } from '../../base/index.ts';
import type { DirNode } from '../../files/index.ts';
import { until } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { Image } from '../images/image.ts';
import { shortId } from '../images/image-store.ts';
import type { Waits } from '../pull/registry-client.ts';
import type { Container } from '../runtime/container.ts';
import type { ContainerMount, ContainerSpec } from '../runtime/container-spec.ts';
import type { ContainerRecord } from '../runtime/rows.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { BuildError } from './build-error.ts';
import { envOf } from './stage.ts';

export interface RunRequest {
  readonly id: string;
  readonly image: Image;
  readonly argv: readonly string[];
  readonly args: readonly (readonly [string, string])[];
  readonly output: (text: string) => void;
  /** The front end gives the container its network and the rest; what it answers is called when the container has ended. */
  readonly prepare: (container: Container) => Cancel;
  readonly keepsFailed: boolean;
  readonly keeps: boolean;
  readonly mounts?: readonly ContainerMount[];
}

/** Answers what changed. Throws BuildError when it could not start, or ends with anything but 0. */
export function* runCommand(runtime: Runtime, request: RunRequest): Waits<DirNode | undefined> {
  const container = create(runtime, request);
  const decoder = new Utf8Decoder();
  let release: Cancel = () => {};
  let failed = true;
  try {
    release = request.prepare(container);
    start(container, (bytes) => request.output(decoder.push(bytes)));
    const record = (yield until<ContainerRecord>((wake) => container.onExit(wake))) as ContainerRecord;
    const { exitCode } = record.status;
    if (exitCode !== 0) throw new BuildError(`The command '${request.argv.join(' ')}' returned a non-zero code: ${exitCode}`, exitCode);
    failed = false;
    return container.rootFs.union.upper;
  } finally {
    if (container.running) container.signal('SIGKILL');
    release();
    if (!(failed ? request.keepsFailed : request.keeps)) runtime.remove(container);
  }
}

function create(runtime: Runtime, { id, image, argv, args, mounts = [] }: RunRequest): Container {
  const { config } = image;
  try {
    const spec: ContainerSpec = {
      id,
      name: randomContainerName(() => runtime.draw()),
      owner: 'docker',
      image: shortId(image.id),
      imageId: image.id,
      argv,
      env: new Map([...envOf(config), ...args]),
      cwd: config.WorkingDir ?? '/',
      user: config.User ?? '',
      labels: config.Labels ?? {},
      ...(mounts.length > 0 ? { mounts } : {}),
    };
    return runtime.create(spec, image);
  } catch (error) {
    if (error instanceof RuntimeError) throw new BuildError(error.message);
    throw error;
  }
}

function start(container: Container, take: (bytes: Uint8Array) => void): void {
  try {
    container.start({ output: (_, bytes) => take(bytes), ended: () => {} });
  } catch (error) {
    if (error instanceof RuntimeError) throw new BuildError(`failed to create task for container: ${error.message}`);
    throw error;
  }
}
