/** /containers: lists, making, looking, streams, changes of what they may use, files. */
import { parseSignal } from '../../host/index.ts';
import { attachTo } from '../containers/attach.ts';
import { exportContainer, getArchive, headArchive, putArchive } from '../containers/archive.ts';
import type { HostConfig } from '../containers/container-config.ts';
import { createContainer } from '../containers/create.ts';
import type { DockerContainer } from '../containers/docker-container.ts';
import { inspection } from '../containers/documents.ts';
import { checkLimits, limitsOf } from '../containers/limits.ts';
import { listContainers } from '../containers/list-containers.ts';
import { sendLogs } from '../containers/logs.ts';
import { sendStats } from '../containers/stats.ts';
import { topDocument } from '../containers/top.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError } from '../errors.ts';

export function containerRoutes(engine: DockerEngine): readonly Route[] {
  const one = (act: (container: DockerContainer, api: ApiCall) => void) => (api: ApiCall) => act(engine.containers.get(api.part(0)), api);
  return [
    { method: 'GET', path: '/containers/json', handle: (api) => listContainers(engine, api) },
    { method: 'POST', path: '/containers/create', handle: (api) => create(engine, api) },
    { method: 'GET', path: '/containers/*/json', handle: one((container, api) => api.json(inspection(engine, container, api.flag('size')))) },
    { method: 'GET', path: '/containers/*/logs', handle: one((container, api) => sendLogs(container, api)) },
    { method: 'POST', path: '/containers/*/attach', handle: one((container, api) => attachTo(engine, container, api)) },
    { method: 'GET', path: '/containers/*/top', handle: one((container, api) => api.json(topDocument(engine, container, api.query('ps_args')))) },
    { method: 'GET', path: '/containers/*/stats', handle: one((container, api) => sendStats(engine, container, api)) },
    { method: 'GET', path: '/containers/*/changes', handle: one((container, api) => api.json(changes(container))) },
    { method: 'GET', path: '/containers/*/export', handle: one((container, api) => exportContainer(engine, container, api)) },
    { method: 'HEAD', path: '/containers/*/archive', handle: one((container, api) => headArchive(engine, container, api)) },
    { method: 'GET', path: '/containers/*/archive', handle: one((container, api) => getArchive(engine, container, api.query('path'), api)) },
    { method: 'PUT', path: '/containers/*/archive', handle: one((container, api) => putArchive(engine, container, api)) },
    { method: 'POST', path: '/containers/*/update', handle: one((container, api) => update(engine, container, api)) },
    { method: 'POST', path: '/containers/*/resize', handle: one((container, api) => resize(container, api)) },
    { method: 'POST', path: '/containers/*/rename', handle: one((container, api) => rename(engine, container, api)) },
    {
      method: 'POST',
      path: '/containers/*/exec',
      handle: one((container, api) => api.json({ Id: engine.execs.create(container, api.body()) }, 201)),
    },
    { method: 'POST', path: '/exec/*/start', handle: (api) => engine.execs.start(api.part(0), api) },
    { method: 'GET', path: '/exec/*/json', handle: (api) => api.json(engine.execs.document(api.part(0))) },
    {
      method: 'POST',
      path: '/exec/*/resize',
      handle: (api) => {
        engine.execs.resize(api.part(0), Number(api.query('h')), Number(api.query('w')));
        api.empty(200);
      },
    },
  ];
}

function create(engine: DockerEngine, api: ApiCall): void {
  const container = createContainer(engine, api.body(), api.query('name'));
  const discards = container.networkMode === 'host' && Object.keys(container.hostConfig.PortBindings ?? {}).length > 0;
  api.json({ Id: container.id, Warnings: discards ? ['Published ports are discarded when using host network mode'] : [] }, 201);
}

const kinds = { C: 0, A: 1, D: 2 } as const;

function changes(container: DockerContainer): readonly object[] | null {
  const all = container.runtime.changes().map(({ kind, path }) => ({ Path: path, Kind: kinds[kind] }));
  return all.length > 0 ? all : null;
}

function update(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const asked = (api.body() as HostConfig);
  const given = Object.entries(asked).filter(([name, value]) => value !== 0 && value !== '' && value !== null && (name !== 'RestartPolicy' || (value as { Name?: string }).Name !== ''));
  const next: HostConfig = { ...container.hostConfig, ...(Object.fromEntries(given) as HostConfig) };
  if (container.hostConfig.AutoRemove && asked.RestartPolicy?.Name && asked.RestartPolicy.Name !== 'no') throw badRequest('Restart policy cannot be updated because AutoRemove is enabled for the container');
  checkLimits(next, engine.host);
  container.hostConfig = next;
  container.runtime.setLimits(limitsOf(next));
  engine.events.add('container', 'update', container.id, container.attributes);
  api.json({ Warnings: null });
}

function resize(container: DockerContainer, api: ApiCall): void {
  container.runtime.io?.tty?.resize(Number(api.query('h')), Number(api.query('w')));
  api.empty(200);
}

function rename(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const wanted = api.query('name').replace(/^\//, '');
  if (wanted === '') throw badRequest('Neither old nor new names may be empty');
  if (wanted === container.name) throw badRequest('Renaming a container with the same name as its current name');
  let name: string;
  try {
    name = engine.containers.freeName(wanted);
  } catch (error) {
    if (error instanceof EngineError) throw new EngineError(error.status, `Error when allocating new name: ${error.message}`);
    throw error;
  }
  const oldName = `/${container.name}`;
  engine.containers.rename(container, name);
  engine.events.add('container', 'rename', container.id, { ...container.attributes, oldName });
  api.empty();
}

/** A signal by name or number, as kill and stop take it. */
export function signalOf(text: string): NonNullable<ReturnType<typeof parseSignal>> {
  const signal = parseSignal(text);
  if (!signal) throw badRequest(`Invalid signal: ${text}`);
  return signal;
}
