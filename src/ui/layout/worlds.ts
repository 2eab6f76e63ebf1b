// The worlds to choose from, and what of the one that runs goes along into the next.
import { deskOf } from '../editor/editor-desk.ts';
import type { CarriedFile } from '../state/actions.ts';
import type { PageState } from '../state/store.ts';
import type { Words } from '../words/en.ts';

export const WORLDS = ['default', 'golden', 'notes', 'machines'] as const satisfies readonly (keyof Words['worlds'])[];

export function filesToCarry({ session, client }: PageState): readonly CarriedFile[] {
  return session ? deskOf(client).textsBelow(session.homeHost, session.home) : [];
}
