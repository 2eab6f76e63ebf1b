/** `docker attach` and the streams of `docker run`: what the container prints from now on, and what is typed into it. */
import { concat } from '../../base/index.ts';
import type { ContainerIo } from '../../containers/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import { followMode, frame, hijack, isFramed, multiplexedStream, rawStream } from '../door/frames.ts';
import type { DockerEngine } from '../engine.ts';
import { conflict } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';
import { pastOutput } from './logs.ts';

/** To a container that does not run yet it waits for the start: that is how `docker run` misses nothing. */
export function attachTo(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  if (container.isPaused) throw conflict(`container ${container.id} is paused, unpause the container before attach`);
  const isTty = container.config.Tty ?? false;
  const wants = { stdout: api.flag('stdout'), stderr: api.flag('stderr'), stdin: api.flag('stdin') };
  const framed = isFramed(api, isTty);
  hijack(api, framed ? multiplexedStream : rawStream);
  const send = (stream: 'stdout' | 'stderr', bytes: Uint8Array): void => {
    if (wants[stream]) api.call.write(framed ? frame(stream, bytes) : bytes);
  };
  if (api.flag('logs')) for (const { stream, bytes } of pastOutput(container)) send(stream, bytes);
  if (!api.flag('stream')) return api.call.end();
  engine.events.add('container', 'attach', container.id, container.attributes);
  const input = wants.stdin ? new Input(api) : undefined;
  let detach: Cancel = () => {};
  const begin = (io: ContainerIo): void => {
    const unfollow = followMode(api, io.tty);
    const leave = io.attach({
      output: send,
      ended: () => {
        detach = () => {};
        unfollow();
        api.call.end();
      },
    });
    detach = () => {
      unfollow();
      leave();
    };
    input?.connect(io);
  };
  const stopWaiting = whenStarted(engine, container, begin, () => api.call.end());
  api.call.onClose(() => {
    stopWaiting();
    detach();
  });
}

/** The streams are there in the instant of the start, before the first byte. */
function whenStarted(engine: DockerEngine, container: DockerContainer, begin: (io: ContainerIo) => void, never: () => void): Cancel {
  const { io } = container.runtime;
  if (io) {
    begin(io);
    return () => {};
  }
  const cancelRemoval = engine.lifecycle.onRemoval(container, never);
  const cancelFailure = engine.lifecycle.onExit(container, () => {
    cancel();
    never();
  });
  const cancelChange = engine.runtime.onChange((changed) => {
    if (changed !== container.runtime || !changed.io) return;
    cancel();
    begin(changed.io);
  });
  const cancel = (): void => {
    cancelChange();
    cancelRemoval();
    cancelFailure();
  };
  return cancel;
}

/** What the client types: kept until the container runs, then handed over as fast as it reads. */
class Input {
  private readonly api: ApiCall;
  private io: ContainerIo | undefined;
  private waiting: Uint8Array[] = [];
  private ended = false;

  constructor(api: ApiCall) {
    this.api = api;
    api.call.onInput((chunk) => {
      if (chunk === null) this.ended = true;
      else this.waiting.push(chunk.slice());
      return this.pump();
    });
  }

  connect(io: ContainerIo): void {
    this.io = io;
    if (this.pump()) this.api.call.acceptInput();
  }

  /** False while there is something that the container has not taken. */
  private pump(): boolean {
    const { io } = this;
    if (!io) return false;
    let left = concat(this.waiting);
    while (left.length > 0) {
      const taken = io.type(left);
      if (taken === 0) break;
      left = left.subarray(taken);
    }
    this.waiting = left.length > 0 ? [left] : [];
    if (left.length === 0) {
      if (this.ended) io.closeInput();
      return true;
    }
    io.onInputRoom(() => {
      if (this.pump()) this.api.call.acceptInput();
    });
    return false;
  }
}
