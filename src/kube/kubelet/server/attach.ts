/** Attaching to a container: what its first process prints from now on, and what it is to read. */
import { channels } from '../../../base/index.ts';
import { ChannelCall, success } from '../../../containers/index.ts';
import { badRequest } from '../../meta/api-status.ts';
import type { ContainerCall } from './kubelet-door.ts';

export function attachTo({ parts, pod, container: name, request, call }: ContainerCall): void {
  const container = parts.runtime.find(pod.metadata.uid, name);
  const io = container?.io;
  if (!container || !io) throw badRequest(`container ${name} not found in pod ${pod.metadata.name}_${pod.metadata.namespace}`);
  const asked = (stream: string) => request.query.get(stream)?.[0] === '1';
  const streams = new ChannelCall(call);
  const cancel = io.attach({
    output: (stream, bytes) => {
      const channel = stream === 'stderr' ? channels.stderr : channels.stdout;
      if (asked(stream === 'stderr' ? 'error' : 'output') || io.tty) streams.write(channel, bytes.slice());
    },
    ended: () => streams.finish(success),
  });
  streams.followMode(request, io.tty);
  streams.onInput({
    input: (bytes) => {
      if (!asked('input')) return true;
      if (bytes === null) {
        if (container.spec.stdinOnce) io.closeInput();
        return true;
      }
      return type(bytes);
    },
    resize: (cols, rows) => {
      if (!io.tty) return;
      io.tty.cols = cols;
      io.tty.rows = rows;
    },
  });
  const type = (bytes: Uint8Array): boolean => {
    const taken = io.type(bytes);
    if (taken === bytes.length) return true;
    io.onInputRoom(() => {
      if (type(bytes.subarray(taken))) streams.acceptInput();
    });
    return false;
  };
  streams.onClose(cancel);
}
