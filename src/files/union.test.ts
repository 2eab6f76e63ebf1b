import { describe, expect, test } from 'vitest';
import { appendBytes, contentText, holeContent, textContent } from './content.ts';
import { FileError } from './errno.ts';
import { upperLayer, type FileEvent } from './file-system.ts';
import { modeText } from './mode-text.ts';
import { dirNode, fileNode, linkNode, metaOf, type FileNode, type Meta, type Node } from './node.ts';
import { splitPath, type Path } from './path.ts';
import { nodeAt } from './tree.ts';
import { treeOf } from './tree-of.ts';
import { find, sightings, type Layer } from './union.ts';
import { UnionFs } from './union-fs.ts';
import { walk } from './walk.ts';

const file: Meta = metaOf(0o644, 0);
const dir: Meta = metaOf(0o755, 0);
const p = splitPath;

function layer(id: string, files: Readonly<Record<string, string>>): Layer {
  const placed = Object.entries(files).map(([path, content]) => ({ path, node: fileNode(textContent(content), file) }));
  return { id, tree: treeOf(placed, dir) };
}

/** A mount and the steps that it told since the last look. */
function mount(...lowers: Layer[]): { fs: UnionFs; steps: () => string[] } {
  const fs = new UnionFs({ lowers });
  const seen: FileEvent[] = [];
  fs.watch((event) => seen.push(event));
  const say = ({ act, path, from, bytes, to }: FileEvent): string => [act, path, ...(to ? [to] : []), from === upperLayer ? 'upper' : from, bytes].join(' ');
  return { fs, steps: () => seen.splice(0).map(say) };
}

function text(fs: UnionFs, path: Path): string {
  const node = fs.node(path);
  return node?.kind === 'file' ? contentText(node.content) : `no file but ${node?.kind ?? 'nothing'}`;
}

function append(fs: UnionFs, path: Path, line: string): void {
  const { content } = fs.node(path) as FileNode;
  fs.write(path, appendBytes(content, new TextEncoder().encode(line)), 1);
}

const codeOf = (run: () => void): string => {
  try {
    run();
    return 'done';
  } catch (error) {
    return error instanceof FileError ? `${error.code} ${error.path}` : String(error);
  }
};

/** As `find upper -ls`, a whiteout being a character device 0, 0. */
function upperListing(fs: UnionFs): string[] {
  return [...walk(fs.union.upper!)].map(({ path, node }) => {
    if (node.kind === 'whiteout') return `c--------- ${path.join('/')}`;
    return `${modeText(node)} ${path.join('/')}${node.kind === 'link' ? ` -> ${node.target}` : ''}${node.kind === 'dir' && node.opaque ? ' opaque' : ''}`;
  });
}

