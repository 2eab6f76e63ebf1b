// Owners as families: the topmost owner with what it owns below it, newest revision first. Old revisions without pods are
// counted rather than listed, all but the newest three: a rollback may want them.
import type { OwnerRow } from '../../../client/index.ts';
import type { Family } from './cluster-scene.ts';

const HEAD = 60;
const LINE = 28;
const GAP = 16;
const FOOT = 8;
const EMPTY_LISTED_MAX = 3;

export function layFamilies(owners: readonly OwnerRow[], x: number, top: number, w: number): Family[] {
  const here = new Set(owners.map((owner) => owner.id));
  const heads = owners.filter((owner) => !here.has(owner.owner)).sort(byBirth);
  const families: Family[] = [];
  let y = top;
  for (const head of heads) {
    const { listed, hidden } = chooseLines(head, owners);
    const h = HEAD + listed.length * LINE + (hidden > 0 ? 20 : 0) + (listed.length > 0 ? FOOT : 0);
    const lines = listed.map((owner, i) => ({ owner: owner.id, y: HEAD + i * LINE }));
    families.push({ owner: head.id, rect: { x, y, w, h }, lines, hidden });
    y += h + GAP;
  }
  return families;
}

function chooseLines(head: OwnerRow, owners: readonly OwnerRow[]): { listed: OwnerRow[]; hidden: number } {
  const below = owners.filter((owner) => owner.owner === head.id).sort((a, b) => b.revision - a.revision || byBirth(b, a));
  let empty = 0;
  const listed = below.filter((owner) => owner.wanted > 0 || owner.have > 0 || empty++ < EMPTY_LISTED_MAX);
  return { listed, hidden: below.length - listed.length };
}

function byBirth(a: OwnerRow, b: OwnerRow): number {
  return a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1);
}
