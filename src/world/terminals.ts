/** The terminals of the page: each a shell of its own on some host. Lines are edited on the page; the engine takes them whole. */
import { concat, encodeUtf8, Utf8Decoder } from '../base/index.ts';
import type { Host, HostFacts, Process, Tty } from '../host/index.ts';
import type { Trace } from '../sim/index.ts';
import { credentials, homeOf } from './machine.ts';

const KEPT_MAX_BYTES = 65_536;
const SHELLS = /^-?(?:.*\/)?(?:ba|da|a)?sh$/;

export interface Terminal {
  readonly name: string;
  readonly host: Host;
  readonly user: string;
  readonly tty: Tty;
  readonly shell: Process;
  readonly decoder: Utf8Decoder;
}

export interface TerminalObserver {
  typed(terminal: Terminal, line: string): void;
  printed(terminal: Terminal, bytes: Uint8Array): void;
}

export class Terminals {
  private readonly trace: Trace;
  private readonly opened = new Map<string, Terminal>();
  /** Takes what a terminal prints; false holds its writers until `drained`. */
  output: (terminal: Terminal, bytes: Uint8Array) => boolean | void = (terminal, bytes) => this.keep(terminal, bytes.slice());
  /** Hears what is typed and printed, and changes nothing by it. */
  observer: TerminalObserver | undefined;
  private readonly kept = new Map<Terminal, Uint8Array[]>(); // printed while nobody took it: in a replay

  constructor(trace: Trace) {
    this.trace = trace;
  }

  get all(): Iterable<Terminal> {
    return this.opened.values();
  }

  get(name: string): Terminal | undefined {
    return this.opened.get(name);
  }

  /** A login shell of `user`. Undefined when the host is off: nobody answers there. */
  open(name: string, host: Host, user: string, size: { rows: number; cols: number }): Terminal | undefined {
    this.close(name);
    if (!host.running) return undefined;
    const tty = host.openTty();
    tty.resize(size.rows, size.cols);
    const file = tty.openFile();
    const shell = host.spawn('/bin/bash', ['-bash'], { env: environment(user, host.facts), cwd: homeOf(user, host.facts.kernel), ...credentials(user, host.facts.kernel), setsid: true, tty, fds: [file, file, file] });
    const terminal: Terminal = { name, host, user, tty, shell, decoder: new Utf8Decoder() };
    tty.onOutput((bytes) => {
      this.observer?.printed(terminal, bytes);
      return this.output(terminal, bytes);
    });
    this.opened.set(name, terminal);
    return terminal;
  }

  /** The last that terminals printed, and what was typed into them, before anybody took their output: handed out once. */
  takeKept(): { readonly terminal: Terminal; readonly bytes: Uint8Array }[] {
    const all = [...this.kept].filter(([terminal]) => this.opened.get(terminal.name) === terminal);
    this.kept.clear();
    return all.map(([terminal, chunks]) => ({ terminal, bytes: concat(chunks) }));
  }

  private keep(terminal: Terminal, bytes: Uint8Array): void {
    const chunks = this.kept.get(terminal) ?? [];
    this.kept.set(terminal, chunks);
    chunks.push(bytes);
    for (let size = chunks.reduce((sum, chunk) => sum + chunk.length, 0); size > KEPT_MAX_BYTES && chunks.length > 1; ) size -= chunks.shift()!.length;
  }

  close(name: string): void {
    const terminal = this.opened.get(name);
    if (!terminal) return;
    this.opened.delete(name);
    terminal.host.closeTty(terminal.tty);
  }

  /** A line that somebody typed: the act that all it leads to goes back to. */
  line(name: string, text: string): void {
    const terminal = this.opened.get(name);
    if (!terminal) return;
    const { shell, host, user, tty } = terminal;
    if (this.kept.has(terminal)) this.keep(terminal, encodeUtf8(`${text}\n`)); // as the page's line editor would have shown it
    this.observer?.typed(terminal, text);
    shell.cause = this.trace.record(user, 'typed', 'typed', { line: text, host: host.name });
    tty.line(text);
  }
}

/** The shell waits for a command: nothing in the foreground but itself, nothing typed ahead, and it reads from no `$(…)`. */
export function atPrompt({ tty, shell }: Terminal): boolean {
  return !shell.alive || (tty.foreground[0] === shell.groupPids[0] && isReading(shell) && !tty.readable && !hasChildBeside(shell));
}

/** Jobs have groups of their own; what a substitution runs shares the shell's. */
function hasChildBeside({ children, groupPids }: Process): boolean {
  for (const child of children ?? []) if (child.alive && child.groupPids[0] === groupPids[0]) return true;
  return false;
}

/**
 * The shell that reads the lines of a terminal: its own, one that was started from it, or the one at the far end of what runs in front
 * (ssh, exec -it), which works for the same line that somebody typed; undefined while something else runs.
 */
export function shellAt({ tty, shell, host }: Terminal, hosts: Iterable<Host>): Process | undefined {
  const front = host.processes.get(tty.foreground[0] ?? 0) ?? shell;
  if (isShell(front)) return front;
  for (const other of hosts) {
    for (const process of other.processes.values()) {
      const far = process.tty;
      if (far && far !== tty && process.cause === front.cause && process.alive && isShell(process) && far.foreground[0] === process.groupPids[0]) return process;
    }
  }
  return undefined;
}

export function isShell({ argv }: Process): boolean {
  return SHELLS.test(argv[0] ?? '');
}

/** What fills the foreground: the command line of its group's leader, '' at the prompt. */
export function foregroundOf({ tty, shell, host }: Terminal): string {
  const leader = host.processes.get(tty.foreground[0] ?? 0);
  return !leader || leader === shell ? '' : leader.argv.join(' ');
}

/** One that has the processor has been answered, and only pays for the time that it used. */
function isReading(shell: Process): boolean {
  if (shell.state !== 'sleeping') return false;
  return shell.waitingIn === 'read' || shell.waitingIn === 'poll';
}

export function environment(user: string, { kernel }: HostFacts): ReadonlyMap<string, string> {
  return new Map([
    ['HOME', homeOf(user, kernel)],
    ['LANG', 'C.UTF-8'],
    ['LOGNAME', user],
    ['PATH', kernel === 'Darwin' ? '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' : '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['SHELL', '/bin/bash'],
    ['TERM', 'xterm-256color'],
    ['USER', user],
  ]);
}
