import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileChip, FileViewRow, Sheet } from '../../../client/index.ts';
import { overlap } from '../rect.ts';
import { chipName, layStack as layStackIn } from './stack-lens.ts';

const layStack = (row: FileViewRow, touched: readonly string[]) => layStackIn(row, touched, { width: 860, height: 640 }, true);

function chip(path: string, change: Partial<FileChip> = {}): FileChip {
  return { path, type: 'file', sizeBytes: 1, files: 1, mode: '-rw-r--r--', target: '', hiddenBy: -1, changedMs: -1, ...change };
}

function sheet(role: Sheet['role'], chips: readonly FileChip[]): Sheet {
  return { role, layer: '', title: role, mount: role === 'volume' ? '/data' : '', sizeBytes: 0, chips };
}

function view(upper: readonly FileChip[], lower: readonly FileChip[], merged: FileViewRow['merged']): FileViewRow {
  return { id: 'c', folder: '/etc', sheets: [sheet('image', lower), sheet('image', []), sheet('init', []), sheet('read-write', upper)], merged };
}

test('sheets lie with the lowest at the bottom and the glass on top', () => {
  const scene = layStack(view([], [chip('/etc/hosts')], [{ ...chip('/etc/hosts'), from: 0 }]), []);
  const ys = scene.sheets.map((s) => s.rect.y);
  expect([...ys].sort((a, b) => b - a)).toEqual(ys);
  expect(scene.glass.y).toBeLessThan(Math.min(...ys));
});

test('a copied-up file stands straight above the ghost that it hides, and rises from it', () => {
  const scene = layStack(view([chip('/etc/nginx/nginx.conf', { changedMs: 5 })], [chip('/etc/nginx/nginx.conf', { hiddenBy: 3 })], []), []);
  expect(scene.chips.find((c) => c.sheet === -1)?.path).toBe('/etc/nginx/nginx.conf');
  expect(scene.sights).toMatchObject([{ from: expect.any(Number) as number }]);
  const ghost = scene.chips.find((c) => c.sheet === 0)!;
  const copy = scene.chips.find((c) => c.sheet === 3)!;
  expect(ghost.hidden).toBe(true);
  expect(copy.rect.x).toBe(ghost.rect.x);
  expect(copy.liftFrom).toBe(ghost.rect.y - copy.rect.y);
  expect(copy.liftFrom).toBeGreaterThan(0);
});

test('an image layer without any of the files shown is thin, so that the others are larger; what may be written to keeps its room', () => {
  const lower = Array.from({ length: 8 }, (_, i) => chip(`/etc/${i}`));
  const { sheets } = layStackIn(view([], lower, []), [], { width: 700, height: 640 }, true);
  const [full, thin, init, readWrite] = sheets.map((s) => s.rect.h);
  expect(thin).toBeLessThan(full!);
  expect([init, readWrite]).toEqual([full, full]);
  for (const [i, upper] of sheets.slice(1).entries()) expect(upper.rect.y + upper.rect.h).toBeLessThan(sheets[i]!.rect.y);
});

test('an image layer is as high as what it has, each path in its column', () => {
  const lower = Array.from({ length: 8 }, (_, i) => chip(`/etc/${i}`));
  const row = view([], lower, []);
  const scene = layStackIn({ ...row, sheets: row.sheets.with(1, sheet('image', [chip('/etc/1')])) }, [], { width: 700, height: 640 }, true);
  const rect = (index: number) => scene.chips.find((c) => c.sheet === index && c.path === '/etc/1')!.rect;
  expect(rect(1).x).toBe(rect(0).x);
  expect(scene.sheets[1]!.rect.h).toBeLessThan(scene.sheets[0]!.rect.h);
  expect(rect(1).y).toBeLessThan(scene.sheets[1]!.rect.y + scene.sheets[1]!.rect.h);
});

test('on a phone the stack is as wide as the window, its labels above the chips', () => {
  const lower = Array.from({ length: 12 }, (_, i) => chip(`/etc/${i}`));
  const scene = layStackIn(view([], lower, []), [], { width: 390, height: 600 }, true);
  expect(scene.narrow).toBe(true);
  expect(scene.size.width).toBeLessThanOrEqual(390);
});

