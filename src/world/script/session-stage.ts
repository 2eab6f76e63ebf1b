/** The stage that scripts are played on: a session, its terminals opened as they are named, its clock run as far as each command needs. */
import { assert } from '../../base/index.ts';
import { stopAtCrash } from '../../host/index.ts';
import { makeUnrest } from '../engine/pump.ts';
import { parseFault } from '../faults.ts';
import type { Session } from '../session.ts';
import { settle, SETTLE } from '../settle.ts';
import { atPrompt, isShell, type Terminal } from '../terminals.ts';
import type { Stage } from './player.ts';

const ROWS = 24;
const COLS = 200; // wide enough that nothing a script expects is wrapped
const STEPS_MAX = 50_000_000;
/** A program that reads the terminal and has been silent for so long waits for its user, as a shell in a container does. */
const SILENCE_MS = 1_000;

export class SessionStage implements Stage {
  private readonly session: Session;
  private readonly printed = new Map<string, string>();
  private readonly prompts = new Map<string, string>();
  private readonly heardMs = new Map<string, number>(); // when a terminal last printed or was typed into

  constructor(session: Session) {
    this.session = session;
    stopAtCrash(session.world.trace);
    session.world.terminals.output = ({ name, decoder }, bytes) => {
      this.heardMs.set(name, session.world.clock.now);
      this.printed.set(name, (this.printed.get(name) ?? '') + decoder.push(bytes));
    };
  }

  typeLine(name: string, line: string): void {
    this.opened(name);
    this.heardMs.set(name, this.session.world.clock.now);
    this.session.feed({ do: 'line', tty: name, text: line });
  }

  interrupt(name: string): void {
    this.session.feed({ do: 'signal', tty: name, signal: 'INT' });
  }

  takeOutput(name: string): string {
    const text = this.printed.get(name) ?? '';
    this.printed.set(name, '');
    return withoutPrompts(beforePrompt(text, this.prompts.get(name) ?? ''));
  }

  /** All that was printed, prompts too. */
  takeScreen(name: string): string {
    const text = this.printed.get(name) ?? '';
    this.printed.set(name, '');
    return text;
  }

  /** What the terminal showed when it was opened. */
  prompt(name: string): string {
    this.opened(name);
    return this.prompts.get(name)!;
  }

  runUntilPrompt(name: string, maxMs: number): boolean {
    const terminal = this.opened(name);
    const { clock } = this.session.world;
    const endMs = clock.now + maxMs;
    clock.run(clock.now, { stepsMax: STEPS_MAX });
    while (!atPrompt(terminal)) {
      const nextMs = clock.peek()?.atMs ?? Infinity;
      const silentMs = terminal.tty.awaited ? (this.heardMs.get(name) ?? 0) + SILENCE_MS : Infinity;
      if (Math.min(nextMs, silentMs) > endMs) return false;
      clock.run(Math.min(nextMs, silentMs), { stepsMax: STEPS_MAX });
      if (silentMs <= nextMs && !this.isBusyAfar(terminal)) return true;
      if (silentMs <= nextMs) this.heardMs.set(name, clock.now);
    }
    return true;
  }

  /** A shell at the other end of what runs in front has something in its own foreground that does not read: what it says is still to come. */
  private isBusyAfar({ tty, shell, host }: Terminal): boolean {
    const front = host.processes.get(tty.foreground[0] ?? 0) ?? shell;
    for (const other of this.session.world.hosts.values()) {
      for (const process of other.processes.values()) {
        const far = process.tty;
        if (far && far !== tty && process.cause === front.cause && process.alive && isShell(process) && far.session === process && far.foreground[0] !== process.groupPids[0] && !far.awaited) return true;
      }
    }
    return false;
  }

  runFor(ms: number): void {
    const { clock } = this.session.world;
    const { reason } = clock.run(clock.now + ms, { stepsMax: STEPS_MAX });
    assert(reason === 'time' || reason === 'idle', 'script: the clock stopped', { reason });
  }

  settle(): void {
    const { world } = this.session;
    const unrest = makeUnrest(world);
    const { settled, hottest } = settle(world.clock, unrest, SETTLE);
    unrest.stop();
    if (!settled) throw new Error(`the world did not settle; what changes most: ${hottest.join(', ')}`);
  }

  fault(words: string): void {
    this.session.feed({ do: 'fault', fault: parseFault(words) });
  }

  /** A name is a host's, or a host's with #2 for a second terminal there; `laptop` is whatever host comes first. */
  private opened(name: string): Terminal {
    const { world } = this.session;
    const known = world.terminals.get(name);
    if (known) return known;
    const [asked = ''] = name.split('#');
    const host = world.hosts.has(asked) ? asked : world.scenario.hosts[0]!.name;
    this.session.feed({ do: 'open-tty', tty: name, host, rows: ROWS, cols: COLS });
    const terminal = world.terminals.get(name);
    if (!terminal) throw new Error(`${host} is not running`);
    this.runUntilPrompt(name, 1_000);
    this.prompts.set(name, this.takeScreen(name));
    return terminal;
  }
}

/** Prompts are what the shell prints before it waits: `user@host:dir$ ` at a line's beginning, and `> `. */
const PROMPT = /^(?:[a-z][\w-]*@[\w.-]+:[^\n]*?[$#] |> )/;

/** Behind a last line without an end the prompt stands on that line. `prompt` is one of this terminal, whose folder may be another. */
function beforePrompt(text: string, prompt: string): string {
  const who = /^[^:\n]+:/.exec(prompt)?.[0];
  const at = who === undefined ? -1 : text.lastIndexOf(who);
  return at > text.lastIndexOf('\n') + 1 && /[$#] $/.test(text) ? text.slice(0, at) : text;
}

function withoutPrompts(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let rest = line;
      while (PROMPT.test(rest)) rest = rest.replace(PROMPT, '');
      return rest;
    })
    .join('\n');
}
