// Reads the rooms table of ARCHITECTURE.md, so that the page people read and the rule the test enforces are one text.

export interface Room {
  /** Folder or entry file below `src/`, such as `kube` or `worker.ts`. */
  readonly name: string;
  /** Rooms, or single files written `room/file`, that it may import besides itself. */
  readonly mayImport: readonly string[];
}

const ROW = /^\| `([\w./-]+)` \|(.*)\|([^|]*)\|$/;

/** The rows in the page's order; `all above` stands for every row before it. */
export function readRoomsTable(markdown: string): Map<string, Room> {
  const rooms = new Map<string, Room>();
  for (const line of markdown.split('\n')) {
    const row = ROW.exec(line.trim());
    if (!row) continue;
    const [, name = '', , imports = ''] = row;
    const named = imports.replace('all above', '').trim().split(/[\s,]+/).filter(Boolean);
    const mayImport = imports.includes('all above') ? [...rooms.keys(), ...named] : named;
    rooms.set(name, { name, mayImport });
  }
  return rooms;
}

/** The rooms that only an entry file or Node sees, and those that may hold what a browser or Node gives. */
const OUTSIDE_ENGINE = new Set(['client', 'lessons', 'ui', 'node', 'main.tsx', 'worker.ts']);

/** Rooms whose code must come out the same in every browser and every run: no wall clock, no chance, no locale. */
export function isDeterministic(room: string): boolean {
  return !OUTSIDE_ENGINE.has(room);
}

/** Deterministic rooms below `world`: they may not even await. */
export function isSynchronous(room: string): boolean {
  return isDeterministic(room) && room !== 'world' && room !== 'course';
}
