/** `GET /containers/json`: which containers a list shows, newest first. */
import type { ApiCall, Filters } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';
import { summary } from './documents.ts';
import { patternFor } from './name-pattern.ts';

const accepted = ['ancestor', 'before', 'exited', 'expose', 'health', 'id', 'is-task', 'label', 'name', 'network', 'publish', 'since', 'status', 'volume'];
const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

export function listContainers(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(accepted);
  const limit = Number(api.query('limit') || '0');
  const unknown = filters.get('status').find((state) => !states.includes(state));
  if (unknown !== undefined) throw badRequest(`invalid filter 'status=${unknown}'`);
  const showsAll = api.flag('all') || limit > 0 || filters.has('status') || filters.has('exited') || filters.has('before') || filters.has('since');
  const all = engine.newestFirst();
  const bounds = { before: placeOf(engine, all, filters, 'before'), since: placeOf(engine, all, filters, 'since') };
  const shown = all.filter((container, place) => {
    if (!showsAll && !container.isRunning && container.state !== 'restarting') return false;
    if (bounds.before !== undefined && place <= bounds.before) return false;
    if (bounds.since !== undefined && place >= bounds.since) return false;
    return passes(engine, container, filters);
  });
  api.json((limit > 0 ? shown.slice(0, limit) : shown).map((container) => summary(engine, container, api.flag('size'))));
}

function placeOf(engine: DockerEngine, all: readonly DockerContainer[], filters: Filters, name: string): number | undefined {
  const [text] = filters.get(name);
  return text === undefined ? undefined : all.indexOf(engine.containers.get(text));
}

function passes(engine: DockerEngine, container: DockerContainer, filters: Filters): boolean {
  const { id, name, mounts, endpoints, health, image } = container;
  const { exitCode } = container.runtime.record.status;
  return (
    filters.allows('id', (value) => id.startsWith(value)) &&
    filters.allows('name', (value) => patternFor(value)(`/${name}`) || patternFor(value)(name)) &&
    filters.allows('status', (value) => container.state === value) &&
    filters.allows('exited', (value) => isNumber(value) && !container.isRunning && container.runtime.record.status.starts > 0 && exitCode === Number(value)) &&
    filters.labels(container.labels) &&
    filters.allows('health', (value) => (health?.status ?? 'none') === value) &&
    filters.allows('network', (value) => [...endpoints.values()].some(({ network }) => network.name === value || network.id.startsWith(value))) &&
    filters.allows('volume', (value) => mounts.some((mount) => mount.name === value || mount.destination === value)) &&
    filters.allows('publish', (value) => container.ports.some((port) => portFits(port.hostPort, port.protocol, value))) &&
    filters.allows('expose', (value) => Object.keys(container.config.ExposedPorts ?? {}).some((port) => portFits(Number(port.split('/')[0]), port.split('/')[1] ?? 'tcp', value))) &&
    filters.allows('ancestor', (value) => engine.descendsFrom(image, value))
  );
}

function portFits(port: number, protocol: string, text: string): boolean {
  const [range = '', wanted = 'tcp'] = text.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  return protocol === wanted && port >= first && port <= last;
}

function isNumber(text: string): boolean {
  if (!/^[-+]?\d+$/.test(text)) throw new EngineError(500, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return true;
}
