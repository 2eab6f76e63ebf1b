import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlap, within, type Rect } from '../rect.ts';
import { layCluster, NO_MEMORY } from './cluster-lens.ts';
import type { ClusterRows, ClusterScene, PodSpot } from './cluster-scene.ts';
import { makeNode, makeOwner, makePod, makeService, makeStorage } from '../row-samples.ts';

const FRAME = { width: 860, height: 640 };

function world(nodes: number, pods: readonly { id: string; node: number; born: number }[]): ClusterRows {
  return {
    hosts: [],
    components: [],
    nodes: Array.from({ length: nodes }, (_, i) => makeNode(`n${i}`)),
    owners: [makeOwner('d', { kind: 'Deployment' }), makeOwner('r', { kind: 'ReplicaSet', owner: 'd', have: 1 })],
    pods: pods.map(({ id, node, born }) => makePod(id, { node: node < nodes ? `demo/n${node}` : '', createdMs: born, owner: 'r' })),
    storage: [],
    services: [makeService('s', pods.slice(0, 3).map((pod) => ({ pod: pod.id, ip: '', ready: true })))],
  };
}

function square({ x, y, size }: PodSpot): Rect {
  return { x, y, w: size, h: size };
}

function checkNoOverlaps(scene: ClusterScene): void {
  const blocks = [scene.plane, scene.bay, ...scene.families.map((f) => f.rect), ...scene.services.map((s) => s.rect), ...scene.trays.map((t) => t.rect)];
  for (const [i, a] of blocks.entries()) for (const b of blocks.slice(i + 1)) expect(overlap(a, b), JSON.stringify([a, b])).toBe(false);
  const squares = scene.pods.map(square);
  const trays = [scene.bay, ...scene.trays.map((t) => t.rect)];
  for (const [i, a] of squares.entries()) {
    expect(trays.some((tray) => within(a, tray))).toBe(true);
    for (const b of squares.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  }
}

const podList = (max: number) =>
  fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 500 }).map((n) => `p${n}`), node: fc.nat(4), born: fc.nat(9) }), { maxLength: max, selector: (p) => p.id });

