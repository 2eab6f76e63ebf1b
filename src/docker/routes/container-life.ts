/** /containers: starting, stopping, pausing, killing, waiting, removing. */
import type { DockerContainer } from '../containers/docker-container.ts';
import { waitFor } from '../containers/wait.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { signalOf } from './containers.ts';

export function containerLifeRoutes(engine: DockerEngine): readonly Route[] {
  const one = (act: (container: DockerContainer, api: ApiCall) => void) => (api: ApiCall) => act(engine.containers.get(api.part(0)), api);
  const { lifecycle } = engine;
  return [
    { method: 'POST', path: '/containers/prune', handle: (api) => prune(engine, api) },
    { method: 'POST', path: '/containers/*/start', handle: one((container, api) => api.empty(lifecycle.start(container) ? 204 : 304)) },
    { method: 'POST', path: '/containers/*/stop', handle: one((container, api) => stop(engine, container, api)) },
    { method: 'POST', path: '/containers/*/restart', handle: one((container, api) => restart(engine, container, api)) },
    {
      method: 'POST',
      path: '/containers/*/kill',
      handle: one((container, api) => {
        lifecycle.kill(container, api.part(0), signalOf(api.query('signal') || 'SIGKILL'));
        api.empty();
      }),
    },
    { method: 'POST', path: '/containers/*/pause', handle: one((container, api) => pauseOrResume(engine, container, api, true)) },
    { method: 'POST', path: '/containers/*/unpause', handle: one((container, api) => pauseOrResume(engine, container, api, false)) },
    { method: 'POST', path: '/containers/*/wait', handle: one((container, api) => waitFor(engine, container, api)) },
    {
      method: 'DELETE',
      path: '/containers/*',
      handle: one((container, api) => lifecycle.remove(container, { force: api.flag('force'), volumes: api.flag('v') }, () => api.empty())),
    },
  ];
}

function timeoutOf(api: ApiCall): number | undefined {
  return api.query('t') === '' ? undefined : Number(api.query('t'));
}

function stop(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const signal = signalOf(api.query('signal') || container.stopSignal);
  if (!container.isRunning && !container.restarting) return api.empty(304);
  engine.lifecycle.stop(container, timeoutOf(api), signal, () => api.empty());
}

function restart(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  engine.lifecycle.stop(container, timeoutOf(api), signalOf(api.query('signal') || container.stopSignal), () =>
    api.guarded(() => {
      engine.lifecycle.start(container);
      engine.events.add('container', 'restart', container.id, container.attributes);
      api.empty();
    }),
  );
}

function pauseOrResume(engine: DockerEngine, container: DockerContainer, api: ApiCall, pauses: boolean): void {
  if (pauses) container.runtime.pause();
  else container.runtime.resume();
  engine.events.add('container', pauses ? 'pause' : 'unpause', container.id, container.attributes);
  api.empty();
}

function prune(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(['label', 'label!', 'until']);
  const gone = engine.newestFirst().filter((container) => !container.isRunning && !container.restarting && filters.labels(container.labels));
  const bytes = gone.reduce((sum, container) => sum + container.runtime.writtenBytes(), 0);
  for (const container of gone) engine.lifecycle.remove(container, { force: false, volumes: false }, () => {});
  api.json({ ContainersDeleted: gone.length > 0 ? gone.map(({ id }) => id) : null, SpaceReclaimed: bytes });
}
