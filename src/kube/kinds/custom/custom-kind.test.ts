/** Kinds that a definition adds: served at once, checked by their schema, gone with it. */
import { expect, test } from 'vitest';
import { makeCluster, send } from '../../api/test-cluster.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const objects = '/apis/stable.example.com/v1/namespaces/default/crontabs';
const spec = { type: 'object', properties: { cronSpec: { type: 'string' }, replicas: { type: 'integer', minimum: 1, default: 2 } } };
const definition = {
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'] },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } }, additionalPrinterColumns: [{ name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' }] }],
  },
};
const crontab = (name: string, of: object) => ({ apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec: of });

function cluster() {
  const { server } = makeCluster();
  expect(send(server, 'GET', objects).status).toBe(404);
  expect(send(server, 'POST', definitions, definition).status).toBe(201);
  return server;
}

test('objects are kept with their defaults, and printed by the columns', () => {
  const server = cluster();
  expect(send(server, 'POST', objects, crontab('my', { cronSpec: '* * *' })).json.spec).toEqual({ cronSpec: '* * *', replicas: 2 });
  const { rows, columnDefinitions } = send(server, 'GET', objects, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }).json;
  expect([columnDefinitions.map(({ name }: { name: string }) => name), rows[0].cells]).toEqual([['Name', 'Spec'], ['my', '* * *']]);
});

test('the schema refuses, in the words of its validator; what it does not have is dropped and named', () => {
  const server = cluster();
  expect(send(server, 'POST', objects, crontab('my', { cronSpec: 5, replicas: 0 })).json.message).toBe(
    'CronTab.stable.example.com "my" is invalid: [spec.cronSpec: Invalid value: "integer": spec.cronSpec in body must be of type string: "integer", spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1]',
  );
  const made = send(server, 'POST', objects, crontab('my', { other: 1 }));
  expect([made.json.spec, made.headers['warning']]).toEqual([{ replicas: 2 }, '299 - "unknown field \\"spec.other\\""']);
});

test('a definition that is deleted waits for its objects', () => {
  const server = cluster();
  const left = send(server, 'DELETE', `${definitions}/crontabs.stable.example.com`).json;
  expect(left.metadata).toMatchObject({ finalizers: ['customresourcecleanup.apiextensions.k8s.io'], deletionTimestamp: expect.any(String) });
  send(server, 'PATCH', `${definitions}/crontabs.stable.example.com`, { metadata: { finalizers: null } }, { type: 'merge' });
  expect(send(server, 'GET', objects).status).toBe(404);
});
