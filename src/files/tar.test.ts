import fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { parseTar } from 'nanotar';
import { describe, expect, test } from 'vitest';
import { bytesContent, contentBytes, contentText, emptyContent, holeContent, joinContent, textContent } from './content.ts';
import { layerDigest, layerTar, tarEntries } from './layer-tar.ts';
import { treeOfTar } from './tree-of-tar.ts';
import { modeText } from './mode-text.ts';
import { deviceNode, dirNode, fileNode, linkNode, metaOf, type DirNode, type Node } from './node.ts';
import { TarError, type TarEntry } from './tar-format.ts';
import { readTar } from './tar-read.ts';
import { writeTar } from './tar-write.ts';
import { hardLink, nodeAt } from './tree.ts';
import { treeOf } from './tree-of.ts';

const second = 1000;
const rootMeta = metaOf(0o755, 0);

/** What `tar tvf` tells of an entry, without its date. */
function listing({ path, kind, meta, content, target }: TarEntry): string {
  const node: Node = kind === 'dir' ? dirNode(meta) : kind === 'link' ? linkNode(target, meta) : fileNode(content, meta);
  return `${modeText(node)} ${meta.uid}/${meta.gid} ${content.size} ${path}${kind === 'dir' ? '/' : ''}${kind === 'link' ? ` -> ${target}` : ''}`;
}

describe('layers as the engines write them', () => {
  // Digests of layers that dockerd 26.1 made of the same files at these seconds: the archive is right to the byte.
  const builtAt = 1795291772 * second;
  const text = (content: string, mtimeMs = builtAt): Node => fileNode(textContent(content), metaOf(0o644, mtimeMs));
  const dir = (mtimeMs = builtAt): DirNode => dirNode(metaOf(0o755, mtimeMs));
  const layer = (...placed: [string, Node][]): DirNode => treeOf(placed.map(([path, node]) => ({ path, node })), rootMeta);

  test.each([
    ['WORKDIR /app', layer(['/app', dir(1795289973 * second)]), '581e688c91f0e2e68682223b8d85da37d98a11b31e7921f8e89e236b6a9a28bd'],
    ['COPY f.txt /f.txt', layer(['/f.txt', text('hello\n')]), '8652fb6e9e826b19d6a9c1ca580b2163e98a1c3e76812dba9c440cb0c799ddf5'],
    [
      'mkdir /d and three files',
      layer(['/d', dir()], ['/d/one', text('1\n')], ['/d/two', text('2\n')], ['/keep', text('k\n')]),
      '59b6d0745b66812caedc49b1e78164fba2bcab1970ed6aa2c7b2e62358b300e8',
    ],
    [
      'rm -rf /d && mkdir /d: an opaque directory',
      layer(['/d', { ...dir(builtAt + second), opaque: true }], ['/d/three', text('3\n', builtAt + second)]),
      '9499e9441be87cb46155208fc7f595ce40ae40d5bdf76294f96086b16f769b8f',
    ],
  ])('%s', (_, tree, digest) => {
    expect(layerDigest(tree)).toBe(`sha256:${digest}`);
  });

  test('whiteouts are empty files of mode 600 where the name was, times cut to the second', () => {
    const tree = layer(
      ['/d', dir()],
      ['/d/one', { kind: 'whiteout', mtimeMs: builtAt + 345 }],
      ['/etc', dir()],
      ['/etc/group', { kind: 'whiteout', mtimeMs: builtAt }],
      ['/etc/passwd', text('x'.repeat(124))],
      ['/root', dirNode(metaOf(0o700, 0))],
      ['/lnk', linkNode('/new', metaOf(0o777, builtAt))],
      ['/sock', deviceNode('socket', metaOf(0o755, builtAt))],
    );
    const entries = readTar(layerTar(tree));
    expect(entries.map(listing)).toEqual([
      'drwxr-xr-x 0/0 0 d/',
      '-rw------- 0/0 0 d/.wh.one',
      'drwxr-xr-x 0/0 0 etc/',
      '-rw------- 0/0 0 etc/.wh.group',
      '-rw-r--r-- 0/0 124 etc/passwd',
      'lrwxrwxrwx 0/0 0 lnk -> /new',
      'drwx------ 0/0 0 root/',
    ]);
    expect(entries[1]!.meta.mtimeMs).toBe(builtAt);
  });
});

