import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyContent, keptBytes, textContent } from './content.ts';
import type { HeldFile } from './held-files.ts';
import { fileNode, metaOf } from './node.ts';
import { FileMemory, Space } from './space.ts';
import { treeOf } from './tree-of.ts';
import { TreeFs, UnionFs } from './union-fs.ts';
import { treeBytes } from './walk.ts';
import { BranchUnion } from './branch-union.ts';

const meta = metaOf(0o644, 0);
const names = [['a'], ['b'], ['low'], ['d', 'x'], ['d', 'y']];
const dirs = [['d'], ['e']];
const path = fc.constantFrom(...names, ['e', 'x']);

const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), path }),
  fc.record({ do: fc.constant('hold' as const), path }),
  fc.record({ do: fc.constant('unlink' as const), path }),
  fc.record({ do: fc.constant('rename' as const), path, to: path }),
  fc.record({ do: fc.constant('link' as const), path, to: path }),
  fc.record({ do: fc.constant('move-dir' as const), path }),
  fc.record({ do: fc.constant('write' as const), path, which: fc.nat(20), size: fc.nat(50) }),
  fc.record({ do: fc.constant('release' as const), path, which: fc.nat(20) }),
);

interface Open {
  readonly held: HeldFile;
  text: string | undefined;
}

function isSameFile(one: HeldFile, other: HeldFile): boolean {
  return one.node?.hard !== undefined && one.node.hard.inode === other.node?.hard?.inode;
}

test('whoever has a file open keeps it, whatever becomes of its names, and its bytes are taken until the last has let go', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const space = new Space(1e9, new FileMemory(1e9));
      const fs = new UnionFs({ lowers: [{ id: 'low', tree: treeOf([{ path: '/low', node: fileNode(textContent('below'), meta) }], metaOf(0o755, 0)) }], space });
      fs.create(dirs[0]!, { kind: 'dir', meta, entries: new Map() }, 0);
      let open: Open[] = [];
      let serial = 0;
      for (const one of steps) {
        const file = 'which' in one && open.length > 0 ? open[one.which % open.length]! : undefined;
        try {
          if (one.do === 'create') fs.create(one.path, fileNode(textContent(`${serial++}`), meta), 0);
          if (one.do === 'hold' && fs.node(one.path)?.kind === 'file') open.push({ held: fs.hold(one.path), text: undefined });
          if (one.do === 'unlink') fs.unlink(one.path, 0);
          if (one.do === 'rename') fs.rename(one.path, one.to, 0);
          if (one.do === 'link') fs.link(one.path, one.to, 0);
          if (one.do === 'move-dir') fs.rename(fs.node(dirs[0]!) ? dirs[0]! : dirs[1]!, fs.node(dirs[0]!) ? dirs[1]! : dirs[0]!, 0);
          if (one.do === 'write' && file) {
            file.text = `${serial++}${'.'.repeat(one.size)}`;
            file.held.write(textContent(file.text), 0);
            for (const other of open) if (other.held === file.held || isSameFile(other.held, file.held)) other.text = file.text;
          }
          if (one.do === 'release' && file) {
            file.held.release();
            open = open.filter((other) => other !== file);
          }
        } catch (error) {
          expect(error).toHaveProperty('code');
        }
        for (const { held, text } of open) if (text !== undefined) expect(held.node?.content.size).toBe(text.length);
      }
      for (const { held } of open) held.release();
      expect(space.usedBytes).toBe(treeBytes(fs.union.upper!));
      fs.release();
      expect(space.usedBytes).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('bytes of a removed file stay taken', () => {
  const memory = new FileMemory(100);
  const space = new Space(100, memory);
  const fs = new TreeFs(treeOf([], metaOf(0o755, 0)), { space });
  fs.create(['log'], fileNode(textContent('x'.repeat(80)), meta), 0);
  const held = fs.hold(['log']);
  fs.unlink(['log'], 0);
  expect(space.usedBytes).toBe(80);
  expect(() => fs.create(['new'], fileNode(textContent('y'.repeat(30)), meta), 0)).toThrow('No space left');
  held.write(emptyContent, 0);
  expect(space.usedBytes).toBe(0);
  expect(held.node).toMatchObject({ hard: { links: 0 } });
  held.write(textContent('z'), 0);
  held.release();
  expect(space.usedBytes).toBe(0);
  expect(keptBytes(held.node!.content)).toBe(1);
});

test('a file of a union by hand lives on in the branch it was in', () => {
  const space = new Space(1_000);
  const disk = new TreeFs(treeOf([{ path: '/low/f', node: fileNode(textContent('low'), meta) }, { path: '/up/g', node: fileNode(textContent('upper'), meta) }], metaOf(0o755, 0)), { space });
  const union = new BranchUnion('overlay', [{ fs: disk, path: ['up'], writable: true }, { fs: disk, path: ['low'], writable: false }]);
  const [f, g] = [union.hold(['f']), union.hold(['g'])];
  const before = space.usedBytes;
  union.unlink(['g'], 0);
  union.unlink(['f'], 0);
  expect(space.usedBytes).toBe(before);
  f.write(textContent('more'), 0);
  expect(disk.node(['low', 'f'])).toMatchObject({ content: { size: 3 } });
  expect([f.node?.content.size, g.node?.content.size]).toEqual([4, 5]);
  g.release();
  expect(space.usedBytes).toBe(before - 5);
});
