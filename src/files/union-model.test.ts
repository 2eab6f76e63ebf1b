import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendBytes, contentText, textContent } from './content.ts';
import { FileError, type ErrorCode } from './errno.ts';
import { dirNode, fileNode, linkNode, metaOf, type DirNode, type Node } from './node.ts';
import { pathText, type Path } from './path.ts';
import { Space } from './space.ts';
import { find, flatten, listUnion, type Layer } from './union.ts';
import { UnionFs } from './union-fs.ts';
import { treeBytes } from './walk.ts';

/** The naive model: one mutable tree of plain objects, which knows of no layers. A file of two names is one object in two places. */
type MFile = { kind: 'file'; mode: number; mtimeMs: number; text: string };
type MLink = { kind: 'link'; mode: number; mtimeMs: number; target: string };
type MDir = { kind: 'dir'; mode: number; mtimeMs: number; entries: Map<string, MNode> };
type MNode = MFile | MLink | MDir;
type Target = { dir: MDir; name: string; node: MNode | undefined };

const refuse = (code: ErrorCode, path: Path): never => {
  throw new FileError(code, pathText(path));
};

class Model {
  root: MDir = { kind: 'dir', mode: 0o755, mtimeMs: 0, entries: new Map() };

  at(path: Path): Target {
    let dir = this.root;
    for (const name of path.slice(0, -1)) {
      const next = dir.entries.get(name) ?? refuse('ENOENT', path);
      dir = next.kind === 'dir' ? next : refuse('ENOTDIR', path);
    }
    const name = path.at(-1)!;
    return { dir, name, node: dir.entries.get(name) };
  }

  existing(path: Path): Target & { node: MNode } {
    const { node, ...rest } = this.at(path);
    return { ...rest, node: node ?? refuse('ENOENT', path) };
  }

  create(path: Path, node: MNode, nowMs: number): void {
    const { dir, name, node: taken } = this.at(path);
    if (taken) refuse('EEXIST', path);
    dir.entries.set(name, node);
    dir.mtimeMs = nowMs;
  }

  append(path: Path, text: string, nowMs: number): void {
    const { node } = this.existing(path);
    if (node.kind === 'dir') refuse('EISDIR', path);
    else if (node.kind === 'link') refuse('EINVAL', path);
    else Object.assign(node, { text: node.text + text, mtimeMs: nowMs });
  }

  chmod(path: Path, mode: number): void {
    this.existing(path).node.mode = mode;
  }

  unlink(path: Path, nowMs: number): void {
    const { dir, name, node } = this.existing(path);
    if (node.kind === 'dir') refuse('EISDIR', path);
    dir.entries.delete(name);
    dir.mtimeMs = nowMs;
  }

  rmdir(path: Path, nowMs: number): void {
    const { dir, name, node } = this.existing(path);
    if (node.kind !== 'dir') refuse('ENOTDIR', path);
    else if (node.entries.size > 0) refuse('ENOTEMPTY', path);
    dir.entries.delete(name);
    dir.mtimeMs = nowMs;
  }

  removeAll(path: Path, nowMs: number): void {
    const { dir, name } = this.existing(path);
    dir.entries.delete(name);
    dir.mtimeMs = nowMs;
  }

  rename(from: Path, to: Path, nowMs: number): void {
    const source = this.existing(from);
    const { node } = source;
    if (node.kind === 'dir' && to.length > from.length && pathText(to).startsWith(`${pathText(from)}/`)) refuse('EINVAL', from);
    const target = this.at(to);
    if (target.node === node) return;
    if (node.kind === 'dir' && target.node) {
      if (target.node.kind !== 'dir') refuse('ENOTDIR', to);
      else if (target.node.entries.size > 0) refuse('ENOTEMPTY', to);
    } else if (target.node?.kind === 'dir') refuse('EISDIR', to);
    source.dir.entries.delete(source.name);
    target.dir.entries.set(target.name, node);
    source.dir.mtimeMs = target.dir.mtimeMs = nowMs;
  }

  link(from: Path, to: Path, nowMs: number): void {
    const { node } = this.existing(from);
    const { dir, name, node: taken } = this.at(to);
    if (taken) refuse('EEXIST', to);
    if (node.kind === 'dir') refuse('EPERM', from);
    dir.entries.set(name, node.kind === 'link' ? { ...node } : node);
    dir.mtimeMs = nowMs;
  }

