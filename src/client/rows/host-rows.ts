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
}
