// The messages between the page and the Worker that runs the engine. Both sides ship together, so there is no version in them.
import type { HintArgs, HintCode } from './hints.ts';
import type { Input, SessionRecord, StampedInput } from './input.ts';
import type { Moments } from './moments.ts';
import type { AnyAsk, Answer, Completion, QueryName } from './queries.ts';
import type { RowKey } from './rows/row-key.ts';
import type { Patch } from './rows/tables.ts';

/** How a world begins: a scenario from its start, or a session that is replayed and goes on. */
export type Opening =
  | { readonly from: 'scenario'; readonly scenario: string; readonly seed: string }
  | { readonly from: 'session'; readonly session: SessionRecord; readonly untilMs: number } // how far the world had come after its last input
  /** A link's: replayed by the engine that made it, unless that takes too long; else begun with its snapshot. */
  | { readonly from: 'link'; readonly session: SessionRecord; readonly snapshot: string };

/** What somebody looks at and that is sent only then, because it is much. */
export type Look =
  | { readonly at: 'files'; readonly container: string; readonly folder: string } // id of a container row or image row
  | { readonly at: 'processes'; readonly host: string } // and the control groups
  | { readonly at: 'mounts'; readonly host: string; readonly pid: number }
  | { readonly at: 'events'; readonly about: RowKey }; // of the API

export type ToEngine =
  | { readonly type: 'open'; readonly opening: Opening; readonly playing: boolean; readonly speed: number }
  | { readonly type: 'input'; readonly id: number; readonly input: Input }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'speed'; readonly speed: number } // virtual over wall time, 0.1 to 100
  | { readonly type: 'step'; readonly to: 'event' | 'act' } // takes events even while paused, then stays paused
  | { readonly type: 'settle' } // runs until nothing is left to do, as fast as it can; reports by `work`
  | { readonly type: 'stop' } // ends it where it is
  | { readonly type: 'looks'; readonly looks: readonly Look[] } // all there are; replaces the ones before
  | { readonly type: 'ack'; readonly seq: number } // of the last rows taken: the next may be sent
  | { readonly type: 'credit'; readonly tty: string; readonly bytes: number } // so many bytes of output were drawn
  | { readonly type: 'lesson'; readonly lesson: string; readonly step: number } // the step that is open: its checks are judged from now on; '' is none
  | ({ readonly type: 'query'; readonly id: number } & AnyAsk)
  | { readonly type: 'cancel'; readonly id: number } // the answer is not wanted any more
  | { readonly type: 'retry' } // loads again what could not be loaded
  | { readonly type: 'ping'; readonly id: number };

export interface ClockState {
  readonly nowMs: number;
  readonly steps: number; // events executed
  readonly playing: boolean;
  readonly speed: number;
  readonly nextMs: number; // of the next event; -1 when there is none
  readonly next: string; // its label
  readonly pending: number; // events in the heap
  /** Nothing is due but heartbeats and watches: what was asked for is reached, or cannot be. */
  readonly settled: boolean;
  /** The earliest moment that can be shown without a replay. */
  readonly floorMs: number;
}

export interface OpenedSession {
  readonly engine: string;
  readonly scenario: string;
  readonly seed: string;
  readonly epochMs: number;
  readonly homeHost: string; // whose home holds the files of the editor: "laptop"
  readonly home: string; // "/root"
  readonly files: readonly string[]; // of the home that the editor opens at first, absolute
  readonly image: string; // '' or an image worth breaking
  readonly suggestions: readonly Suggestion[];
  /** It began with a link's snapshot: what had been declared is there, its history is not, nor what is named here. */
  readonly notCarried: readonly string[] | undefined;
}

/** Something worth typing in this scenario; the page has a title for its code. */
export interface Suggestion {
  readonly code: string;
  readonly commands: readonly string[];
}

export type FromEngine =
  | { readonly type: 'opened'; readonly session: OpenedSession; readonly inputs: readonly StampedInput[] } // those that have been had
  /** `whole`: forget all rows first. The next comes only after `ack` of this one. */
  | { readonly type: 'rows'; readonly seq: number; readonly whole: boolean; readonly patch: Patch; readonly clock: ClockState; readonly moments: Moments }
  /** Output of a terminal: at most 256 KB wait for credit, then the world's writer waits. */
  | { readonly type: 'output'; readonly tty: string; readonly bytes: Uint8Array }
  /** A program wants a file edited (vi, nano, kubectl edit): answered by the input `edited`. Without a text: it has ended, and waits no more. */
  | { readonly type: 'edit'; readonly edit: number; readonly host: string; readonly path: string; readonly text: string | null }
  | { readonly type: 'accepted'; readonly id: number; readonly input: StampedInput }
  | { readonly type: 'command-ended'; readonly id: number; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly type: 'completed'; readonly id: number; readonly completed: Completion }
  /** A slip that has a better form, said beside the terminal and never in its output. */
  | { readonly type: 'hint'; readonly tty: string; readonly code: HintCode; readonly args: HintArgs }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer<QueryName> }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  /** Long work: replay at opening, settle, a look back. `done` is its last message. */
  | { readonly type: 'work'; readonly what: 'replay' | 'settle' | 'past'; readonly doneMs: number; readonly ofMs: number; readonly done: boolean; readonly hottest: readonly string[] }
  /** The world waits for an asset: nothing moves until it is there. */
  | { readonly type: 'needs'; readonly asset: string; readonly state: 'failed' | 'loaded'; readonly message: string }
  | { readonly type: 'crashed'; readonly message: string; readonly detail: string }
  | { readonly type: 'pong'; readonly id: number };