describe('the cluster lens', () => {
  test('lets nothing overlap, and seats every pod inside its tray', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), podList(90), fc.integer({ min: 300, max: 3000 }), fc.integer({ min: 300, max: 2000 }), (nodes, pods, width, height) => {
        const scene = layCluster(world(nodes, pods), { width, height }, NO_MEMORY);
        expect(scene.pods.length).toBe(pods.length);
        checkNoOverlaps(scene);
      }),
      { numRuns: 60 },
    );
  });

  test('leaves a pod where it is while others come and go, as long as their size allows', () => {
    fc.assert(
      fc.property(podList(30), podList(30), (first, second) => {
        const before = layCluster(world(3, first), FRAME, NO_MEMORY);
        const stay = first.filter((_, i) => i % 2 === 0);
        const staying = new Set(stay.map((p) => p.id));
        const after = layCluster(world(3, [...stay, ...second.filter((p) => !staying.has(p.id))]), FRAME, before.memory);
        checkNoOverlaps(after);
        if (after.density !== before.density || after.memory.rows !== before.memory.rows) return;
        const was = new Map(before.pods.map((spot) => [spot.id, spot]));
        for (const spot of after.pods) {
          const old = was.get(spot.id);
          if (old && !spot.waits && staying.has(spot.id)) expect([spot.x, spot.y]).toEqual([old.x, old.y]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('gives the slot of a pod that has gone to the next, and a pod of the past its old one back', () => {
    const pods = (...ids: string[]) => ids.map((id, i) => ({ id, node: 0, born: i }));
    const first = layCluster(world(1, pods('a', 'b', 'c')), FRAME, NO_MEMORY);
    const spot = (scene: ClusterScene, id: string) => scene.pods.find((p) => p.id === id)!;
    const second = layCluster(world(1, pods('a', 'c', 'd')), FRAME, first.memory);
    expect(square(spot(second, 'd'))).toEqual(square(spot(first, 'b')));
    const past = layCluster(world(1, pods('a', 'b', 'c')), FRAME, second.memory);
    expect(square(spot(past, 'b'))).toEqual(square(spot(first, 'b')));
  });

  test('does not change the size of pods back and forth as a rolling update comes and goes', () => {
    const pods = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `p${i}`, node: 0, born: i }));
    let scene = layCluster(world(1, pods(12)), FRAME, NO_MEMORY);
    expect(scene.density.name).toBe('large');
    scene = layCluster(world(1, pods(13)), FRAME, scene.memory);
    expect(scene.density.name).toBe('medium');
    scene = layCluster(world(1, pods(10)), FRAME, scene.memory);
    expect(scene.density.name).toBe('medium');
    scene = layCluster(world(1, pods(6)), FRAME, scene.memory);
    expect(scene.density.name).toBe('large');
  });

  test('joins only ready endpoints to their service', () => {
    const rows = world(2, [{ id: 'a', node: 0, born: 0 }, { id: 'b', node: 1, born: 1 }]);
    const seats = [{ pod: 'a', ip: '', ready: true }, { pod: 'b', ip: '', ready: false }];
    const scene = layCluster({ ...rows, services: [makeService('s', seats)] }, FRAME, NO_MEMORY);
    const ends = scene.wires.flatMap((wire) => wire.inside.map((line) => line.at(-1)!));
    const a = scene.pods.find((p) => p.id === 'a')!;
    expect(ends).toEqual([{ x: a.x, y: a.y + 10 }]);
  });

  test('holds ten thousand pods on a hundred nodes inside their trays', () => {
    const rows = world(0, []);
    const nodes = Array.from({ length: 100 }, (_, i) => makeNode(`n${i}`));
    const pods = Array.from({ length: 10_000 }, (_, i) => makePod(`p${i}`, { node: `demo/n${i % 100}` }));
    const scene = layCluster({ ...rows, nodes, pods }, FRAME, NO_MEMORY);
    expect(scene.density.name).toBe('small');
    expect(scene.pods.length).toBe(10_000);
    for (const spot of scene.pods.slice(0, 500)) expect(scene.trays.some((tray) => within(square(spot), tray.rect))).toBe(true);
  });

  test('puts claims below the owner whose pods use them, other claims and volumes that are free into a card of their own', () => {
    const storage = [makeStorage('data-0'), makeStorage('mine'), makeStorage('disk', { namespace: '', phase: 'Bound' }), makeStorage('spare', { namespace: '', phase: 'Available' })];
    const rows = { ...world(2, []), storage, pods: [makePod('p', { owner: 'r', claims: ['data-0'] })] };
    const { families, spots } = layCluster(rows, FRAME, NO_MEMORY);
    expect(families.map(({ owner, lines }) => [owner, lines.map((line) => line.about)])).toEqual([
      ['d', ['owners/r', 'storage/data-0']],
      ['', ['storage/mine', 'storage/spare']],
    ]);
    expect(spots.has('storage/spare')).toBe(true);
  });

  test('counts the claims that it does not list, and loses none of an owner that is not listed', () => {
    const claims = Array.from({ length: 15 }, (_, i) => `data-${String(i).padStart(2, '0')}`);
    const storage = [...claims, 'of-nobody'].map((id) => makeStorage(id));
    const pods = [makePod('p', { owner: 'r', claims }), makePod('q', { owner: 'gone', claims: ['of-nobody'] })];
    const { families } = layCluster({ ...world(2, []), storage, pods }, FRAME, NO_MEMORY);
    expect(families.map(({ owner, lines, unlisted }) => [owner, lines.length, unlisted])).toEqual([
      ['d', 13, 3],
      ['', 1, 0],
    ]);
  });
});