describe('overlay', () => {
  test('leaves in the upper layer what the kernel leaves there', () => {
    const { fs } = mount(layer('l2', { '/etc/a': 'l2\n', '/dir/g': 'g\n' }), layer('l1', { '/etc/a': 'a\n', '/etc/b': 'b\n', '/dir/f': 'f\n' }));
    expect([text(fs, p('/etc/b')), text(fs, p('/etc/a')), text(fs, p('/dir/f')), text(fs, p('/dir/g'))]).toEqual(['b\n', 'l2\n', 'f\n', 'g\n']);
    fs.unlink(p('/etc/b'), 1);
    append(fs, p('/etc/a'), 'mod\n');
    for (const name of fs.list(p('/dir'))) fs.unlink([...p('/dir'), name], 1);
    fs.rmdir(p('/dir'), 1);
    fs.create(p('/dir'), dirNode(metaOf(0o755, 1)), 1);
    fs.create(p('/dir/h'), fileNode(textContent('h\n'), file), 1);
    fs.setMeta(p('/etc'), { mode: 0o700 });
    fs.create(p('/lnk'), linkNode('x', metaOf(0o777, 1)), 1);
    expect(upperListing(fs)).toEqual(['drwxr-xr-x dir opaque', '-rw-r--r-- dir/h', 'drwx------ etc', '-rw-r--r-- etc/a', 'c--------- etc/b', 'lrwxrwxrwx lnk -> x']);
    expect((fs.node(p('/etc/a')) as FileNode).content.size).toBe(7);
    expect(fs.list([])).toEqual(['dir', 'etc', 'lnk']);
    expect(fs.list(p('/dir'))).toEqual(['h']);
  });

  test('tells each step of a write: the directories and the file copied up, with their bytes, once', () => {
    const { fs, steps } = mount(layer('app', { '/srv/www/index.html': 'hello' }));
    append(fs, p('/srv/www/index.html'), '!');
    expect(steps()).toEqual(['copy-up /srv 0 0', 'copy-up /srv/www 0 0', 'copy-up /srv/www/index.html 0 5', 'modify /srv/www/index.html upper 6']);
    append(fs, p('/srv/www/index.html'), '!');
    expect(steps()).toEqual(['modify /srv/www/index.html upper 7']);
    fs.setMeta(p('/srv'), { uid: 1 });
    expect(steps()).toEqual(['modify /srv upper 0']);
  });

  test('chmod of a large file copies all of it, though not in memory', () => {
    const big = holeContent(3e9);
    const { fs, steps } = mount({ id: 'big', tree: treeOf([{ path: '/big', node: fileNode(big, file) }], dir) });
    fs.setMeta(p('/big'), { mode: 0o600 });
    expect(steps()).toEqual(['copy-up /big 0 3000000000', 'modify /big upper 0']);
    expect((fs.node(p('/big')) as FileNode).content).toBe(big);
  });

  test('a deletion hides what is below, and tells which layer and how much', () => {
    const { fs, steps } = mount(layer('top', { '/a': 'top' }), layer('base', { '/a': 'base!', '/b': 'b' }));
    fs.unlink(p('/a'), 5);
    expect(steps()).toEqual(['whiteout /a 0 3']);
    expect(sightings(fs.union, ['a']).map((seen) => `${seen.layer} ${seen.node.kind}`)).toEqual(['-1 whiteout', '0 file', '1 file']);
    fs.create(p('/a'), fileNode(textContent('new'), file), 6);
    expect(steps()).toEqual(['create /a upper 3']);
    fs.unlink(p('/a'), 7);
    expect(steps()).toEqual(['remove /a upper 3', 'whiteout /a 0 3']);
    fs.create(p('/a'), dirNode(dir), 8);
    expect(steps()).toEqual(['create /a upper 0', 'opaque /a 0 3']);
    expect(find(fs.union, ['b'])).toMatchObject({ layer: 1 });
  });

  test('a rename of a lower file copies it up and leaves a whiteout; a lower directory cannot be renamed', () => {
    const { fs, steps } = mount(layer('base', { '/d/f': 'text', '/e': '', '/o/x': '' }));
    fs.rename(p('/d/f'), p('/o/g'), 1);
    expect(steps()).toEqual(['copy-up /d 0 0', 'copy-up /d/f 0 4', 'copy-up /o 0 0', 'rename /d/f /o/g upper 4', 'whiteout /d/f 0 4']);
    expect(text(fs, p('/o/g'))).toBe('text');
    expect(codeOf(() => fs.rename(p('/d'), p('/h'), 1))).toBe('EXDEV /d');
    fs.create(p('/new'), dirNode(dir), 1);
    fs.rename(p('/new'), p('/newer'), 1);
    expect(fs.node(p('/newer'))).toBeDefined();
    fs.unlink(p('/e'), 1);
    steps();
    fs.rename(p('/newer'), p('/e'), 1);
    expect(steps()).toEqual(['rename /newer /e upper 0', 'opaque /e 0 0']);
  });

  test('refuses with the codes of system calls, and read-only mounts change nothing', () => {
    const base = layer('base', { '/d/f': 'x' });
    const { fs } = mount(base);
    const make: Node = fileNode(textContent(''), file);
    expect(codeOf(() => fs.create(p('/no/f'), make, 1))).toBe('ENOENT /no/f');
    expect(codeOf(() => fs.create(p('/d/f/g'), make, 1))).toBe('ENOTDIR /d/f/g');
    expect(codeOf(() => fs.create(p('/d'), make, 1))).toBe('EEXIST /d');
    expect(codeOf(() => fs.create(['x'.repeat(256)], make, 1))).toBe(`ENAMETOOLONG /${'x'.repeat(256)}`);
    expect(codeOf(() => fs.unlink(p('/d'), 1))).toBe('EISDIR /d');
    expect(codeOf(() => fs.rmdir(p('/d'), 1))).toBe('ENOTEMPTY /d');
    expect(codeOf(() => fs.rmdir([], 1))).toBe('EBUSY /');
    expect(codeOf(() => fs.write(p('/d'), textContent(''), 1))).toBe('EISDIR /d');
    expect(codeOf(() => fs.rename(p('/d'), p('/d/e'), 1))).toBe('EINVAL /d');
    expect(codeOf(() => fs.list(p('/d/f')))).toBe('ENOTDIR /d/f');
    const readOnly = new UnionFs({ lowers: [base], readOnly: true });
    expect(codeOf(() => readOnly.create(p('/x'), make, 1))).toBe('EROFS /x');
    expect(codeOf(() => readOnly.setMeta(p('/d/f'), { mode: 0 }))).toBe('EROFS /d/f');
    expect(codeOf(() => readOnly.unlink(p('/x'), 1))).toBe('ENOENT /x');
    expect(new FileError('EROFS', '/x').message).toBe('/x: Read-only file system');
  });

  test('two names are one file until a layer closes over them', () => {
    const { fs } = mount(layer('base', { '/low': 'low' }));
    fs.create(p('/a'), fileNode(textContent('1'), file), 1);
    fs.link(p('/a'), p('/b'), 1);
    fs.link(p('/low'), p('/c'), 1);
    append(fs, p('/b'), '2');
    append(fs, p('/c'), '!');
    fs.setMeta(p('/a'), { mode: 0o600 });
    expect([text(fs, p('/a')), text(fs, p('/low'))]).toEqual(['12', 'low!']);
    expect(fs.node(p('/b'))).toMatchObject({ meta: { mode: 0o600 }, hard: { links: 2 } });
    fs.rename(p('/a'), p('/b'), 1);
    expect(fs.list([])).toEqual(['a', 'b', 'c', 'low']);
    const above = new UnionFs({ lowers: [{ id: 'sealed', tree: fs.union.upper! }, ...fs.union.lowers] });
    append(above, p('/a'), '3');
    expect([text(above, p('/a')), text(above, p('/b'))]).toEqual(['123', '12']);
    fs.unlink(p('/a'), 1);
    expect(fs.node(p('/b'))).not.toHaveProperty('hard');
    expect(nodeAt(fs.union.upper!, '/c')).toMatchObject({ hard: { links: 2 } });
  });
});
