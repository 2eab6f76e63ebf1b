// Holds the whole of `src/` to ARCHITECTURE.md. Each failure says where, what, and how to mend it.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkBans } from './bans.ts';
import { formatBreaches, type Breach } from './breach.ts';
import { checkImports } from './import-rules.ts';
import { checkKinds, kindNames } from './kind-rules.ts';
import { checkNamedPaths } from './named-paths.ts';
import { readRoomsTable } from './rooms-table.ts';
import { checkDoors, checkShape } from './shape-rules.ts';
import { readSourceFiles } from './source-file.ts';

const root = process.cwd();
const files = readSourceFiles(root);
const rooms = readRoomsTable(readFileSync(`${root}/ARCHITECTURE.md`, 'utf8'));

function expectNone(breaches: readonly Breach[]): void {
  if (breaches.length > 0) expect.fail(`${breaches.length} to mend\n${formatBreaches(breaches)}`);
}

describe('the map', () => {
  test('keeps what must stay so', () => {
    const imports = (room: string) => rooms.get(room)?.mayImport;
    expect(imports('base')).toEqual([]);
    expect(imports('docker')).not.toContain('kube');
    expect(imports('kube')).not.toContain('docker');
    expect(imports('cli')).toEqual(['base', 'sim', 'files', 'host', 'shell']);
    expect(imports('client')).toEqual(['base']);
    expect(imports('ui')).not.toContain('world');
  });

  test('has no circle: a row names only rooms of rows that do not lead back', () => {
    const reaches = (from: string, seen: Set<string>): Set<string> => {
      for (const next of rooms.get(from)?.mayImport ?? []) {
        if (!seen.has(next)) reaches(next, seen.add(next));
      }
      return seen;
    };
    for (const room of rooms.keys()) expect(reaches(room, new Set()), room).not.toContain(room);
  });

  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'README.zh-CN.md'])('names only paths that exist in %s', (page) => {
    expectNone(checkNamedPaths(root, page));
  });
});

/** On a machine that has much else to do. */
const SLOWEST_MS = 120_000;

describe('the code', () => {
  test('imports what its room may, through the door', () => {
    expectNone(files.flatMap((file) => checkImports(file, rooms)));
  });

  test('uses nothing in the engine that depends on clock, chance, place or a pattern of a user', () => {
    expectNone(files.flatMap(checkBans));
  }, SLOWEST_MS);

  test('has files and functions of a size that one reads at once, each named and introduced', () => {
    expectNone(files.flatMap(checkShape));
  });

  test('has a door to every room', () => {
    const folders = readdirSync(`${root}/src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expectNone(checkDoors(folders.map((entry) => entry.name), files));
  });

  test('compares no kind by name outside of what owns it', () => {
    const kinds = kindNames(files);
    expectNone(files.flatMap((file) => checkKinds(file, kinds)));
  });
});
