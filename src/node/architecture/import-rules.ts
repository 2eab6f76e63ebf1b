// Who may import whom: rooms by the table of ARCHITECTURE.md and only through `index.ts`, packages by what they are for.
import { posix } from 'node:path';
import type { Breach } from './breach.ts';
import type { Room } from './rooms-table.ts';
import type { Import, SourceFile } from './source-file.ts';

const DRAWING = /^(?:react|react-dom|@xyflow\/.*|@xterm\/.*|monaco-.*|lucide-react|zustand|idb-keyval)(?:\/|$)/;
const DRAWING_ROOMS = new Set(['ui', 'main.tsx']);

export function checkImports(file: SourceFile, rooms: ReadonlyMap<string, Room>): Breach[] {
  const room = rooms.get(file.room);
  if (!room) return [strangeRoom(file)];
  return file.imports.flatMap((imported) => {
    const breach = /^!?[./]/.test(imported.specifier)
      ? checkRelative(file, room, imported)
      : checkPackage(file, imported);
    return breach ? [{ path: file.path, line: imported.line, ...breach }] : [];
  });
}

type Verdict = { says: string; remedy: string } | undefined;

function strangeRoom(file: SourceFile): Breach {
  return {
    path: file.path,
    line: 1,
    says: `"${file.room}" is no room of ARCHITECTURE.md`,
    remedy: 'put the file into the room whose job it is, or give the new room a row in the table',
  };
}

function checkPackage(file: SourceFile, { specifier }: Import): Verdict {
  if (DRAWING.test(specifier) && !DRAWING_ROOMS.has(file.room)) {
    return { says: `imports ${specifier}, which draws`, remedy: 'keep drawing in ui; hand it rows and codes' };
  }
  if (specifier.startsWith('node:') && file.room !== 'node' && !file.isTest) {
    return { says: `imports ${specifier}`, remedy: 'this runs in a browser too; what needs Node lives in node' };
  }
  return undefined;
}

function checkRelative(file: SourceFile, room: Room, { specifier }: Import): Verdict {
  const bare = specifier.replace(/^!/, '').replace(/\?.*$/, '');
  const target = bare.startsWith('/') ? bare.slice(1) : posix.join(posix.dirname(file.path), bare);
  if (!target.startsWith('src/')) {
    if (room.name === 'node') return undefined;
    return { says: `imports ${specifier}, outside src`, remedy: 'move what it needs into a room' };
  }
  const [, targetRoom = '', ...rest] = target.split('/');
  if (targetRoom === room.name) return checkInside(file, target, bare);
  const inner = rest.join('/');
  const allowedFile = room.mayImport.includes(`${targetRoom}/${inner.replace(/(?:\/index)?\.ts$/, '')}`);
  if (allowedFile) return undefined;
  if (!room.mayImport.includes(targetRoom)) return forbidden(room, targetRoom);
  if (inner !== 'index.ts' && rest.length > 0) {
    return {
      says: `reaches into ${targetRoom} past its door: ${specifier}`,
      remedy: `import from ${targetRoom}/index.ts, and export it there if outsiders need it`,
    };
  }
  return undefined;
}

/** Inside a room files import each other; their own index.ts is for outsiders, and importing it makes circles. */
function checkInside(file: SourceFile, target: string, bare: string): Verdict {
  if (target === `src/${file.room}/index.ts` && !file.isTest) {
    return { says: "imports its own room's index.ts", remedy: 'import the file that holds the thing' };
  }
  if (!bare.includes('*') && !/\.\w+$/.test(bare)) {
    return { says: `imports ${bare} without its extension`, remedy: `write ${bare}.ts` };
  }
  return undefined;
}

function forbidden(room: Room, targetRoom: string): Verdict {
  const allowed = room.mayImport.length > 0 ? room.mayImport.join(', ') : 'no other room';
  return {
    says: `${room.name} must not import ${targetRoom}`,
    remedy: `${room.name} may import ${allowed}; move the thing down, or let world hand it over as a value`,
  };
}
