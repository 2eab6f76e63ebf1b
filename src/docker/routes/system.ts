/** /_ping, /version, /info, /events, /system/df, /auth. */
import { encodeBase64, encodeUtf8, printJson } from '../../base/index.ts';
import { dial, NetError } from '../../host/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { eventDocument, type EngineEvent } from '../event-log.ts';
import { EngineError, notFound } from '../errors.ts';
import { diskUsage } from '../system/disk-usage.ts';
import { infoDocument, versionDocument } from '../system/info.ts';

export function systemRoutes(engine: DockerEngine): readonly Route[] {
  const ping = (api: ApiCall): void => {
    api.call.head(200, { ...api.headers, 'content-type': 'text/plain; charset=utf-8', 'builder-version': '2', swarm: 'inactive', 'cache-control': 'no-cache, no-store, must-revalidate', pragma: 'no-cache' });
    if (api.request.method === 'GET') api.call.write(encodeUtf8('OK'));
    api.call.end();
  };
  return [
    { method: 'HEAD', path: '/_ping', handle: ping },
    { method: 'GET', path: '/_ping', handle: ping },
    { method: 'GET', path: '/version', handle: (api) => api.json(versionDocument(engine)) },
    { method: 'GET', path: '/info', handle: (api) => api.json(infoDocument(engine)) },
    { method: 'GET', path: '/events', handle: (api) => sendEvents(engine, api) },
    { method: 'GET', path: '/system/df', handle: (api) => api.json(diskUsage(engine)) },
    { method: 'POST', path: '/auth', handle: (api) => login(engine, api) },
    {
      method: 'GET',
      path: '/plugins/*/json',
      handle: (api) => {
        throw notFound(`plugin "${api.part(0)}" not found`);
      },
    },
  ];
}

const filtersAccepted = ['config', 'container', 'daemon', 'event', 'image', 'label', 'network', 'node', 'plugin', 'scope', 'secret', 'service', 'type', 'volume'];

function sendEvents(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(filtersAccepted);
  const since = api.query('since') === '' ? undefined : Number(api.query('since')) * 1000;
  const until = api.query('until') === '' ? undefined : Number(api.query('until')) * 1000;
  api.call.head(200, { ...api.headers, 'content-type': 'application/json' });
  const send = (event: EngineEvent): void => {
    const { type, action, id, attributes } = event;
    const is = (name: string, kind: EngineEvent['type']): boolean => filters.allows(name, (value) => type === kind && (id.startsWith(value) || attributes['name'] === value));
    const passes =
      filters.allows('type', (value) => type === value) &&
      filters.allows('event', (value) => action === value || action.startsWith(`${value}:`)) &&
      is('container', 'container') &&
      is('network', 'network') &&
      is('volume', 'volume') &&
      filters.allows('image', (value) => (type === 'image' && (id.startsWith(value) || attributes['name'] === value)) || (type === 'container' && attributes['image'] === value)) &&
      filters.labels(attributes);
    if (passes) api.call.write(encodeUtf8(`${printJson(eventDocument(event))}\n`));
  };
  const { wallMs, clock } = engine.host;
  if (since !== undefined || until !== undefined) for (const event of engine.events.between(since ?? -Infinity, Math.min(until ?? Infinity, wallMs))) if (since !== undefined) send(event);
  if (until !== undefined && until <= wallMs) return api.call.end();
  const stop = engine.events.listen(send);
  const timer = until === undefined ? undefined : clock.after(until - wallMs, 'dockerd', () => {
    stop();
    api.call.end();
  });
  api.call.onClose(() => {
    stop();
    timer?.();
  });
}

/** The registry decides: the daemon only asks it. */
function login(engine: DockerEngine, api: ApiCall): void {
  const { username = '', password = '', serveraddress = '' } = (api.body() as { username?: string; password?: string; serveraddress?: string });
  const isHub = serveraddress === '' || serveraddress.includes('index.docker.io');
  const [host = '', port = '443'] = (isHub ? 'registry-1.docker.io' : serveraddress.replace(/^https?:\/\//, '').replace(/\/.*$/, '')).split(':');
  const url = `https://${host}${port === '443' ? '' : `:${port}`}/v2/`;
  const token = encodeBase64(encodeUtf8(`${username}:${password}`));
  const { daemon } = engine;
  if (!daemon) throw new EngineError(500, 'the daemon is going down');
  dial(
    daemon,
    { host, port: Number(port) },
    { path: '/v2/', headers: { host: isHub ? host : serveraddress, authorization: `Basic ${token}` } },
    (response) => {
      response.close();
      if (response.status === 200) api.json({ IdentityToken: '', Status: 'Login Succeeded' });
      else api.fail(new EngineError(401, isHub ? `Get "${url}": unauthorized: incorrect username or password` : `login attempt to ${url} failed with status: 401 Unauthorized`));
    },
    (error) => {
      if (!(error instanceof NetError)) throw error;
      api.fail(new EngineError(500, `Get "${url}": dial tcp: ${error.code === 'ENOTFOUND' ? `lookup ${host}: no such host` : error.message}`));
    },
  );
}