const name = fc.constantFrom('a', 'bin', 'zz', 'ü', '__proto__', 'x'.repeat(90), 'ꙮ'.repeat(40));
const meta = fc.record({
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: fc.oneof(fc.nat(70000), fc.constant(3_000_000)),
  gid: fc.nat(70000),
  mtimeMs: fc.oneof(fc.integer({ min: -5, max: 2 ** 31 }), fc.constant(9_000_000_000)).map((seconds) => seconds * second),
});
const content = fc.oneof(
  fc.string().map((text) => textContent(text)),
  fc.nat(2000).map((length) => joinContent(textContent('h'), holeContent(length))),
  fc.constant(emptyContent),
);
const leaf: fc.Arbitrary<Node> = fc.oneof(
  fc.tuple(content, meta).map(([bytes, of]) => fileNode(bytes, of)),
  fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), meta).map(([path, of]) => linkNode(path.join('/'), of)),
  fc.tuple(fc.constantFrom('char' as const, 'block' as const), meta, fc.nat(255)).map(([kind, of, major]) => deviceNode(kind, of, major, 7)),
  meta.map((of) => deviceNode('fifo', of)),
  fc.nat(2 ** 31).map((seconds) => ({ kind: 'whiteout' as const, mtimeMs: seconds * second })),
);
const { dir: anyDir } = fc.letrec<{ node: Node; dir: DirNode }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, leaf, tie('dir')),
  dir: fc.tuple(meta, fc.array(fc.tuple(name, tie('node')), { maxLength: 4 }), fc.boolean()).map(([of, entries, opaque]) => ({
    kind: 'dir' as const,
    meta: of,
    entries: new Map(entries),
    ...(opaque && { opaque: true as const }),
  })),
}));
const layerTree = anyDir.map((dir) => ({ ...dir, meta: rootMeta }));

/** Contents by their bytes: how they are cut into chunks is no matter. */
function plain(node: Node): unknown {
  if (node.kind === 'file') return { ...node, content: contentText(node.content), hard: node.hard?.links };
  return node.kind === 'dir' ? { ...node, entries: new Map([...node.entries].map(([key, entry]) => [key, plain(entry)])) } : node;
}

