/** Plays a script: types its commands where they belong, lets virtual time pass until each has ended, and keeps what was printed. */
import { duration, type CommandBlock, type Directive, type Script } from './format.ts';

/** What a script is played on. A terminal is named by the host its shell runs on; times are virtual ms. */
export interface Stage {
  /** Opens the terminal when it is not open yet. */
  typeLine(terminal: string, line: string): void;
  interrupt(terminal: string): void;
  /** What the terminal has printed since the last call, without prompts and without what was typed. */
  takeOutput(terminal: string): string;
  /** Runs until the terminal's shell waits for a command, at most `maxMs`; says whether it does. */
  runUntilPrompt(terminal: string, maxMs: number): boolean;
  runFor(ms: number): void;
  /** Runs until nothing of weight changes any more. Throws with the busiest keys when that does not come. */
  settle(): void;
  /** Throws when the words are not a fault of this world. */
  fault(words: string): void;
}

export interface Difference {
  readonly line: number;
  readonly typed: string;
  readonly expected: readonly string[];
  readonly printed: readonly string[];
}

export interface Played {
  readonly outputs: readonly (readonly string[])[]; // one for each command
  readonly differences: readonly Difference[];
}

const COMMAND_MAX_MS = 30 * 60_000; // a command that takes longer must say @for
const LAPTOP = 'laptop';
const SECOND = 'laptop#2';

export function playScript(script: Script, stage: Stage, same: (expected: readonly string[], printed: readonly string[]) => boolean = sameLines): Played {
  const outputs: (readonly string[])[] = [];
  const differences: Difference[] = [];
  for (const item of script.items) {
    if (item.kind === 'command') {
      const printed = playCommand(item, stage);
      outputs.push(printed);
      if (!same(item.expected, printed)) differences.push({ line: item.line, typed: item.typed.join('\n'), expected: item.expected, printed });
    } else if (item.kind !== 'prose') direct(item, stage);
  }
  return { outputs, differences };
}

function direct(item: Directive, stage: Stage): void {
  if (item.kind === 'run') stage.runFor(duration(item.argument, item.line));
  else if (item.kind === 'settle') stage.settle();
  else stage.fault(item.argument);
}

function playCommand(block: CommandBlock, stage: Stage): readonly string[] {
  const terminal = block.on ?? LAPTOP;
  for (const line of block.typed) stage.typeLine(terminal, line);
  if (block.meanwhile !== undefined) stage.typeLine(SECOND, block.meanwhile);
  if (block.forMs !== undefined) {
    stage.runFor(block.forMs);
    stage.interrupt(terminal);
  }
  const ended = stage.runUntilPrompt(terminal, COMMAND_MAX_MS);
  const printed = linesOf(stage.takeOutput(terminal));
  if (ended) return printed;
  stage.interrupt(terminal);
  return [...printed, `(still running after ${COMMAND_MAX_MS / 60_000} min: say @for)`];
}

function linesOf(output: string): string[] {
  const lines = output.replaceAll('\r\n', '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((l) => l.replace(/\s+$/, ''));
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line.replace(/\s+$/, '') === b[i]);
}
