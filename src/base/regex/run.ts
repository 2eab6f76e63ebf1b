/**
 * Runs the program of a regular expression over a text with all threads side by side (Pike's machine): each instruction
 * holds at most one thread a character, so that the time is text times program, whatever the pattern.
 */
import type { Assertion } from './nodes.ts';
import { accepts, type RegexProgram } from './program.ts';

/** Begins and ends of the groups, -1 for one that took no part. */
export type Slots = readonly number[];

export interface SearchOptions {
  readonly from: number;
  readonly isLongest: boolean;
  /** Only a match that begins at `from` and ends with the text. */
  readonly isWhole?: boolean;
  /** Where the groups are does not matter: any match will do. */
  readonly isTest?: boolean;
}

const noSlots: Slots = [];

export class Machine {
  private readonly program: RegexProgram;
  private readonly seen: Uint32Array; // the round in which an instruction last got a thread
  private round = 0;
  private readonly stackAt: number[] = [];
  private readonly stackSlots: Slots[] = [];

  constructor(program: RegexProgram) {
    this.program = program;
    this.seen = new Uint32Array(program.code.length);
  }

  /** The slots of the match, or undefined. */
  search(text: string, options: SearchOptions): Slots | undefined {
    const { isLongest, isWhole = false, isTest = false } = options;
    const { isAnchored, slots } = this.program;
    const empty: Slots = isTest ? noSlots : Array.from({ length: slots }, () => -1);
    let now = new Threads();
    let next = new Threads();
    let found: Slots | undefined;
    let at = options.from;
    for (;;) {
      if (now.count === 0) {
        if (found !== undefined || (isWhole && at > options.from) || (isAnchored && at > 0)) break;
        if (!isWhole) at = this.skip(text, at);
        if (at < 0) break;
      }
      if (found === undefined && !(isWhole && at > options.from)) {
        if (at === options.from || now.count === 0) this.round++;
        this.add(now, 0, empty, text, at);
      }
      const code = text.codePointAt(at) ?? -1;
      const after = at + (code > 0xffff ? 2 : 1);
      this.round++;
      next.count = 0;
      for (let i = 0; i < now.count; i++) {
        const held = now.slots[i]!;
        if (found !== undefined && isLongest && held[0]! > found[0]!) continue;
        const instruction = this.program.code[now.at[i]!]!;
        if (instruction.op === 'match') {
          if (isWhole && at < text.length) continue;
          if (isTest) return noSlots;
          if (!isLongest || found === undefined || held[0]! < found[0]! || held[1]! > found[1]!) found = held;
          if (!isLongest) break; // what stands behind is less wanted
        } else if (code >= 0 && accepts(instruction, code)) this.add(next, now.at[i]! + 1, held, text, after);
      }
      [now, next] = [next, now];
      if (code < 0) break;
      at = after;
    }
    return found;
  }

  /** The next place where a match could begin, or -1. */
  private skip(text: string, from: number): number {
    const { prefix, first } = this.program;
    if (prefix !== '') return text.indexOf(prefix, from);
    if (first === undefined) return from;
    let at = from;
    while (at < text.length && first[text.charCodeAt(at)] === 0) at++;
    return at < text.length ? at : -1;
  }

  /** Puts a thread at an instruction, and follows everything that takes no character from there. */
  private add(threads: Threads, start: number, slots: Slots, text: string, at: number): void {
    const { code } = this.program;
    this.stackAt.push(start);
    this.stackSlots.push(slots);
    while (this.stackAt.length > 0) {
      const where = this.stackAt.pop()!;
      const held = this.stackSlots.pop()!;
      if (this.seen[where] === this.round) continue;
      this.seen[where] = this.round;
      const instruction = code[where]!;
      switch (instruction.op) {
        case 'jump':
          this.push(instruction.to, held);
          break;
        case 'split':
          this.push(instruction.second, held);
          this.push(instruction.first, held);
          break;
        case 'save':
          this.push(where + 1, held.length === 0 ? held : held.with(instruction.slot, at));
          break;
        case 'assert':
          if (holds(instruction.what, text, at)) this.push(where + 1, held);
          break;
        default:
          threads.add(where, held);
      }
    }
  }

  private push(at: number, slots: Slots): void {
    this.stackAt.push(at);
    this.stackSlots.push(slots);
  }
}

/** The threads waiting for the next character, the most wanted first. */
class Threads {
  readonly at: number[] = [];
  readonly slots: Slots[] = [];
  count = 0;

  add(at: number, slots: Slots): void {
    this.at[this.count] = at;
    this.slots[this.count] = slots;
    this.count++;
  }
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text.charCodeAt(at - 1) === 10;
    case 'line-end':
      return at === text.length || text.charCodeAt(at) === 10;
    case 'word':
      return isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
    case 'no-word':
      return isWord(text.charCodeAt(at - 1)) === isWord(text.charCodeAt(at));
  }
}

function isWord(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;
}
