/** /sys: the kernel's devices as files: those of a network namespace, and the processors. */
import { sortedKeys } from '../../base/index.ts';
import { dirNode, FileError, fileNode, linkNode, metaOf, pathText, textContent, type Inode, type Path } from '../../files/index.ts';
import { coreText } from '../cgroups/control-value.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { devicesOf, type NetDevice } from '../network/net-devices.ts';
import type { NetNamespace } from '../network/net-namespace.ts';
import type { KernelFile, KernelFiles } from './kernel-file.ts';
import { KernelFs } from './kernel-fs.ts';

/** What a name stands for: a folder made when somebody looks into it, a link, or a line of text. */
type Entry = { readonly folder: () => Folder } | { readonly link: string } | { readonly text: string };
type Folder = Readonly<Record<string, Entry>>;

const folder = (make: () => Folder): Entry => ({ folder: make });
const line = (text: string | number): Entry => ({ text: `${text}\n` });

const UP = 0x1;
const BROADCAST = 0x2;
const LOOPBACK = 0x8;
const NO_ARP = 0x80;
const MULTICAST = 0x1000;
const WIRED = 'pci0000:00/0000:00:03.0/virtio0';

export class SysFs extends KernelFs implements KernelFiles {
  readonly type = 'sysfs';
  private readonly host: Host;
  private readonly net: () => NetNamespace;

  constructor(host: Host, net: () => NetNamespace) {
    super();
    this.host = host;
    this.net = net;
  }

  node(path: Path): Inode | undefined {
    const entry = this.entry(path);
    if (!entry) return undefined;
    if ('folder' in entry) return dirNode(metaOf(path.length === 0 ? 0o555 : 0o755, this.host.wallMs));
    return 'link' in entry ? linkNode(entry.link, metaOf(0o777, this.host.wallMs)) : fileNode(textContent(entry.text), metaOf(0o444, this.host.wallMs));
  }

  list(path: Path): readonly string[] {
    const entry = this.entry(path);
    if (!entry || !('folder' in entry)) throw new FileError(entry ? 'ENOTDIR' : 'ENOENT', pathText(path));
    return sortedKeys(entry.folder());
  }

  write(path: Path): void {
    throw new FileError('EACCES', pathText(path));
  }

  /** Whether there is something at the other end can be asked only of what is up. */
  kernelFile(path: Path): KernelFile | undefined {
    if (path.at(-1) !== 'carrier') return undefined;
    const device = this.devices().find(({ name }) => name === path.at(-2));
    if (!device || device.up) return undefined;
    return {
      read: () => {
        throw new SystemError('EINVAL', 'read');
      },
    };
  }

  private entry(path: Path): Entry | undefined {
    let at: Entry = folder(() => this.root());
    for (const name of path) {
      if (!('folder' in at)) return undefined;
      const inside: Folder = at.folder();
      if (!Object.hasOwn(inside, name)) return undefined;
      at = inside[name]!;
    }
    return at;
  }

  private root(): Folder {
    const hasAufs = this.host.facts.fileSystems.includes('aufs');
    return {
      class: folder(() => ({ net: folder(() => Object.fromEntries(this.devices().map((device) => [device.name, { link: `../../devices/${placeOf(device)}/net/${device.name}` }]))) })),
      devices: folder(() => this.deviceFolders()),
      fs: folder(() => ({ ...(hasAufs && { aufs: folder(() => ({})) }), cgroup: folder(() => ({})) })),
    };
  }

  private devices(): readonly NetDevice[] {
    return devicesOf(this.net());
  }

  private deviceFolders(): Folder {
    const cores = line(coreText(Array.from({ length: this.host.facts.cores }, (_, i) => i)));
    const net = (wired: boolean): Entry =>
      folder(() => Object.fromEntries(this.devices().filter((device) => (device.kind === 'ether') === wired).map((device) => [device.name, folder(() => this.deviceFiles(device))])));
    const [bus = '', slot = '', card = ''] = WIRED.split('/');
    return {
      [bus]: folder(() => ({ [slot]: folder(() => ({ [card]: folder(() => ({ net: net(true) })) })) })),
      system: folder(() => ({ cpu: folder(() => ({ online: cores, possible: cores, present: cores })) })),
      virtual: folder(() => ({ net: net(false) })),
    };
  }

  private deviceFiles(device: NetDevice): Folder {
    const { kind, up, carrier, mtu, mac, index, peerIndex, master, name } = device;
    const isLoopback = kind === 'loopback';
    const flags = (up ? UP : 0) | (isLoopback ? LOOPBACK : BROADCAST) | (kind === 'dummy' ? NO_ARP : isLoopback ? 0 : MULTICAST);
    const ports = kind === 'bridge' ? this.devices().filter((one) => one.master === name) : undefined;
    return {
      addr_len: line(6),
      address: line(mac),
      ...(ports && { brif: folder(() => Object.fromEntries(ports.map((port) => [port.name, { link: `../../${port.name}/brport` }]))) }),
      broadcast: line(isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'),
      carrier: line(carrier ? 1 : 0),
      flags: line(`0x${flags.toString(16)}`),
      ifindex: line(index),
      iflink: line(peerIndex ?? index),
      ...(master !== undefined && { master: { link: `../${master}` } }),
      mtu: line(mtu),
      operstate: line(isLoopback ? 'unknown' : up && carrier ? 'up' : 'down'),
      statistics: folder(() => statistics(device)),
      tx_queue_len: line(1_000),
      type: line(isLoopback ? 772 : 1),
    };
  }
}

function placeOf({ kind }: NetDevice): string {
  return kind === 'ether' ? WIRED : 'virtual';
}

function statistics({ traffic }: NetDevice): Folder {
  const { rxBytes = 0, rxPackets = 0, txBytes = 0, txPackets = 0 } = traffic ?? {};
  return { rx_bytes: line(rxBytes), rx_dropped: line(0), rx_errors: line(0), rx_packets: line(rxPackets), tx_bytes: line(txBytes), tx_dropped: line(0), tx_errors: line(0), tx_packets: line(txPackets) };
}
