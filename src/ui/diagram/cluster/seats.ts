// Which slot of its tray a pod has. A pod keeps its slot for life; the slot of one that has gone is taken by the next.
// Pods that have gone are remembered, so that a look into the past finds them where they were.

const REMEMBERED_MAX = 20_000;

export interface Seats {
  /** Tray to slots; the same array as before while nobody in it came or went. */
  readonly trays: ReadonlyMap<string, readonly (string | null)[]>;
  readonly remembered: ReadonlyMap<string, { readonly tray: string; readonly slot: number }>;
}

export interface Sitter {
  readonly id: string;
  readonly tray: string;
}

export const NO_SEATS: Seats = { trays: new Map(), remembered: new Map() };

export function seatPods(previous: Seats, sitters: readonly Sitter[]): Seats {
  const byTray = new Map<string, string[]>();
  for (const { id, tray } of sitters) {
    const ids = byTray.get(tray);
    if (ids) ids.push(id);
    else byTray.set(tray, [id]);
  }
  const trays = new Map<string, readonly (string | null)[]>();
  let remembered: Map<string, { tray: string; slot: number }> | undefined;
  for (const [tray, ids] of byTray) {
    const before = previous.trays.get(tray) ?? [];
    const after = seatTray(before, ids, (id) => {
      const seat = previous.remembered.get(id);
      return seat?.tray === tray ? seat.slot : -1;
    });
    trays.set(tray, after);
    if (after === before) continue;
    remembered ??= new Map(previous.remembered);
    for (const [slot, id] of after.entries()) if (id !== null) remembered.set(id, { tray, slot });
  }
  if (!remembered && trays.size === previous.trays.size) return previous;
  return { trays, remembered: trimmed(remembered ?? new Map(previous.remembered)) };
}

function seatTray(before: readonly (string | null)[], ids: readonly string[], lastSlot: (id: string) => number): readonly (string | null)[] {
  const here = new Set(ids);
  const slots = before.map((id) => (id !== null && here.has(id) ? id : null));
  const seated = new Set(slots);
  const late: string[] = [];
  for (const id of ids) {
    if (seated.has(id)) continue;
    const slot = lastSlot(id);
    if (slot < 0 || (slots[slot] ?? null) !== null) late.push(id);
    else {
      while (slots.length < slot) slots.push(null);
      slots[slot] = id;
    }
  }
  let free = 0;
  for (const id of late) {
    while (free < slots.length && slots[free] !== null) free++;
    slots[free] = id;
  }
  while (slots.length > 0 && slots.at(-1) === null) slots.pop();
  return slots.length === before.length && slots.every((id, i) => id === before[i]) ? before : slots;
}

function trimmed<V>(map: Map<string, V>): Map<string, V> {
  for (const key of map.keys()) {
    if (map.size <= REMEMBERED_MAX) break;
    map.delete(key);
  }
  return map;
}
