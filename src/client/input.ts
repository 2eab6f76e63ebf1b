// Inputs: all that comes from outside into a world. They are stamped by the Worker and are its history: speed and pause are not.

export type Fault =
  | { readonly kind: 'stop-host'; readonly host: string }
  | { readonly kind: 'start-host'; readonly host: string }
  | { readonly kind: 'cut'; readonly host: string; readonly from: string } // from: another host, or '*' for all
  | { readonly kind: 'mend'; readonly host: string; readonly from: string }
  | { readonly kind: 'stop-unit'; readonly host: string; readonly unit: string }
  | { readonly kind: 'start-unit'; readonly host: string; readonly unit: string }
  | { readonly kind: 'signal'; readonly host: string; readonly pid: number; readonly signal: string }
  | { readonly kind: 'stop-container'; readonly container: string } // id of its container row: its main process ends
  | { readonly kind: 'break-image'; readonly reference: string } // its registry has it no more
  | { readonly kind: 'mend-image'; readonly reference: string };

export type Profile = 'instant' | 'realistic' | 'slow';

/** A request of a real client, as a bridge has read it. */
export interface OutsideRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, readonly string[]])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string; // in base64, as all bytes of inputs
  readonly user: string; // in whose name the bridge lets it in
}

export type Input =
  | { readonly do: 'open-tty'; readonly tty: string; readonly host: string; readonly rows: number; readonly cols: number; readonly title?: string } // what the page calls it, if not by its host
  | { readonly do: 'close-tty'; readonly tty: string }
  | { readonly do: 'resize'; readonly tty: string; readonly rows: number; readonly cols: number }
  | { readonly do: 'line'; readonly tty: string; readonly text: string } // without its newline
  | { readonly do: 'keys'; readonly tty: string; readonly text: string } // not canonical: keys as typed
  | { readonly do: 'eof'; readonly tty: string }
  | { readonly do: 'signal'; readonly tty: string; readonly signal: 'INT' | 'QUIT' | 'TSTP' }
  | { readonly do: 'save'; readonly host: string; readonly path: string; readonly text: string }
  | { readonly do: 'remove'; readonly host: string; readonly path: string }
  | { readonly do: 'edited'; readonly edit: number; readonly text: string | null } // null: closed without saving
  /** A command of a button, run by a shell of its own on `host`; answered by `command-ended` with `id`. */
  | { readonly do: 'command'; readonly id: number; readonly host: string; readonly text: string }
  /** The Tab key: what may stand at the cursor; answered by `completed` with `id`. */
  | { readonly do: 'complete'; readonly id: number; readonly tty: string; readonly line: string; readonly cursor: number }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'profile'; readonly profile: Profile }
  | { readonly do: 'request'; readonly id: number; readonly request: OutsideRequest }
  | { readonly do: 'request-sent'; readonly id: number; readonly bytes: string | null } // null: the client sends no more
  | { readonly do: 'request-read'; readonly id: number; readonly count: number } // bytes of the answer that the client has taken
  | { readonly do: 'request-closed'; readonly id: number };

export interface StampedInput {
  readonly atMs: number;
  readonly step: number; // events executed before it
  readonly do: Input;
}

/** What replays to the same history in the same engine. */
export interface SessionRecord {
  readonly engine: string; // version
  readonly seed: string;
  readonly scenario: string;
  readonly epochMs: number;
  readonly inputs: readonly StampedInput[];
}
