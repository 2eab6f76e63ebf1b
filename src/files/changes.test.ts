import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedBytes, changesIn } from './changes.ts';
import { appendBytes, sameContent, textContent } from './content.ts';
import { applyLayer, layerBetween } from './layer-between.ts';
import { layerTar } from './layer-tar.ts';
import { treeOfTar } from './tree-of-tar.ts';
import { dirNode, fileNode, linkNode, metaOf, type DirNode, type FileNode, type Node } from './node.ts';
import { pathText, splitPath, type Path } from './path.ts';
import { treeOf } from './tree-of.ts';
import { flatten, type Layer } from './union.ts';
import { UnionFs } from './union-fs.ts';
import { treeBytes, walk } from './walk.ts';
import { wasteIn } from './waste.ts';

const p = splitPath;
const dirMeta = metaOf(0o755, 0);
const emptyDir = dirNode(dirMeta);

/** Docker's comparison, over two whole trees and as literally as can be: the judge of the one that walks the upper layer alone. */
function compareWhole(now: DirNode, before: DirNode | undefined, at: Path = []): string[] {
  const out: string[] = [];
  const left = new Map(before?.entries);
  for (const [name, node] of [...now.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const was = left.get(name);
    left.delete(name);
    const path = [...at, name];
    const inside = node.kind === 'dir' ? compareWhole(node, was?.kind === 'dir' ? was : undefined, path) : [];
    if (!was) out.push(`A ${pathText(path)}`);
    else if (inside.length > 0 || isOther(node, was)) out.push(`C ${pathText(path)}`);
    out.push(...inside);
  }
  for (const name of [...left.keys()].sort()) out.push(`D ${pathText([...at, name])}`);
  return out;
}

function isOther(node: Node, was: Node): boolean {
  if (node.kind === 'whiteout' || was.kind === 'whiteout' || node.kind !== was.kind) return true;
  if (node.meta.mode !== was.meta.mode) return true;
  if (node.kind === 'dir') return false;
  if (node.kind === 'file' && was.kind === 'file' && !sameContent(node.content, was.content)) return true;
  return node.meta.mtimeMs !== was.meta.mtimeMs || (node.kind === 'link' && was.kind === 'link' && node.target !== was.target);
}

const say = ({ kind, path }: { kind: string; path: string }): string => `${kind} ${path}`;

test('docker diff of a container in which much was done', () => {
  const text = (content: string): FileNode => fileNode(textContent(content), metaOf(0o644, 0));
  const base = treeOf(
    [
      { path: '/etc/group', node: text('root') },
      { path: '/etc/passwd', node: text('root:x:0') },
      { path: '/root', node: emptyDir },
      { path: '/var/spool/mail/root', node: text('') },
      { path: '/bin/sh', node: text('sh') },
    ],
    dirMeta,
  );
  const fs = new UnionFs({ lowers: [{ id: 'busybox', tree: base }] });
  for (const mountPoint of ['/data', '/host']) fs.create(p(mountPoint), emptyDir, 1);
  fs.create(p('/new'), text('x\n'), 1);
  fs.create(p('/d'), emptyDir, 1);
  fs.create(p('/d/e'), emptyDir, 1);
  fs.create(p('/d/e/f'), text('y\n'), 1);
  fs.unlink(p('/etc/group'), 1);
  fs.write(p('/etc/passwd'), appendBytes((fs.node(p('/etc/passwd')) as FileNode).content, new TextEncoder().encode('z\n')), 1);
  fs.setMeta(p('/root'), { mode: 0o700 });
  fs.unlink(p('/var/spool/mail/root'), 1);
  fs.rmdir(p('/var/spool/mail'), 1);
  fs.rmdir(p('/var/spool'), 1);
  fs.create(p('/var/spool'), emptyDir, 1);
  fs.create(p('/lnk'), linkNode('/new', metaOf(0o777, 1)), 1);
  const changes = changesIn(fs.union);
  expect(changes.map(say)).toEqual([
    'A /d',
    'A /d/e',
    'A /d/e/f',
    'A /data',
    'C /etc',
    'C /etc/passwd',
    'D /etc/group',
    'A /host',
    'A /lnk',
    'A /new',
    'C /root',
    'C /var',
    'C /var/spool',
    'D /var/spool/mail',
  ]);
  expect(changedBytes(changes)).toBe(2 + 2 + 10);
});

/** Small trees over few names, so that two of them meet often: in kind, in time, in content. */
const leaf: fc.Arbitrary<Node> = fc
  .tuple(fc.constantFrom('', 'x', 'yy'), fc.constantFrom(0o644, 0o755), fc.constantFrom(0, 1000), fc.boolean())
  .map(([text, mode, mtimeMs, isLink]) => (isLink ? linkNode(`to${text}`, metaOf(0o777, mtimeMs)) : fileNode(textContent(text), metaOf(mode, mtimeMs))));
const node = fc.letrec<{ node: Node; dir: DirNode }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, leaf, tie('dir')),
  dir: fc
    .tuple(fc.constantFrom(0o755, 0o700), fc.constantFrom(0, 2000), fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('node')), { maxLength: 3 }))
    .map(([mode, mtimeMs, entries]) => dirNode(metaOf(mode, mtimeMs), new Map(entries))),
}));
const plainTree = node.dir.map((dir) => ({ ...dir, meta: dirMeta }));
/** As above with whiteouts and opaque directories strewn in. */
const layerTree = fc.tuple(plainTree, fc.infiniteStream(fc.nat(5))).map(([tree, dice]) => strew(tree, dice));

