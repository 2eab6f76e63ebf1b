/** /volumes. */
import { formatRfc3339 } from '../../base/index.ts';
import { patternFor } from '../containers/name-pattern.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { notFound } from '../errors.ts';
import { anonymousLabel, type Volume } from '../volumes/volume-list.ts';

export function volumeRoutes(engine: DockerEngine): readonly Route[] {
  const { volumes } = engine;
  return [
    { method: 'GET', path: '/volumes', handle: (api) => list(engine, api) },
    {
      method: 'POST',
      path: '/volumes/create',
      handle: (api) => {
        const { Name = '', Driver = 'local', Labels, DriverOpts } = (api.body() as { Name?: string; Driver?: string; Labels?: Volume['labels']; DriverOpts?: Volume['options'] });
        if (Driver !== 'local' && Driver !== '') throw notFound(`create ${Name}: error looking up volume plugin ${Driver}: plugin "${Driver}" not found`);
        api.json(volumeDocument(volumes.ensure(Name, Labels ?? null, DriverOpts ?? null)), 201);
      },
    },
    { method: 'POST', path: '/volumes/prune', handle: (api) => prune(engine, api) },
    { method: 'GET', path: '/volumes/*', handle: (api) => api.json(volumeDocument(volumes.get(api.part(0)))) },
    {
      method: 'DELETE',
      path: '/volumes/*',
      handle: (api) => {
        const volume = volumes.find(api.part(0));
        if (!volume && api.flag('force')) return api.empty();
        const there = volume ?? volumes.get(api.part(0));
        volumes.remove(there, engine.usersOf(there));
        api.empty();
      },
    },
  ];
}

export function volumeDocument({ name, mountpoint, createdMs, labels, options }: Volume): object {
  return { CreatedAt: formatRfc3339(createdMs), Driver: 'local', Labels: labels, Mountpoint: mountpoint, Name: name, Options: options, Scope: 'local' };
}

function list(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(['dangling', 'driver', 'label', 'name']);
  const shown = engine.volumes.all.filter(
    (volume) =>
      filters.allows('name', (value) => patternFor(value)(volume.name)) &&
      filters.allows('driver', (value) => value === 'local') &&
      (!filters.has('dangling') || (engine.usersOf(volume).length === 0) === filters.isTrue('dangling')) &&
      filters.labels(volume.labels),
  );
  api.json({ Volumes: shown.map(volumeDocument), Warnings: null });
}

/** Those without a name, or all when asked for. */
function prune(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(['all', 'label', 'label!']);
  const all = filters.isTrue('all');
  const gone = engine.volumes.all.filter((volume) => engine.usersOf(volume).length === 0 && (all || volume.labels?.[anonymousLabel] !== undefined) && filters.labels(volume.labels));
  const bytes = gone.reduce((sum, volume) => sum + engine.volumes.sizeBytes(volume), 0);
  for (const volume of gone) engine.volumes.remove(volume, []);
  api.json({ VolumesDeleted: gone.length > 0 ? gone.map(({ name }) => name) : null, SpaceReclaimed: bytes });
}
