/**
 * Docker Desktop: a process of the Mac that runs a Linux machine with a Docker Engine in it, gives the Mac's programs a socket that
 * leads there, shares the Mac's folders with it, and listens on the Mac for the ports that containers publish.
 */
import { dirNode, linkNode, metaOf } from '../../files/index.ts';
import { memory, pause, sleep, type Host, type Process, type Program } from '../../host/index.ts';
import { homeOf } from '../machine.ts';
import { machineProgram, machineUnit } from '../virtual-machine.ts';
import { EngineProxy } from './engine-proxy.ts';
import { PublishedPorts } from './published-ports.ts';
import { SharedFolder } from './shared-folder.ts';

const MIB = 2 ** 20;
const BACKEND_BYTES = 168 * MIB;
const LOOK_MS = 250;
const BRIDGE = 'vpnkit-bridge';
const SHARED = ['Users', 'Volumes', 'private'];
const BACKEND = '/Applications/Docker.app/Contents/MacOS/com.docker.backend';
const MACHINE = '/System/Library/Frameworks/Virtualization.framework/Versions/A/XPCServices/com.apple.Virtualization.VirtualMachine.xpc/Contents/MacOS/com.apple.Virtualization.VirtualMachine';

/** Before the machine is on: what is mounted in it is what it boots with. */
export function installDesktop(mac: Host, user: string, guest: Host, bootMs: () => number): void {
  const owner = { uid: 501, gid: 20 };
  const share = new SharedFolder(mac.disk, owner);
  for (const path of [['host_mnt'], ...SHARED.map((name) => ['host_mnt', name])]) guest.disk.create(path, dirNode(metaOf(0o755, guest.wallMs)), guest.wallMs);
  guest.disk.create(['init'], linkNode('sbin/init', metaOf(0o777, guest.wallMs)), guest.wallMs);
  const shares = SHARED.map((name) => ({ point: `/host_mnt/${name}`, fs: share, from: [name], source: `/run/host_mark/${name}`, options: 'nosuid,nodev,relatime,fakeowner', propagation: 'shared' as const }));
  guest.moreMounts = [...guest.moreMounts, ...shares];
  guest.network.behind = mac.network;
  guest.init.add({ name: BRIDGE, description: 'What the Mac speaks with in this machine', argv: ['/usr/bin/vpnkit-bridge', '--addr', 'listen://1999', 'guest'], program: idle, restart: 'always' });
  mac.network.network.addName('host.docker.internal', mac.network.address);
  const socket = `${homeOf(user, 'Darwin')}/.docker/run/docker.sock`;
  mac.init.add({ name: machineUnit(guest.name), description: 'Docker Desktop', argv: [BACKEND], program: backend(guest, socket, bootMs), restart: 'no', ...owner });
}

function* idle(): ReturnType<Program> {
  yield pause();
  return 0;
}

/** What `open -a Docker` runs: it sees to it that the backend does. */
export const desktopPrograms: Readonly<Record<string, Program>> = {
  *'docker-desktop'({ host: { init } }) {
    yield* [];
    for (const { name } of init.units) if (name.startsWith(machineUnit(''))) init.start(name);
    return 0;
  },
};

/** It lives as long as its machine. */
function backend(guest: Host, socket: string, bootMs: () => number): Program {
  return function* (p) {
    yield memory(BACKEND_BYTES);
    const machine = p.spawn(machineProgram(guest, bootMs), [MACHINE], { name: 'com.apple.Virtualization.VirtualMachine' });
    try {
      while (!machine.ended) {
        const bridge = guest.init.mainProcess(BRIDGE);
        if (bridge && guest.files.exists('/var/run/docker.sock')) yield* serve(p, socket, bridge);
        yield sleep(LOOK_MS);
      }
      return 0;
    } finally {
      if (!machine.ended) p.host.kernel.send(machine, 'SIGKILL');
    }
  };
}

/** While the other side of the bridge stands. */
function* serve(p: Process, socket: string, bridge: Process): Generator<ReturnType<typeof sleep>, void> {
  if (p.files.exists(socket)) p.files.unlink(socket);
  else p.files.mkdir(socket.slice(0, socket.lastIndexOf('/')), { recursive: true });
  const ports = new PublishedPorts(p, bridge);
  const listener = p.listen({ unix: socket, mode: 0o755, door: new EngineProxy(p, bridge, ports) });
  try {
    ports.begin();
    while (!bridge.ended) yield sleep(LOOK_MS);
  } finally {
    listener.close();
    ports.end();
    if (p.files.exists(socket)) p.files.unlink(socket);
  }
}
