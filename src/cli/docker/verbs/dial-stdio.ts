/** docker system dial-stdio: the daemon's socket as standard input and output, for a client on another machine. */
import { connectTo, poll, read, write, type Socket } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';

export const dialStdioVerb: DockerVerb = {
  name: 'dial-stdio',
  summary: 'Proxy the stdio stream to the daemon connection. Should not be invoked manually.',
  usage: 'dial-stdio',
  args: [0, 0],
  hidden: true,
  *run(d) {
    const fd: number = yield connectTo(d.engine.address.target);
    yield* relay(d, fd);
  },
};

/** Until the daemon has no more to say. */
function* relay({ p }: Invocation, fd: number): Task {
  const socket = p.fds.get(fd) as Socket;
  let typing = true;
  for (;;) {
    const ready: number = yield poll(typing ? [fd, 0] : [fd]);
    const bytes: Uint8Array | null = yield read(ready);
    if (ready === fd && bytes === null) return;
    if (bytes !== null) yield write(ready === fd ? 1 : fd, bytes);
    else {
      typing = false;
      socket.shutdown();
    }
  }
}
