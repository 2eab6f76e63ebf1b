import { describe, expect, test } from 'vitest';
import { holeContent, textContent } from './content.ts';
import { FileError } from './errno.ts';
import { deviceNode, dirNode, fileNode, linkNode, metaOf, type DirNode } from './node.ts';
import { lookup, resolve } from './resolve.ts';
import { Space } from './space.ts';
import { hardLink, listDir, makeDirs, makeLink, nodeAt, removeTree, renamePath, setMeta, writeFile } from './tree.ts';
import { treeOf } from './tree-of.ts';
import type { Layer } from './union.ts';
import { TreeFs, UnionFs } from './union-fs.ts';
import { modeText } from './mode-text.ts';

const meta = metaOf(0o755, 0);
const small = fileNode(textContent('#!/bin/sh\n'), meta);

/** A Map that counts what is read of it: a copy would have to. */
class CountingMap<K, V> extends Map<K, V> {
  lookups = 0;
  scans = 0;

  override get(key: K): V | undefined {
    this.lookups++;
    return super.get(key);
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    this.scans++;
    return super[Symbol.iterator]();
  }

  override entries(): MapIterator<[K, V]> {
    this.scans++;
    return super.entries();
  }
}

describe('10,000 containers of one image', () => {
  const bin = new CountingMap(Array.from({ length: 400 }, (_, i) => [`tool-${i}`, small] as const));
  const base: DirNode = dirNode(meta, new Map([['bin', dirNode(meta, bin)]]));
  const lowers: readonly Layer[] = [{ id: 'init', tree: treeOf([{ path: '/etc/hosts', node: small }], meta) }, { id: 'base', tree: base }];

  test('share its layers, their empty upper one and what was looked up in them, and nothing is copied', () => {
    const before = bin.lookups;
    const containers = Array.from({ length: 10_000 }, () => new UnionFs({ lowers }));
    expect([bin.lookups - before, bin.scans]).toEqual([0, 0]);
    expect(containers.every((fs) => fs.node(['bin', 'tool-7']) === small)).toBe(true);
    expect(bin.lookups - before).toBe(1);
    expect(bin.scans).toBe(0);
    const [first] = containers;
    expect(containers.every(({ union }) => union.lowers === lowers && union.upper === first!.union.upper)).toBe(true);
  });

  test('one that writes has the path to its file as its own, and shares all else', () => {
    const fs = new UnionFs({ lowers });
    fs.write(['bin', 'tool-7'], textContent('mine'), 1);
    const { upper } = fs.union;
    expect([...upper!.entries.keys()]).toEqual(['bin']);
    expect([...(nodeAt(upper!, '/bin') as DirNode).entries.keys()]).toEqual(['tool-7']);
    expect(fs.node(['bin', 'tool-8'])).toBe(small);
    expect(bin.scans).toBe(0);
    const was = fs.union;
    fs.create(['x'], small, 2);
    expect(nodeAt(fs.union.upper!, '/bin')).toBe(nodeAt(was.upper!, '/bin'));
    expect(nodeAt(was.upper!, '/x')).toBeUndefined();
  });
});

describe('the holder', () => {
  test('counts what is on a disk that several share, and refuses what does not fit without changing anything', () => {
    const disk = new Space(1000);
    const host = new TreeFs(treeOf([{ path: '/var/log', node: dirNode(meta) }], meta), { type: 'ext4', space: disk });
    const container = new UnionFs({ lowers: [{ id: 'base', tree: treeOf([{ path: '/data', node: fileNode(holeContent(300), meta) }], meta) }], space: disk });
    host.create(['var', 'log', 'a'], fileNode(holeContent(600), meta), 1);
    expect(host.statfs()).toEqual({ type: 'ext4', totalBytes: 1000, usedBytes: 600, availableBytes: 400 });
    container.setMeta(['data'], { mode: 0o600 });
    expect(disk.usedBytes).toBe(900);
    const before = container.union;
    expect(() => container.write(['data'], holeContent(500), 2)).toThrow(new FileError('ENOSPC', '/data'));
    expect(container.union).toBe(before);
    expect(disk.usedBytes).toBe(900);
    container.release();
    expect(disk.usedBytes).toBe(600);
    host.unlink(['var', 'log', 'a'], 3);
    expect(disk.usedBytes).toBe(0);
  });

  test('tells all who watch, until they cancel, also one that cancels while told', () => {
    const fs = new TreeFs(dirNode(meta));
    const told: string[] = [];
    const cancel = fs.watch(({ path }) => {
      told.push(`first ${path}`);
      cancel();
    });
    fs.watch(({ act }) => told.push(`second ${act}`));
    fs.create(['a'], small, 1);
    fs.unlink(['a'], 2);
    expect(told).toEqual(['first /a', 'second create', 'second remove']);
    expect(fs.root.entries.size).toBe(0);
    expect(fs.root.meta.mtimeMs).toBe(2);
  });
});

