// Rows of machines: the laptop, the cluster's hosts, registries; their terminals and processes.

export interface HostRow {
  readonly id: string; // the host's name
  readonly role: 'laptop' | 'node' | 'registry' | 'other';
  readonly address: string;
  readonly up: boolean;
  readonly cut: boolean; // cut off from every other host
  readonly cutFrom: readonly string[]; // hosts it cannot reach though it is not cut off from all
  readonly cores: number;
  readonly memoryBytes: number;
  readonly docker: boolean; // it has a Docker Engine
  readonly kernel: 'Linux' | 'Darwin';
  readonly inside: string; // the host that it is a virtual machine of, '' for none
  readonly bootMs: number; // from power to init the last time, 0 when nobody has seen it
}

/** A terminal of the page. Lines are edited on the page; the engine echoes nothing. */
export interface TtyRow {
  readonly id: string;
  readonly host: string;
  readonly open: boolean; // false once its shell has ended
  readonly canonical: boolean; // whole lines are wanted; else every key
  readonly signals: boolean; // Ctrl-C is an interrupt; else it is a byte like any other
  readonly echo: boolean; // false while a password is read
  readonly received: number; // lines that have come in so far
  readonly awaited: boolean; // all of them have been read, and somebody waits for the next
  readonly foreground: string; // the command line in the foreground, '' while the shell waits for a line
  readonly cwd: string;
}

/** Sent only for hosts that somebody looks at. */
export interface ProcessRow {
  readonly id: string; // host/pid
  readonly host: string;
  readonly pid: number;
  readonly ppid: number;
  readonly command: string; // argv, quoted where needed
  readonly user: string;
  readonly state: string; // one letter, as ps prints it
  readonly container: string; // id of its container row, '' outside of all
  readonly cpuPermille: number; // of one core, lately
  readonly memoryBytes: number;
  readonly startedMs: number;
  readonly ownPid: number; // in its own PID namespace
  readonly cgroup: string; // path, as the host sees it
  readonly namespaces: NamespaceInodes;
}

/** Inode numbers as in /proc/PID/ns: equal numbers are one namespace. */
export interface NamespaceInodes {
  readonly cgroup: number;
  readonly ipc: number;
  readonly mnt: number;
  readonly net: number;
  readonly pid: number;
  readonly user: number;
  readonly uts: number;
}

/** A control group, with those below it counted in. Sent only for hosts that somebody looks at. */
export interface CgroupRow {
  readonly id: string; // host/path
  readonly host: string;
  readonly path: string; // "/system.slice/docker.service"
  readonly parent: string; // path, '' for the root
  readonly container: string; // id of the container row that it is of, '' for others
  readonly processes: number;
  readonly cpuPermille: number; // of one core, lately
  readonly cpuLimitPermille: number; // by its quota; 0 without one
  readonly weight: number; // in cpu.shares
  readonly throttledPercent: number; // of its periods so far
  readonly memoryBytes: number;
  readonly memoryPeakBytes: number;
  readonly memoryLimitBytes: number; // 0 without one
  readonly processesLimit: number; // 0 without one
  readonly oomKills: number;
  readonly frozen: boolean;
}

/** What is mounted where for one process. Sent only for a process that somebody looks at. */
export interface MountRow {
  readonly id: string; // host/pid/order
  readonly host: string;
  readonly pid: number;
  readonly order: number; // of mounting, from 0
  readonly point: string;
  readonly source: string;
  readonly type: string; // "overlay", "tmpfs", "proc"
  readonly part: string; // of its file system that shows: a bind mount; '' for all of it
  readonly options: string; // "rw,relatime"
  readonly propagation: 'private' | 'shared' | 'slave';
}
