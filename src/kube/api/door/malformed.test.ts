import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { makeCluster, send } from '../test-cluster.ts';

const collections = [
  '/api/v1/namespaces/default/pods',
  '/apis/apps/v1/namespaces/default/deployments',
  '/api/v1/namespaces/default/services',
  '/api/v1/namespaces/default/configmaps',
  '/api/v1/namespaces/default/secrets',
  '/api/v1/nodes',
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
];

const keys = fc.constantFrom('metadata', 'spec', 'status', 'name', 'labels', 'containers', 'template', 'ports', 'image', 'env', 'data', 'resources', 'limits', 'selector', 'matchLabels', 'replicas', 'strategy', 'volumes', 'tolerations', 'taints', '__proto__', 'constructor', 'kind', '');
const leaf = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), fc.constantFrom('default', 'a', '80', '1Gi', '\u0000', '\ud800', 'x'.repeat(300)));
const wild = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(keys, tie('value'), { maxKeys: 5 })),
})).value;

/** An object of the right outline, with anything at all in it. */
const outlined = fc.record({ metadata: fc.oneof(fc.record({ name: fc.constantFrom('a', 'b', 'A!', '') }), wild), spec: wild, data: wild, stringData: wild, endpoints: wild }, { requiredKeys: [] });

describe('whatever is sent', () => {
  const { server } = makeCluster();
  const contents = () => JSON.stringify(server.store.tableNames().map((table) => server.store.list(table)));

  function check(method: string, path: string, body: string, type?: string): void {
    const before = contents();
    const answer = send(server, method, path, body, type === undefined ? {} : { type });
    if (answer.status < 300) {
      expect(answer.json).toBeDefined();
      return;
    }
    expect(answer.json).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.status });
    expect(answer.json.message).not.toMatch(/undefined|Cannot read|is not (?:a function|iterable)|\[object/);
    if (!answer.json.message.startsWith('failed to create typed patch object ')) expect(answer.status).not.toBe(500); // the one that the real server has
    expect(contents()).toBe(before);
  }

  test('as text, is answered with an error and changes nothing', () => {
    fc.assert(fc.property(fc.constantFrom(...collections), fc.string(), (path, text) => check('POST', path, text)), { numRuns: 200 });
  });

  test('as JSON, is made or refused', () => {
    fc.assert(fc.property(fc.constantFrom(...collections), fc.oneof(wild, outlined), (path, value) => check('POST', path, JSON.stringify(value))), { numRuns: 600 });
  });

  test('as a patch of any kind, is applied or refused', () => {
    send(server, 'POST', collections[1]!, {
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } },
    });
    const operations = fc.array(fc.record({ op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'), path: fc.constantFrom('', '/spec', '/spec/replicas', '/metadata/labels/a', '/spec/template/spec/containers/0', '/nosuch/deep'), from: fc.constantFrom('/spec', '/kind'), value: wild }, { requiredKeys: ['op'] }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom('strategic', 'merge', 'json', 'apply'), fc.oneof(wild, outlined, operations), (type, value) => {
        check('PATCH', `${collections[1]!}/web?fieldManager=m`, JSON.stringify(value), type);
      }),
      { numRuns: 600 },
    );
  });

  test('however deep, comes back', () => {
    const deep = '{"spec":'.repeat(50_000);
    check('POST', collections[0]!, deep);
    check('POST', collections[0]!, `${'['.repeat(900)}${']'.repeat(900)}`);
    check('POST', collections[0]!, `{"metadata":{"labels":${'{"a":'.repeat(900)}1${'}'.repeat(902)}`);
  });

  test('under any path, is answered', () => {
    const segment = fc.constantFrom('api', 'apis', 'v1', 'apps', 'namespaces', 'default', 'pods', 'watch', 'a', 'status', 'scale', 'log', 'exec', 'binding', '%', '', '..', 'openapi', 'version');
    fc.assert(
      fc.property(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'), fc.array(segment, { maxLength: 8 }), (method, segments) => {
        if (segments.includes('openapi') || segments.includes('watch')) return;
        const answer = send(server, method, `/${segments.join('/')}`.replaceAll('%', '%25'), '{}');
        expect(answer.status).toBeGreaterThanOrEqual(200);
        expect(answer.json?.reason).not.toBe('InternalError');
      }),
      { numRuns: 500 },
    );
  });
});
