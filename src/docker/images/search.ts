/** `docker search`: what the Hub has under a term. The catalogue is asked over the network, as all of a registry is. */
import { decodeUtf8, isJsonObject, parseJson } from '../../base/index.ts';
import { dial, NetError } from '../../host/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError } from '../errors.ts';

const REGISTRY = 'registry-1.docker.io';

export function searchImages(engine: DockerEngine, api: ApiCall): void {
  const term = api.query('term');
  const limit = Number(api.query('limit') || '25');
  if (!(limit >= 1 && limit <= 100)) throw badRequest(`limit ${limit} is outside the range of [1, 100]`);
  const filters = api.filters(['is-automated', 'is-official', 'stars']);
  const { daemon } = engine;
  if (!daemon) throw new EngineError(500, 'the daemon is going down');
  const failed = (error: Error): void => {
    if (!(error instanceof NetError)) throw error;
    const why = error.code === 'ENOTFOUND' ? `lookup index.docker.io: no such host` : error.message;
    api.fail(new EngineError(500, `Get "https://index.docker.io/v1/search?q=${term}&n=${limit}": dial tcp: ${why}`));
  };
  dial(
    daemon,
    { host: REGISTRY, port: 443 },
    { path: '/v2/_catalog', headers: { host: REGISTRY } },
    (response) => {
      response.readAll().start(
        daemon,
        (bytes) => {
          const names = namesIn(decodeUtf8(bytes)).filter((name) => name.includes(term));
          const results = names.map(resultOf).filter((result) => filters.allows('is-official', () => filters.isTrue('is-official') === result.is_official));
          api.json(results.slice(0, limit));
        },
        failed,
      );
    },
    failed,
  );
}

function namesIn(text: string): readonly string[] {
  const document = parseJson(text);
  const list = isJsonObject(document) ? document['repositories'] : undefined;
  return Array.isArray(list) ? list.map((name) => String(name)) : [];
}

interface Result {
  readonly star_count: number;
  readonly is_official: boolean;
  readonly name: string;
  readonly is_automated: boolean;
  readonly description: string;
}

function resultOf(path: string): Result {
  const isOfficial = path.startsWith('library/');
  return { star_count: 0, is_official: isOfficial, name: isOfficial ? path.slice('library/'.length) : path, is_automated: false, description: '' };
}