test('a whiteout does not rise: nothing was copied', () => {
  const scene = layStack(view([chip('/etc/motd', { type: 'whiteout', changedMs: 5 })], [chip('/etc/motd', { hiddenBy: 3 })], []), []);
  expect(scene.chips.find((c) => c.sheet === 3)!.liftFrom).toBe(0);
  expect(scene.chips.some((c) => c.sheet === -1)).toBe(false);
});

test('touched paths keep their columns as more are touched, and what lies quiet in the folder comes after them', () => {
  const lower = [chip('/etc/a'), chip('/etc/b')];
  const first = layStack(view([chip('/etc/z', { changedMs: 9 })], lower, []), []);
  const second = layStack(view([chip('/etc/z', { changedMs: 9 }), chip('/etc/c', { changedMs: 2 })], lower, []), first.touched);
  const rect = (scene: typeof first, path: string) => scene.chips.find((c) => c.path === path)!.rect;
  expect(rect(second, '/etc/z').x).toBe(rect(first, '/etc/z').x);
  expect(second.touched).toEqual(['/etc/z', '/etc/c']);
  const after = (path: string) => second.chips.findIndex((c) => c.path === path && c.sheet === 0);
  expect(rect(second, '/etc/a').x >= rect(second, '/etc/c').x).toBe(true);
  expect(after('/etc/b')).toBeGreaterThan(after('/etc/a'));
});

test('chips never overlap', () => {
  const window = fc.record({ width: fc.integer({ min: 200, max: 2000 }), height: fc.integer({ min: 200, max: 2000 }) });
  const name = fc.constantFrom('a', 'b', 'c', 'nginx/d', 'nginx/e', 'f');
  fc.assert(
    fc.property(fc.uniqueArray(name), fc.uniqueArray(name), fc.uniqueArray(name), fc.boolean(), window, (upper, lower, merged, volume, frame) => {
      const row = view(
        upper.map((n) => chip(`/etc/${n}`, { changedMs: n.length })),
        lower.map((n) => chip(`/etc/${n}`, { hiddenBy: upper.includes(n) ? 3 : -1 })),
        merged.map((n) => ({ ...chip(`/etc/${n}`), from: 0 })),
      );
      const scene = layStackIn(volume ? { ...row, sheets: [...row.sheets, sheet('volume', [chip('/data/x'), chip('/data/y')])] } : row, [], frame, true);
      for (const [i, a] of scene.chips.entries()) for (const b of scene.chips.slice(i + 1)) expect(overlap(a.rect, b.rect), `${a.id} ${b.id}`).toBe(false);
    }),
  );
});

test('a chip is called by its name in the folder, with the way to it from elsewhere', () => {
  expect(chipName('/etc/hosts', '/etc')).toEqual({ way: '', name: 'hosts' });
  expect(chipName('/etc/nginx/nginx.conf', '/etc')).toEqual({ way: 'nginx/', name: 'nginx.conf' });
  expect(chipName('/etc/hosts', '/')).toEqual({ way: 'etc/', name: 'hosts' });
  expect(chipName('/var/log/x', '/etc')).toEqual({ way: '/var/log/', name: 'x' });
  expect(chipName('/.dockerenv', '/etc')).toEqual({ way: '/', name: '.dockerenv' });
  expect(chipName('/etc', '/')).toEqual({ way: '', name: 'etc' });
});

test('a crowded folder shows what tells something and counts the rest, until all is asked for', () => {
  const many = Array.from({ length: 20 }, (_, i) => chip(`/etc/${i}`));
  const row = view([chip('/etc/3', { changedMs: 1 })], many.map((c) => (c.path === '/etc/3' ? { ...c, hiddenBy: 3 } : c)), []);
  const some = layStackIn(row, [], { width: 860, height: 640 }, false);
  expect(some.chips.map((c) => c.path)).toEqual(['/etc/3', '/etc/3', '/etc/3']);
  expect(some.untold).toBe(19);
  expect(layStackIn(row, [], { width: 860, height: 640 }, true).untold).toBe(0);
});
