/** What a container is asked to be: a value that dockerd and the kubelet make and the runtime keeps for its whole life. */
import type { Cgroup, CgroupLimits, MountSpec, Namespaces, OpenFile, Signal, Tty } from '../../host/index.ts';
import type { EtcFiles } from './rootfs.ts';
import type { ContainerOwner } from './rows.ts';

export interface ContainerSpec {
  readonly id?: string; // 64 hex digits; drawn when left out
  readonly name: string; // as its owner names it; the runtime does not ask that it be unique
  readonly owner: ContainerOwner;
  /** Reference as asked for; only shown. */
  readonly image: string;
  readonly imageId: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd?: string; // made when it is not there; "/" when left out
  /** "", "1000", "nobody", "1000:100": looked up in the container's own /etc/passwd. */
  readonly user?: string;
  readonly groups?: readonly number[];
  readonly hostname?: string; // twelve digits of the id when left out
  /** On top of its file system and of what every container has, in this order. */
  readonly mounts?: readonly ContainerMount[];
  /** /etc/hosts and its like; a pod's containers share one. None for those that have no use for them. */
  readonly etc?: EtcFiles;
  readonly namespaces?: NamespaceChoices;
  readonly limits?: CgroupLimits;
  /** The group that its own is made in; the root of the host when left out. */
  readonly cgroupParent?: Cgroup;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly stdin?: boolean; // kept open for those who attach; else it is empty
  readonly stdinOnce?: boolean; // closed when the first of them leaves
  readonly readOnly?: boolean;
  /** Root inside has all the power that it has on the host. */
  readonly privileged?: boolean;
  /** Names with or without "CAP_", or "ALL". */
  readonly capabilities?: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly stopSignal?: Signal;
  /** Bytes of output kept for `logs`. */
  readonly logBytes?: number;
  /** How the front end names it in acts and sentences: "default/web-1/nginx". The name when left out. */
  readonly title?: string;
}

/** A mount as a host has it, or a directory or file of the host, or a fresh tmpfs. */
export type ContainerMount = MountSpec | BindMount | TmpfsMount;

export interface BindMount {
  readonly point: string;
  readonly bind: string; // path on the host; EINVAL when it does not exist
  readonly readOnly?: boolean;
}

export interface TmpfsMount {
  readonly point: string;
  readonly tmpfs: true;
  readonly sizeBytes?: number;
  readonly mode?: number;
}

/** 'new': its own. 'host': the host's. A container: that one's, while its PID 1 lives. Left out: 'new', but for user, cgroup and time, which are the host's. */
export interface NamespaceChoices {
  readonly net?: NamespaceChoice;
  readonly pid?: NamespaceChoice;
  readonly ipc?: NamespaceChoice;
  readonly uts?: NamespaceChoice;
}

export type NamespaceChoice = 'new' | 'host' | { readonly container: string } | { readonly from: Namespaces };

export interface ExecSpec {
  readonly argv: readonly string[];
  readonly env?: ReadonlyMap<string, string>; // on top of the container's
  readonly cwd?: string;
  readonly user?: string;
  readonly tty?: Tty;
  /** Standard input, output and error. With a terminal all three are that. Missing ones are /dev/null. */
  readonly stdin?: OpenFile;
  readonly stdout?: OpenFile;
  readonly stderr?: OpenFile;
  readonly privileged?: boolean;
}

