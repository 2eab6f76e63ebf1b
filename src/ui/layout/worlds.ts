// The worlds to choose from, and what of the one that runs goes along into the next.
import { deskOf } from '../editor/editor-desk.ts';
import type { PageState } from '../state/store.ts';
import type { Words } from '../words/en.ts';

export const WORLDS = ['default', 'golden', 'notes', 'machines', 'mac'] as const satisfies readonly (keyof Words['worlds'])[];

/** A file of one world that the next one gets: its path below the home. */
export interface CarriedFile {
  readonly path: string;
  readonly text: string;
}

export function filesToCarry({ session, client }: PageState): readonly CarriedFile[] {
  return session ? deskOf(client).textsBelow(session.homeHost, session.home) : [];
}
