/** What the API does not know never passes in silence: of every kind, by every mode of validation. (Servers before 1.25 left that to the client.) */
import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../test-cluster.ts';

describe.each(['1.36'])('in release %s', (release) => {
  const { server } = makeCluster(release);
  const served = server.kinds.served.filter(({ kind }) => (kind.verbs ?? ['create']).includes('create'));
  const paths = served.map(({ kind, group, apiVersion }) => {
    const base = group === '' ? '/api/v1' : `/apis/${apiVersion}`;
    return { apiVersion, kind: kind.kind, path: kind.namespaced ? `${base}/namespaces/default/${kind.plural}` : `${base}/${kind.plural}` };
  });

  test.each(paths)('$apiVersion $kind', ({ apiVersion, kind, path }) => {
    const before = server.store.revision;
    const object = { apiVersion, kind, metadata: { name: 'n', nosuch: 1 }, 'no such': { a: 1 } };
    const strict = send(server, 'POST', `${path}?fieldValidation=Strict`, object);
    expect(strict.status).toBe(400);
    expect(strict.json.message).toContain('strict decoding error: unknown field "metadata.nosuch", unknown field "no such"');
    const warned = send(server, 'POST', `${path}?fieldValidation=Warn&dryRun=All`, object);
    expect(warned.headers['warning']).toContain(String.raw`299 - "unknown field \"metadata.nosuch\""`);
    expect(warned.headers['warning']).toContain(String.raw`299 - "unknown field \"no such\""`);
    expect(send(server, 'POST', `${path}?fieldValidation=Loud`, object).json.message).toContain('Loud');
    expect(server.store.revision).toBe(before);
  });

  test('a kind, a version, a group and a part that are none', () => {
    for (const path of ['/api/v1/namespaces/default/nosuches', '/api/v2/pods', '/apis/apps/v9/deployments', '/apis/no.such/v1/things', '/api/v1/namespaces/default/pods/a/nosuch']) {
      expect([path, send(server, 'POST', path, {}).status]).toEqual([path, 404]);
    }
  });
});