describe('trees as values', () => {
  const etc = makeDirs(dirNode(meta), '/etc/nginx', meta);
  const tree = writeFile(etc, '/etc/nginx/nginx.conf', textContent('user nginx;'), metaOf(0o644, 5));

  test('each write gives a new tree', () => {
    expect(listDir(tree, '/etc/nginx').map(({ name }) => name)).toEqual(['nginx.conf']);
    expect(listDir(etc, '/etc/nginx')).toEqual([]);
    const more = hardLink(makeLink(setMeta(tree, '/etc', { mode: 0o700 }), '/etc/link', 'nginx', meta), '/etc/nginx/nginx.conf', '/copy', 6);
    expect(listDir(more, '/').map(({ name }) => name)).toEqual(['copy', 'etc']);
    expect(listDir(more, '/etc').map(({ name, node }) => `${name} ${node.kind}`)).toEqual(['link link', 'nginx dir']);
    expect(removeTree(renamePath(more, '/etc', '/usr', 7), '/usr', 8).entries.size).toBe(1);
    expect(() => makeDirs(tree, '/etc/nginx/nginx.conf/x', meta)).toThrow(new FileError('ENOTDIR', '/etc/nginx/nginx.conf/x'));
  });

  test('many nodes at once: later ones win, directories keep their entries', () => {
    const made = treeOf(
      [
        { path: '/a/b', node: small },
        { path: '/a', node: dirNode(metaOf(0o700, 9)) },
        { path: '/x', node: small },
        { path: '/x/y', node: small },
      ],
      meta,
      tree,
    );
    expect(nodeAt(made, '/a')).toMatchObject({ meta: { mode: 0o700 } });
    expect(nodeAt(made, '/a/b')).toBe(small);
    expect(nodeAt(made, '/x/y')).toBe(small);
    expect(nodeAt(made, '/etc')).toBe(nodeAt(tree, '/etc'));
    expect(tree.entries.size).toBe(1);
  });

  test('links are followed as the kernel follows them', () => {
    const linked = treeOf(
      [
        { path: '/run/lock/f', node: small },
        { path: '/var/run', node: linkNode('../run', meta) },
        { path: '/var/abs', node: linkNode('/var/run/lock', meta) },
        { path: '/loop', node: linkNode('loop', meta) },
        { path: '/dangling', node: linkNode('/run/missing', meta) },
      ],
      meta,
    );
    expect(lookup(linked, '/var/run/lock/f')).toBe(small);
    expect(lookup(linked, '/var/abs/../lock/./f')).toBe(small);
    expect(lookup(linked, '/var/abs', { follow: false })).toMatchObject({ kind: 'link' });
    expect(lookup(linked, '/dangling')).toBeUndefined();
    expect(resolve(new TreeFs(linked), '/dangling').path).toEqual(['run', 'missing']);
    expect(resolve(new TreeFs(linked), '/../..').path).toEqual([]);
    expect(() => lookup(linked, '/loop')).toThrow(new FileError('ELOOP', '/loop'));
    expect(() => lookup(linked, '/run/missing/x')).toThrow(new FileError('ENOENT', '/run/missing/x'));
    expect(() => lookup(linked, '/run/lock/f/x')).toThrow(new FileError('ENOTDIR', '/run/lock/f/x'));
  });

  test('modes in letters', () => {
    const nodes = [dirNode(metaOf(0o1777, 0)), fileNode(textContent(''), metaOf(0o4755, 0)), deviceNode('char', metaOf(0o2660, 0), 1, 3)];
    expect(nodes.map(modeText)).toEqual(['drwxrwxrwt', '-rwsr-xr-x', 'crw-rwS---']);
  });
});
