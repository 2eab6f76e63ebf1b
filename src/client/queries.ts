// Questions of the page that are answered once: whole objects, reasons, files, a moment of the past.
import type { HintArgs, HintCode } from './hints.ts';
import type { Look } from './messages.ts';
import type { Act } from './moments.ts';
import type { SessionRecord } from './input.ts';
import type { RowKey } from './rows/row-key.ts';
import type { Patch } from './rows/tables.ts';

export interface ObjectAnswer {
  readonly title: string; // "pod/web-1"
  readonly yaml: string; // as the product prints it: `get -o yaml`, `inspect`
  readonly language: 'yaml' | 'json';
  readonly fields: readonly FieldOrigin[];
}

/** Which act had last set a top-level field: each line of the inspector can be asked "why?". */
export interface FieldOrigin {
  readonly field: string;
  readonly act: number;
}

/** A step of "why?": `act` explains `field` of `about`; the first is nearest to what was asked. */
export interface WhyStep {
  readonly about: RowKey | '';
  readonly key: string;
  readonly field: string;
  readonly act: Act;
}

export interface Candidate {
  readonly text: string; // replaces from `from` to the cursor: quoted, with the blank behind it when the word is whole
  readonly label: string; // in a list
  readonly note: string; // one short line, '' for none
}

/** What may stand where the cursor is. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

/** A time, or that of an act. */
export type Moment = { readonly atMs: number } | { readonly act: number };

export interface PastAnswer {
  readonly atMs: number;
  readonly rows: Patch; // every row as it was then, and those that are looked at
  readonly act: number; // the last act before or at that moment, 0 when there was none
}

export interface FileAnswer {
  readonly text: string;
  readonly binary: boolean; // then text is empty
  readonly sizeBytes: number;
  readonly truncated: boolean; // past 1 MB only its beginning is sent
  readonly modifiedMs: number;
  readonly writable: boolean;
}

export interface FolderEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly sizeBytes: number;
}

export interface ExplainAnswer {
  readonly path: string; // "deployment.spec.strategy"
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly noEffect: boolean; // accepted, but does nothing in this world
  readonly fields: readonly { readonly name: string; readonly type: string; readonly required: boolean; readonly summary: string }[];
}

/** The mend of a problem: `from`, which begins on that line and may go on below it, becomes `to`. */
export interface Fix {
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

/** What a server says to a file, as if it were applied: nothing is changed. */
export interface Problem {
  readonly line: number; // from 1; 0 when it speaks of no line
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly hint?: { readonly code: HintCode; readonly args: HintArgs };
  readonly fix?: Fix;
}

export interface ShareAnswer {
  readonly session: SessionRecord;
  readonly hash: string; // of the log, to know a replay by
  readonly snapshot: string; // what was declared, as text that a world can start from
}

/** Of the moment of the past that is shown; of now without it. */
export interface Then {
  readonly thenMs?: number;
}

export interface Queries {
  /** null: it is not there any more. */
  readonly object: { readonly ask: Then & { readonly about: RowKey }; readonly answer: ObjectAnswer | null };
  /** Of a field of a row's object ('' for the row as a whole), or of an act. */
  readonly why: { readonly ask: Then & ({ readonly about: RowKey; readonly field: string } | { readonly act: number }); readonly answer: readonly WhyStep[] };
  /** Acts older than those that the page has kept, oldest first, before the act `before`. */
  readonly acts: { readonly ask: { readonly before: number; readonly count: number }; readonly answer: readonly Act[] };
  /** The moment just after an act, or the end of a millisecond. */
  readonly past: { readonly ask: Moment & { readonly looks: readonly Look[] }; readonly answer: PastAnswer };
  /** On a host, as a program that waits for an `edit` sees it, or in a container (id of its row); `sheet` reads one sheet instead of the merged view. */
  readonly file: {
    readonly ask: Then & { readonly host: string; readonly edit?: number; readonly container?: string; readonly sheet?: number; readonly path: string };
    readonly answer: FileAnswer | null;
  };
  readonly folder: { readonly ask: { readonly host: string; readonly path: string }; readonly answer: readonly FolderEntry[] | null };
  readonly explain: { readonly ask: { readonly apiVersion: string; readonly kind: string; readonly path: readonly string[] }; readonly answer: ExplainAnswer | null };
  /** JSON schema of the cluster that the current context of a host's home names; null when it answers nothing. */
  readonly schema: { readonly ask: { readonly host: string }; readonly answer: { readonly name: string; readonly schema: string } | null };
  readonly validate: { readonly ask: { readonly host: string; readonly path: string; readonly text: string }; readonly answer: readonly Problem[] };
  readonly share: { readonly ask: Record<string, never>; readonly answer: ShareAnswer };
}

export type QueryName = keyof Queries;
export type Ask<N extends QueryName> = Queries[N]['ask'];
export type Answer<N extends QueryName> = Queries[N]['answer'];

/** One question of any name, told apart by it. */
export type AnyAsk = { readonly [N in QueryName]: { readonly name: N; readonly ask: Ask<N> } }[QueryName];