  /** A layer under another keeps its files, but two names of one are then written apart. */
  seal(dir = this.root): void {
    for (const [name, node] of dir.entries) {
      if (node.kind === 'dir') this.seal(node);
      else dir.entries.set(name, { ...node });
    }
  }
}

function viewOf(node: Node | MNode): unknown {
  const { mode, mtimeMs } = 'meta' in node ? node.meta : (node as MNode);
  const seen = { kind: node.kind, mode, mtimeMs };
  if (node.kind === 'file') return { ...seen, text: 'content' in node ? contentText(node.content) : node.text };
  if (node.kind === 'link') return { ...seen, target: node.target };
  const entries: ReadonlyMap<string, Node | MNode> = node.kind === 'dir' ? node.entries : new Map<string, Node>();
  return { ...seen, entries: Object.fromEntries([...entries].map(([name, entry]) => [name, viewOf(entry)])) };
}

type Op = { says: string; on: (fs: UnionFs, nowMs: number) => void; model: (model: Model, nowMs: number) => void };

const path: fc.Arbitrary<Path> = fc.array(fc.constantFrom('a', 'b', 'f'), { minLength: 1, maxLength: 3 });
const text = fc.string({ maxLength: 4 });
const op: fc.Arbitrary<Op | 'seal'> = fc.oneof(
  fc.tuple(path, text).map(([at, body]): Op => ({
    says: `create ${pathText(at)}`,
    on: (fs, now) => fs.create(at, fileNode(textContent(body), metaOf(0o644, now)), now),
    model: (model, now) => model.create(at, { kind: 'file', mode: 0o644, mtimeMs: now, text: body }, now),
  })),
  path.map((at): Op => ({
    says: `mkdir ${pathText(at)}`,
    on: (fs, now) => fs.create(at, dirNode(metaOf(0o755, now)), now),
    model: (model, now) => model.create(at, { kind: 'dir', mode: 0o755, mtimeMs: now, entries: new Map() }, now),
  })),
  path.map((at): Op => ({
    says: `symlink ${pathText(at)}`,
    on: (fs, now) => fs.create(at, linkNode('a/b', metaOf(0o777, now)), now),
    model: (model, now) => model.create(at, { kind: 'link', mode: 0o777, mtimeMs: now, target: 'a/b' }, now),
  })),
  fc.tuple(path, text).map(([at, body]): Op => ({
    says: `append ${pathText(at)}`,
    on: (fs, now) => {
      const node = fs.node(at);
      const before = node?.kind === 'file' ? node.content : textContent('');
      fs.write(at, appendBytes(before, new TextEncoder().encode(body)), now);
    },
    model: (model, now) => model.append(at, body, now),
  })),
  fc.tuple(path, fc.constantFrom(0o600, 0o755)).map(([at, mode]): Op => ({
    says: `chmod ${pathText(at)}`,
    on: (fs) => fs.setMeta(at, { mode }),
    model: (model) => model.chmod(at, mode),
  })),
  path.map((at): Op => ({ says: `unlink ${pathText(at)}`, on: (fs, now) => fs.unlink(at, now), model: (model, now) => model.unlink(at, now) })),
  path.map((at): Op => ({ says: `rmdir ${pathText(at)}`, on: (fs, now) => fs.rmdir(at, now), model: (model, now) => model.rmdir(at, now) })),
  fc.tuple(path, path).map(([from, to]): Op => ({
    says: `rename ${pathText(from)} ${pathText(to)}`,
    on: (fs, now) => fs.rename(from, to, now),
    model: (model, now) => model.rename(from, to, now),
  })),
  fc.tuple(path, path).map(([from, to]): Op => ({
    says: `link ${pathText(from)} ${pathText(to)}`,
    on: (fs, now) => fs.link(from, to, now),
    model: (model, now) => model.link(from, to, now),
  })),
  // Two that go far in one step, since layers only matter where much is made, sealed, removed and made again.
  fc.tuple(path, text).map(([at, body]): Op => ({
    says: `mkdir -p ${pathText(at)} with a file`,
    on: (fs, now) => {
      for (let depth = 1; depth <= at.length; depth++) codeOf(() => fs.create(at.slice(0, depth), dirNode(metaOf(0o755, now)), now));
      fs.create([...at, 'f'], fileNode(textContent(body), metaOf(0o644, now)), now);
    },
    model: (model, now) => {
      const empty = (): MDir => ({ kind: 'dir', mode: 0o755, mtimeMs: now, entries: new Map() });
      for (let depth = 1; depth <= at.length; depth++) codeOf(() => model.create(at.slice(0, depth), empty(), now));
      model.create([...at, 'f'], { kind: 'file', mode: 0o644, mtimeMs: now, text: body }, now);
    },
  })),
  path.map((at): Op => ({ says: `rm -r ${pathText(at)}`, on: (fs, now) => removeAll(fs, at, now), model: (model, now) => model.removeAll(at, now) })),
  fc.constant<'seal'>('seal'),
);

