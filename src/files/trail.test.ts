// Containers of an image that begin alike share what they wrote, and part when they differ.
import { expect, test } from 'vitest';
import { textContent } from './content.ts';
import { dirNode, fileNode, metaOf } from './node.ts';
import { Space } from './space.ts';
import { treeOf } from './tree-of.ts';
import { UnionFs } from './union-fs.ts';

const meta = metaOf(0o644, 5);
const hello = textContent('hello');
const lowers = [{ id: 'image', tree: treeOf([{ path: '/etc/conf', node: fileNode(textContent('old'), meta) }, { path: '/run', node: dirNode(metaOf(0o755, 0)) }], metaOf(0o755, 0)) }];

function begun(nowMs: number): UnionFs {
  const fs = new UnionFs({ lowers });
  fs.write(['etc', 'conf'], hello, nowMs);
  fs.create(['run', 'pid'], fileNode(hello, metaOf(0o644, nowMs)), nowMs);
  return fs;
}

test('the same writes at the same time are one tree, told to each', () => {
  const first = begun(1);
  const second = new UnionFs({ lowers });
  const told: string[] = [];
  second.watch(({ act, path }) => told.push(`${act} ${path}`));
  second.write(['etc', 'conf'], hello, 1);
  second.create(['run', 'pid'], fileNode(hello, metaOf(0o644, 1)), 1);
  expect(second.union.upper).toBe(first.union.upper);
  expect(told).toEqual(['copy-up /etc', 'copy-up /etc/conf', 'modify /etc/conf', 'copy-up /run', 'create /run/pid']);
});

test('another time, content, name or act is another tree; and so is all that comes after', () => {
  const first = begun(1);
  expect(begun(2).union.upper).not.toBe(first.union.upper);
  const other = new UnionFs({ lowers });
  other.write(['etc', 'conf'], textContent('hello'), 1);
  other.unlink(['etc', 'conf'], 1);
  other.create(['run', 'pid'], fileNode(hello, metaOf(0o600, 1)), 1);
  expect(other.node(['etc', 'conf'])).toBeUndefined();
  expect(other.node(['run', 'pid'])!.meta.mode).toBe(0o600);
  expect(first.node(['run', 'pid'])!.meta.mode).toBe(0o644);
  first.write(['run', 'pid'], textContent('more'), 1);
  const again = begun(1);
  expect(again.node(['run', 'pid'])).toMatchObject({ content: hello });
});

test('a write that is refused for want of room leaves no trace, though another had room for it', () => {
  begun(1);
  const full = new UnionFs({ lowers, space: new Space(1) });
  expect(() => full.write(['etc', 'conf'], hello, 1)).toThrow('No space left on device');
  expect(full.union.upper!.entries.size).toBe(0);
});
