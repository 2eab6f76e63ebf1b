/**
 * Completion of lines at the terminals. The Tab key is an input like any other: the shell asks programs and servers what may stand
 * there, which takes processes and requests, and those belong to the history.
 */
import type { Completion, Candidate } from '../client/index.ts';
import type { Host, Process } from '../host/index.ts';
import { completerOf, lineCompletion } from './programs.ts';
import { shellAt, type Terminal, type Terminals } from './terminals.ts';

const CANDIDATES_MAX = 500;

export class Completions {
  private readonly terminals: Terminals;
  private readonly hosts: ReadonlyMap<string, Host>;
  private readonly asking = new Map<string, Process>(); // by terminal
  ended: (id: number, completed: Completion) => void = () => {};

  constructor(terminals: Terminals, hosts: ReadonlyMap<string, Host>) {
    this.terminals = terminals;
    this.hosts = hosts;
  }

  run(id: number, tty: string, line: string, cursor: number): void {
    const terminal = this.terminals.get(tty);
    const shell = terminal && shellAt(terminal, this.hosts.values());
    if (!shell) return this.ended(id, { from: cursor, candidates: [] });
    const { clock } = shell.host;
    clock.after(0, 'complete', () => this.ask(id, terminal, shell, line, cursor));
  }

  /** Before anything happens, it may turn out that code is missing. */
  private ask(id: number, { name, tty }: Terminal, shell: Process, line: string, cursor: number): void {
    if (!shell.alive || tty.hungUp) return this.ended(id, { from: cursor, candidates: [] });
    const process = lineCompletion()(shell, line, cursor, completerOf, ({ from, candidates }) => {
      const found = candidates.slice(0, CANDIDATES_MAX).map(({ text, label, summary }): Candidate => ({ text, label, note: summary }));
      this.ended(id, { from, candidates: found });
    });
    // Who asks again does not wait for the answer before.
    const before = this.asking.get(name);
    if (before?.alive) before.host.kernel.send(before, 'SIGKILL');
    this.asking.set(name, process);
  }
}
