import { expect, test } from 'vitest';
import { makePod } from '../row-samples.ts';
import type { PodSpot } from './cluster-scene.ts';
import { crowdPaths } from './crowd-paths.ts';

test('pods that look alike share a path, and each is in the path of its state', () => {
  const on = { owner: 'r', node: 'demo/n1' };
  const container = { name: 'c', init: false, image: 'nginx', state: 'running' as const, reason: '', exitCode: 0, ready: false, started: true, restarts: 0, container: '', backoffUntilMs: 0 };
  const rows = [
    ...Array.from({ length: 200 }, (_, i) => makePod(`ready-${i}`, { ...on, ready: true })),
    makePod('new', { ...on, hue: 1, ready: true }),
    makePod('half', { ...on, status: 'Running', containers: [container] }),
    makePod('pulls', { ...on, status: 'ContainerCreating', pulls: ['n1/a:1', 'n1/b:1'] }),
    makePod('waits', { ...on, node: '', status: 'Pending' }),
    makePod('fails', { ...on, status: 'ImagePullBackOff' }),
  ];
  const spots = rows.map(({ id }, i): PodSpot => ({ id, x: i * 10, y: 0, size: 8, cellWidth: 10, labelled: false, waits: false }));
  const gone: PodSpot = { ...spots[0]!, id: 'gone' };
  const paths = crowdPaths([...spots, gone], new Map(rows.map((row) => [row.id, row])), new Map([['n1/a:1', 0.75], ['n1/b:1', 0.5]]));
  const holds = paths.map(({ kind, hue, dashed, d }) => [kind, hue, dashed, d.split('M').length - 1]);
  expect(holds).toEqual([['full', 0, false, 200], ['full', 1, false, 1], ['open', 0, false, 3], ['open', 0, true, 1], ['bar', 0, false, 2]]);
  // The lower half of the one, half the height of a strip of the other.
  expect(paths.at(-1)!.d).toMatch(/^M2010 4h8.*zM2020 4h2v4h-2z$/);
  const square = /M[\d.]+ 0([^M]+)/.exec(paths[0]!.d)![1];
  expect(paths[2]!.d.split(square!)).toHaveLength(3); // the third, which fails, has a notch
});
