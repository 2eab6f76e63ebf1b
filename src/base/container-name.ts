/** Names for containers that are given none. */
import { adjectives, surnames } from './docker-names.ts';
import type { Uint32Source } from './ids.ts';

/** A container's name when none is given: `adjective_surname`; from the second attempt on with a digit behind it. */
export function randomContainerName(next: Uint32Source, attempt = 0): string {
  const name = `${adjectives[next() % adjectives.length]!}_${surnames[next() % surnames.length]!}`;
  return attempt > 0 ? name + (next() % 10) : name;
}
