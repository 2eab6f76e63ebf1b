/** ip netns: network namespaces that have a name, each a file in /run/netns. */
import { mountFileSystem, namespaceAt, NsFs, setPropagation, unmount, type NetNamespace, type Process } from '../../host/index.ts';
import { print, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { say, type IpCall } from './ip-call.ts';
import { become } from './run-command.ts';
import { attempted, refusalOf, strerror } from './words.ts';

const FOLDER = '/run/netns';

export function netnsNamed(call: ToolCall, name: string): NetNamespace | undefined {
  if (name === '' || name.includes('/')) return undefined;
  try {
    return namespaceAt(call.p, `${FOLDER}/${name}`, 'net');
  } catch (error) {
    refusalOf(error);
    return undefined;
  }
}

/** The name under which a namespace is known here. */
export function netnsNameOf(p: Process, space: NetNamespace): string | undefined {
  if (!p.files.exists(FOLDER)) return undefined;
  return p.files.readdir(FOLDER).find((name) => {
    try {
      return namespaceAt(p, `${FOLDER}/${name}`, 'net') === space;
    } catch (error) {
      refusalOf(error);
      return false;
    }
  });
}

export function* ipNetns(ip: IpCall): ToolRun {
  const { call } = ip;
  const { p } = call;
  const [verb = 'list', name = '', ...rest] = ip.words;
  switch (verb) {
    case 'list':
    case 'ls':
    case 'show':
      yield* print(p.files.exists(FOLDER) ? p.files.readdir(FOLDER).map((n) => `${n}\n`).join('') : '');
      return 0;
    case 'add':
      return yield* add(ip, name);
    case 'delete':
    case 'del':
      return yield* remove(ip, name);
    case 'exec':
      return yield* execute(call, name, rest);
    case 'identify': {
      const process = name === '' ? p : p.namespaces.pid.processes.get(Number(name));
      const known = process && netnsNameOf(p, process.namespaces.net);
      yield* print(`${known ?? ''}\n`);
      return 0;
    }
    case 'pids': {
      const space = netnsNamed(call, name);
      if (!space) return yield* say(`Cannot open network namespace: No such file or directory`);
      const inside = [...p.namespaces.pid.processes.values()].filter((one) => !one.ended && one.namespaces.net === space);
      yield* print(inside.map((one) => `${one.pidIn(p.namespaces.pid)}\n`).join(''));
      return 0;
    }
    default:
      return yield* say(`Command "${verb}" is unknown, try "ip netns help".`, 255);
  }
}

function* add({ call: { p } }: IpCall, name: string): ToolRun {
  if (name === '') return yield* say('No netns name specified', 255);
  const path = `${FOLDER}/${name}`;
  if (!p.capable('SYS_ADMIN')) return yield* say(`mkdir ${FOLDER} failed: Permission denied`);
  const made = attempted(() => {
    p.files.mkdir(FOLDER, { recursive: true });
    p.open(path, 'wx', 0o444);
  });
  if (made) return yield* say(`Cannot create namespace file "${path}": ${strerror(made)}`);
  const { names } = p.files.locate(path);
  const { net } = p.host.newNamespaces({ net: true }, p.namespaces);
  p.namespaces.mnt.mount({ point: `/${names.join('/')}`, fs: new NsFs('net', net), source: 'nsfs' });
  return 0;
}

/** The name goes; the namespace with it, unless somebody is still inside. */
function* remove({ call }: IpCall, name: string): ToolRun {
  const { p } = call;
  const path = `${FOLDER}/${name}`;
  if (!p.files.exists(path)) return yield* say(`Cannot remove namespace file "${path}": No such file or directory`);
  const space = netnsNamed(call, name);
  const refused = attempted(() => {
    if (p.files.stat(path).mount.fs instanceof NsFs) unmount(p, path, { lazy: true });
    p.files.unlink(path);
  });
  if (refused) return yield* say(`Cannot remove namespace file "${path}": ${strerror(refused)}`);
  const used = [...p.host.processes.values()].some((one) => !one.ended && one.namespaces.net === space);
  if (space && !used && !space.isHost) for (const link of [...space.links.values()]) link.remove();
  return 0;
}

/** With mounts of its own, of which /sys is that of the namespace. */
function showOwnDevices(p: Process, name: string): void {
  p.enterNamespaces({ mnt: p.host.newNamespaces({ mnt: true }, p.namespaces).mnt });
  setPropagation(p, '/', 'slave', true);
  attempted(() => unmount(p, '/sys', { lazy: true })); // there need not be one
  mountFileSystem(p, { type: 'sysfs', source: name, target: '/sys', options: [] });
}

function* execute(call: ToolCall, name: string, argv: readonly string[]): ToolRun {
  const { p } = call;
  const space = netnsNamed(call, name);
  if (!space) return yield* say(`Cannot open network namespace "${name}": No such file or directory`);
  if (argv.length === 0) return yield* say('No command specified', 255);
  const refused = attempted(() => p.enterNamespaces({ net: space }));
  if (refused) return yield* say(`setting the network namespace "${name}" failed: ${strerror(refused)}`);
  const unseen = attempted(() => showOwnDevices(p, name));
  if (unseen) return yield* say(`mount of /sys failed: ${strerror(unseen)}`);
  return yield* become({ ...call, name: 'exec of' }, p, argv, (word) => `"${word}" failed`);
}