function removeAll(fs: UnionFs, at: Path, nowMs: number): void {
  if (fs.node(at)?.kind !== 'dir') return fs.unlink(at, nowMs);
  for (const name of fs.list(at)) removeAll(fs, [...at, name], nowMs);
  fs.rmdir(at, nowMs);
}

const ops = fc.array(op, { maxLength: 40, size: 'max' });

function codeOf(run: () => void): ErrorCode | 'done' {
  try {
    run();
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
  return 'done';
}

const freshRoot: DirNode = dirNode(metaOf(0o755, 0));

function sealed(fs: UnionFs, space: Space): UnionFs {
  const { lowers, upper } = fs.union;
  const layers: Layer[] = [{ id: `layer ${lowers.length}`, tree: upper! }, ...lowers];
  fs.release();
  return new UnionFs({ lowers: layers, space });
}

describe('a union of layers', () => {
  test('is to its users one plain tree, whatever is written and however often it is sealed into a layer', () => {
    fc.assert(
      fc.property(ops, (history) => {
        const model = new Model();
        const space = new Space(1e9);
        let fs = new UnionFs({ lowers: [], upper: freshRoot, space });
        for (const [index, next] of history.entries()) {
          const nowMs = index + 1;
          if (next === 'seal') {
            fs = sealed(fs, space);
            model.seal();
            continue;
          }
          const before = fs.union;
          const code = codeOf(() => next.on(fs, nowMs));
          if (code === 'EXDEV') {
            expect(next.says).toContain('rename');
            expect(fs.union).toBe(before);
            continue;
          }
          expect([next.says, code]).toEqual([next.says, codeOf(() => next.model(model, nowMs))]);
          if (code !== 'done') expect(fs.union).toBe(before);
          expect(viewOf(flatten(fs.union))).toEqual(viewOf(model.root));
          expect(space.usedBytes).toBe(treeBytes(fs.union.upper!));
        }
        checkLookups(fs, model.root, []);
      }),
      { numRuns: 200 },
    );
  });

  test('never changes a layer below', () => {
    fc.assert(
      fc.property(ops, (history) => {
        let fs = new UnionFs({ lowers: [], upper: freshRoot });
        const pictures: [Layer, unknown][] = [];
        for (const [index, next] of history.entries()) {
          if (next === 'seal') {
            fs = sealed(fs, new Space(1e9));
            const layer = fs.union.lowers[0]!;
            pictures.push([layer, viewOf(layer.tree)]);
          } else codeOf(() => next.on(fs, index + 1));
        }
        for (const [layer, picture] of pictures) expect(viewOf(layer.tree)).toEqual(picture);
      }),
      { numRuns: 60 },
    );
  });
});

/** Every name is found by lookup with its listing's winner, and that is the first layer from the top that has it in sight. */
function checkLookups(fs: UnionFs, dir: MDir, at: Path): void {
  expect(fs.list(at)).toEqual([...dir.entries.keys()].sort());
  for (const { name, node, layer } of listUnion(fs.union, at)) {
    const below = [...at, name];
    expect(find(fs.union, below)).toEqual({ node, layer });
    expect(fs.node(below)).toBe(node);
    const entry = dir.entries.get(name)!;
    if (entry.kind === 'dir') checkLookups(fs, entry, below);
  }
}