describe('tar', () => {
  test('a layer comes back as it was, whiteouts, opaque directories, devices and long names too', () => {
    fc.assert(
      fc.property(layerTree, (tree) => {
        expect(plain(treeOfTar(layerTar(tree), rootMeta))).toEqual(plain(tree));
      }),
    );
  });

  test('another reader sees the same names and bytes', () => {
    fc.assert(
      fc.property(layerTree, (tree) => {
        // It takes a link's pax target for its name, and ends at a name that ustar cannot write at all.
        const fitsUstar = /^[\x20-\x7f]{0,90}$/;
        fc.pre([...tarEntries(tree)].every((entry) => fitsUstar.test(entry.path) && fitsUstar.test(entry.target)));
        const theirs = parseTar(contentBytes(layerTar(tree)));
        const ours = [...tarEntries(tree)];
        expect(theirs.map((file) => file.name.replace(/\/$/, ''))).toEqual(ours.map((entry) => entry.path));
        expect(theirs.map((file) => file.size)).toEqual(ours.map((entry) => entry.content.size));
        for (const [i, file] of theirs.entries()) if (file.type === 'file') expect(file.text).toBe(contentText(ours[i]!.content));
      }),
    );
  });

  test('reads what GNU tar made: long names, a hard link, owners past octal', () => {
    const packed = [
      'H4sIAAAAAAACA+3XTQ6CMBAF4Fl7ip4AWvq3ZQ+XICERooEEca2nMB5XZKEBEnDTRu37Ni2B3TBv2jIm5/jAak3X58P9dhnXPEv5G3ErldFKj3tutDTENHlw',
      'PvVFxxgFqoyroivd198otVJ/Oau/lZYT46i/c1W9IwhXFEdxmrfNPq+bg+P+f2X9dOXSCJrMAiEMT4hlPvu/a9t+7but9z+qCQw6fj7/j876fnL+s/bz89+w',
      'lYpY4uOHCHz+f0P+CyuX+T/UP0f+e+h/JHHY+e++0tv3v2X+K01M+LicBp7/AAAAAAAAAAAAAPCfHvHB2x4AKAAA',
    ].join('');
    const entries = readTar(bytesContent(gunzipSync(Buffer.from(packed, 'base64'))));
    const owned = { uid: 9_999_999, gid: 5_000_000, mtimeMs: 1_000_000_000_000 };
    expect(entries.map(({ kind, path, target }) => ({ kind, path, target }))).toEqual([
      { kind: 'dir', path: 'd', target: '' },
      { kind: 'file', path: 'd/hard', target: '' },
      { kind: 'link', path: 'd/lnk', target: 'n'.repeat(240) },
      { kind: 'hard', path: `d/${'n'.repeat(120)}`, target: 'd/hard' },
    ]);
    for (const entry of entries) expect(entry.meta).toMatchObject(owned);
    expect(contentText(entries[1]!.content)).toBe('hi\n');
  });

  test('a file of two names is stored once, and is one file again when read', () => {
    const one = treeOf([{ path: '/b/one', node: fileNode(textContent('shared'), metaOf(0o644, 0)) }], rootMeta);
    const tree = hardLink(one, '/b/one', '/a', 0);
    expect([...tarEntries(tree)].map(({ kind, path, target }) => `${kind} ${path} ${target}`)).toEqual(['file a ', 'dir b ', 'hard b/one a']);
    const [a, b] = ['/a', '/b/one'].map((path) => nodeAt(treeOfTar(layerTar(tree), rootMeta), path));
    expect(a).toMatchObject({ kind: 'file', hard: { links: 2 } });
    expect(b).toMatchObject({ hard: { links: 2 } });
  });

  test('holes share memory with the archive and are zeros in it', () => {
    const tree = treeOf([{ path: '/big', node: fileNode(holeContent(2 ** 33), metaOf(0o644, 0)) }], rootMeta);
    const tar = layerTar(tree);
    expect(tar.size).toBe(512 + 512 + 512 + 2 ** 33 + 1024); // 8 GiB are past octal: a pax header tells the size
    expect(readTar(tar)[0]!.content.size).toBe(2 ** 33);
  });

  test('paths that climb stay inside', () => {
    const entry = { kind: 'file' as const, meta: rootMeta, content: emptyContent, target: '', major: 0, minor: 0 };
    const tree = treeOfTar(writeTar([{ ...entry, path: '../../etc/./x' }, { ...entry, path: 'a/../b' }]), rootMeta);
    expect([...tree.entries.keys()]).toEqual(['etc', 'b']);
  });

  test('an opaque marker counts wherever it stands, and what aufs keeps for itself is left out', () => {
    const entry = { kind: 'file' as const, meta: rootMeta, content: emptyContent, target: '', major: 0, minor: 0 };
    const own = metaOf(0o700, 5000);
    const files = ['d/.wh..wh..opq', '.wh..wh.plnk', 'd/f'].map((path) => ({ ...entry, path }));
    const tree = treeOfTar(writeTar([...files, { ...entry, kind: 'dir', path: 'd', meta: own }]), rootMeta);
    expect([...tree.entries.keys()]).toEqual(['d']);
    expect(nodeAt(tree, '/d')).toMatchObject({ kind: 'dir', opaque: true, meta: own });
    expect(nodeAt(tree, '/d/f')).toBeDefined();
  });

  test.each([
    ['cut in a header', (tar: Uint8Array) => tar.subarray(0, 300), 'unexpected EOF'],
    ['cut in the data', (tar: Uint8Array) => tar.subarray(0, 600), 'unexpected EOF'],
    ['with a flipped byte', (tar: Uint8Array) => tar.with(3, 1), 'archive/tar: invalid tar header'],
    ['that is text', () => new TextEncoder().encode('hello '.repeat(200)), 'archive/tar: invalid tar header'],
  ])('refuses an archive %s', (_, spoil, message) => {
    const tar = contentBytes(layerTar(treeOf([{ path: '/file', node: fileNode(textContent('x'.repeat(600)), rootMeta) }], rootMeta)));
    expect(() => readTar(bytesContent(spoil(tar)))).toThrow(new TarError(message));
  });
});