function strew(dir: DirNode, dice: Iterator<number>): DirNode {
  const entries = new Map<string, Node>();
  for (const [name, entry] of dir.entries) {
    const roll = dice.next().value as number;
    if (roll === 0) entries.set(name, { kind: 'whiteout', mtimeMs: 3000 });
    else if (entry.kind !== 'dir') entries.set(name, entry);
    else entries.set(name, roll === 1 ? { ...strew(entry, dice), opaque: true } : strew(entry, dice));
  }
  return { ...dir, entries };
}

const layers = (...trees: DirNode[]): Layer[] => trees.map((tree, i) => ({ id: String(i), tree }));

describe('layers', () => {
  test('the changes of an upper layer are those between the two merged trees', () => {
    fc.assert(
      fc.property(layerTree, layerTree, plainTree, (upper, middle, base) => {
        const lowers = layers(middle, base);
        const changes = changesIn({ lowers, upper });
        expect(changes.map(say)).toEqual(compareWhole(flatten({ lowers, upper }), flatten({ lowers })));
      }),
      { numRuns: 300 },
    );
  });

  test('what is between two trees, applied to the first, gives the second, by way of an archive too', () => {
    fc.assert(
      fc.property(plainTree, plainTree, (before, after) => {
        const layer = layerBetween(before, after, 5000);
        expect(applyLayer(before, layer)).toEqual(after);
        expect(applyLayer(before, treeOfTar(layerTar(layer), dirMeta))).toEqual(after);
        expect(layerBetween(after, after, 5000).entries.size).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('are merged the same from the top down as one at a time from the bottom up', () => {
    fc.assert(
      fc.property(layerTree, layerTree, plainTree, (top, middle, base) => {
        expect(flatten({ lowers: layers(top, middle, base) })).toEqual(applyLayer(applyLayer(base, middle), top));
      }),
      { numRuns: 150 },
    );
  });

  test('waste is the difference between what the layers hold and what is in sight', () => {
    fc.assert(
      fc.property(layerTree, layerTree, plainTree, (top, middle, base) => {
        const lowers = layers(top, middle, base);
        const held = lowers.reduce((sum, { tree }) => sum + treeBytes(tree), 0);
        const wasted = wasteIn({ lowers });
        expect(wasted.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(held - treeBytes(flatten({ lowers })));
        for (const { path, layer, hiddenBy, bytes } of wasted) {
          expect(hiddenBy).toBeLessThan(layer);
          expect([...walk(lowers[layer]!.tree)].find((visit) => pathText(visit.path) === path)?.node).toMatchObject({ content: { size: bytes } });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a file in sight by another name is not wasted', () => {
    const fs = new UnionFs({ lowers: [], upper: emptyDir });
    fs.create(p('/a'), fileNode(textContent('shared'), metaOf(0o644, 0)), 1);
    fs.link(p('/a'), p('/b'), 1);
    const above = new UnionFs({ lowers: layers(fs.union.upper!) });
    above.unlink(p('/a'), 2);
    expect(wasteIn(above.union)).toEqual([]);
    above.unlink(p('/b'), 2);
    expect(wasteIn(above.union)).toEqual([{ path: '/a', layer: 0, hiddenBy: -1, bytes: 6 }]);
  });
});
