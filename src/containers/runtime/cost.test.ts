import { describe, expect, it } from 'vitest';
import { createFrom, preload, TestWorld } from './test-host.ts';

/** What one container's whole life costs, as a mean over so many. */
function costOf(image: string, count: number) {
  const world = new TestWorld();
  const runtime = world.runtime('node-1');
  preload(runtime, image);
  const before = { steps: world.clock.steps, writes: runtime.store.revision };
  const containers = Array.from({ length: count }, (_, i) => createFrom(runtime, image, { name: `c${i}`, owner: 'cri' }));
  for (const container of containers) container.start();
  world.run(world.clock.now + 1000);
  expect(containers.every((container) => container.running)).toBe(true);
  const idle = world.clock.steps;
  world.run(world.clock.now + 3_600_000);
  expect(world.clock.steps).toBe(idle); // nothing ticks in a container that has nothing to do
  for (const container of containers) container.signal('SIGTERM');
  world.run(world.clock.now + 1000);
  for (const container of containers) runtime.remove(container);
  const { steps } = world.clock;
  return {
    steps: (steps - before.steps) / count,
    writes: (runtime.store.revision - before.writes) / count,
  };
}

describe('the cost of a container', () => {
  it.each(['registry.k8s.io/pause:3.10', 'nginx:1.7.9', 'nginx:1.29'])('of %s does not grow with their number', (image) => {
    const few = costOf(image, 10);
    const many = costOf(image, 400);
    for (const what of ['steps', 'writes'] as const) expect(many[what]).toBeLessThanOrEqual(few[what] + 0.2);
  });

  it('is a handful of events and rows', () => {
    const pause = costOf('registry.k8s.io/pause:3.10', 100);
    expect(pause.steps).toBeLessThanOrEqual(3.1); // begins, gets the signal, goes on
    expect(pause.writes).toBeLessThanOrEqual(4.1); // created, running, exited, gone
    const nginx = costOf('nginx:1.7.9', 100);
    expect(nginx.steps).toBeLessThanOrEqual(4.1);
    expect(nginx.writes).toBeLessThanOrEqual(4.1);
  });
});
