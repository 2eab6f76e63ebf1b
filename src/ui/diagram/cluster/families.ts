// Owners as families: the topmost owner with what it owns below it, newest revision first. Old revisions without pods are
// counted rather than listed, all but the newest three: a rollback may want them.
// Claims stand below the owner whose pods use them.
import { rowKey, type OwnerRow, type PodRow, type StorageRow } from '../../../client/index.ts';
import type { ClusterRows, Family } from './cluster-scene.ts';

const HEAD = 60;
const LINE = 28;
const GAP = 16;
const MORE = 20; // a line that says how many are not listed
const FOOT = 8;
const EMPTY_LISTED_MAX = 3;
const STORAGE_HEAD = 28;
const STORAGE_LISTED_MAX = 12;

export function layFamilies({ owners, storage, pods }: Pick<ClusterRows, 'owners' | 'storage' | 'pods'>, x: number, top: number, w: number): Family[] {
  const here = new Set(owners.map((owner) => owner.id));
  const heads = owners.filter((owner) => !here.has(owner.owner)).sort(byBirth);
  const branches = heads.map((head) => ({ head, ...chooseLines(head, owners) }));
  const { ofOwner, ofNone } = shareStorage(storage, pods, new Set(branches.flatMap(({ head, listed }) => [head.id, ...listed.map((owner) => owner.id)])));
  const families: Family[] = [];
  let y = top;
  const add = (owner: string, head: number, listed: readonly OwnerRow[], hidden: number, claims: readonly StorageRow[]) => {
    const abouts = [...listed.map(({ id }) => rowKey('owners', id)), ...claims.slice(0, STORAGE_LISTED_MAX).map(({ id }) => rowKey('storage', id))];
    const unlisted = Math.max(0, claims.length - STORAGE_LISTED_MAX);
    const h = head + abouts.length * LINE + (hidden > 0 ? MORE : 0) + (unlisted > 0 ? MORE : 0) + (abouts.length > 0 ? FOOT : 0);
    families.push({ owner, rect: { x, y, w, h }, lines: abouts.map((about, i) => ({ about, y: head + i * LINE })), hidden, unlisted });
    y += h + GAP;
  };
  for (const { head, listed, hidden } of branches) {
    const claims = [head, ...listed].flatMap((owner) => ofOwner.get(owner.id) ?? []);
    add(head.id, HEAD, listed, hidden, claims);
  }
  if (ofNone.length > 0) add('', STORAGE_HEAD, [], 0, ofNone);
  return families;
}

/** Claims by the listed owner whose pods use them; what is left are other claims, and volumes that no claim has. */
function shareStorage(storage: readonly StorageRow[], pods: readonly PodRow[], listed: ReadonlySet<string>): { ofOwner: ReadonlyMap<string, readonly StorageRow[]>; ofNone: readonly StorageRow[] } {
  const ofOwner = new Map<string, StorageRow[]>();
  if (storage.length === 0) return { ofOwner, ofNone: [] };
  const users = new Map(pods.flatMap((pod) => (listed.has(pod.owner) ? pod.claims.map((claim): [string, string] => [`${pod.namespace}/${claim}`, pod.owner]) : [])));
  const ofNone: StorageRow[] = [];
  for (const row of [...storage].sort(byBirth)) {
    const owner = users.get(`${row.namespace}/${row.name}`);
    if (owner !== undefined) ofOwner.set(owner, [...(ofOwner.get(owner) ?? []), row]);
    else if (row.namespace !== '' || row.phase !== 'Bound') ofNone.push(row);
  }
  return { ofOwner, ofNone };
}

function chooseLines(head: OwnerRow, owners: readonly OwnerRow[]): { listed: OwnerRow[]; hidden: number } {
  const below = owners.filter((owner) => owner.owner === head.id).sort((a, b) => b.revision - a.revision || byBirth(b, a));
  let empty = 0;
  const listed = below.filter((owner) => owner.wanted > 0 || owner.have > 0 || empty++ < EMPTY_LISTED_MAX);
  return { listed, hidden: below.length - listed.length };
}

function byBirth(a: OwnerRow | StorageRow, b: OwnerRow | StorageRow): number {
  return a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1);
}
