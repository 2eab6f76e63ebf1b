/** What a socket unit does with a connection: its program is started, with the connection as input and output. */
import { errorCode } from '../errors.ts';
import type { Socket } from '../network/socket.ts';
import { commandName } from '../process/executable.ts';
import type { Process } from '../process/process.ts';
import { SinkFile } from '../process/sink-file.ts';
import { LineCutter } from './journal.ts';
import type { SocketUnit } from './socket-unit.ts';

export function serveSocket(unit: SocketUnit, socket: Socket): void {
  const { host, process } = unit.init;
  const { name, argv } = unit.spec;
  const path = argv[0]!;
  const lines = new LineCutter((text) => unit.say(commandName(path), child.hostPid, text));
  const log = new SinkFile('socket:[journal]', (bytes) => lines.push(bytes), () => lines.end());
  const instance = `${name}@${unit.accepted++}-${socket.local}-${socket.remote}.service`;
  let child: Process;
  try {
    child = host.kernel.spawn(process, path, argv, { fds: [socket, socket, log], setsid: true, cgroup: host.cgroups.child('system.slice').child(`${name}.service`) });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    socket.reset();
    unit.say('systemd', 1, `${instance}: Failed to start: ${(error as Error).message}`);
  }
}
