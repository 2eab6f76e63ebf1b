/** What is unknown or given twice, by every form of a body: refused, warned of, or dropped, in the server's words and order. */
import { expect, test } from 'vitest';
import { makeCluster, send, type Answered } from '../test-cluster.ts';

const { server } = makeCluster('1.36');
const path = '/apis/apps/v1/namespaces/default/deployments';
const container = '{"name":"nginx","image":"nginx:latest","unknownNested":"val1","imagePullPolicy":"Always","imagePullPolicy":"Never"}';
const template = `{"metadata":{"labels":{"app":"nginx"}},"spec":{"containers":[${container}]}}`;
const spec = (members: string) => `{"unknown1":"v","unknownDupe":"v","unknownDupe":"w","paused":true,"paused":false,${members}"template":${template}}`;
const body = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","name":"web","unknownMeta":"m"},"spec":${spec('"selector":{"matchLabels":{"app":"nginx"}},')}}`;
const patch = `{"spec":${spec('')}}`;

const found = ({ headers }: Answered) => (headers['warning'] ?? '').split(', ').filter(Boolean).map((text) => text.slice('299 - "'.length, -1).replaceAll('\\"', '"'));

function refusal(method: string, at: string, text: string, type: string): string {
  const strict = send(server, method, `${at}?dryRun=All&fieldValidation=Strict`, text, { type });
  expect(strict.status).toBe(400);
  expect(found(send(server, method, `${at}?dryRun=All&fieldValidation=Ignore`, text, { type }))).toEqual([]);
  const warned = send(server, method, `${at}?dryRun=All`, text, { type });
  expect(warned.status).toBeLessThan(300);
  return `${strict.json.message.replace('Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ', '')} | ${found(warned).join(', ')}`;
}

test('JSON: in the order in which they stand', () => {
  const words =
    'duplicate field "metadata.name", unknown field "metadata.unknownMeta", unknown field "spec.unknown1", unknown field "spec.unknownDupe", duplicate field "spec.paused", unknown field "spec.template.spec.containers[0].unknownNested", duplicate field "spec.template.spec.containers[0].imagePullPolicy"';
  expect(refusal('POST', path, body, 'application/json')).toBe(`${words} | ${words}`);
});

test('YAML: what is given twice by its line, and what is unknown in order', () => {
  const yaml = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  name: web
  unknownMeta: m
spec:
  unknown1: v
  selector: {matchLabels: {app: nginx}}
  paused: true
  paused: false
  template:
    metadata: {labels: {app: nginx}}
    spec:
      containers: [{name: c, image: nginx, unknownNested: 1}]
`;
  const unknown = 'unknown field "metadata.unknownMeta", unknown field "spec.template.spec.containers[0].unknownNested", unknown field "spec.unknown1"';
  expect(refusal('POST', path, yaml, 'application/yaml')).toBe(
    `yaml: unmarshal errors:\n  line 5: key "name" already set in map\n  line 11: key "paused" already set in map, ${unknown} | line 5: key "name" already set in map, line 11: key "paused" already set in map, ${unknown}`,
  );
});

test('patches: what the patch gives twice, then what comes of it that is unknown', () => {
  send(server, 'POST', path, body);
  const unknown = 'unknown field "spec.template.spec.containers[0].unknownNested", unknown field "spec.unknown1", unknown field "spec.unknownDupe"';
  const twice = 'duplicate field "spec.unknownDupe", duplicate field "spec.paused", duplicate field "spec.template.spec.containers[0].imagePullPolicy"';
  for (const type of ['merge', 'strategic']) expect(refusal('PATCH', `${path}/web`, patch, type)).toBe(`${twice}, ${unknown} | ${twice}, ${unknown}`);
  const operations = '[{"op":"add","path":"/spec/unknown1","value":{"a":1,"a":2},"foo":"bar"},{"op":"add","path":"/spec/unknown2","path":"/spec/unknown3","value":"v"},{"op":"add","path":"/spec/template/spec/containers/0/unknownNested","value":"v"}]';
  const words = 'json patch unknown field "[0].foo", json patch duplicate field "[1].path", unknown field "spec.template.spec.containers[0].unknownNested", unknown field "spec.unknown1", unknown field "spec.unknown3"';
  expect(refusal('PATCH', `${path}/web`, operations, 'json')).toBe(`${words} | ${words}`);
});

test('who applies can own nothing that the kind does not have, whatever is asked', () => {
  const apply = (text: string, query: string) => send(server, 'PATCH', `${path}/new?fieldManager=m&dryRun=All${query}`, text, { type: 'apply' });
  const config = '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"new"},"spec":{"foo":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x","ports":[{"containerPort":80,"nosuch":1}]}]}}}}';
  expect(apply(config, '&fieldValidation=Ignore')).toMatchObject({
    status: 500,
    json: { message: 'failed to create typed patch object (default/new; apps/v1, Kind=Deployment): errors:\n  .spec.foo: field not declared in schema\n  .spec.template.spec.containers[name="c"].ports[containerPort=80,protocol="TCP"].nosuch: field not declared in schema' },
  });
  const yaml = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: new}\nspec:\n  paused: true\n  paused: true\n  selector: {matchLabels: {a: b}}\n  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}\n';
  expect(apply(yaml, '&fieldValidation=Strict').json.message).toBe('error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key "paused" already set in map');
  expect(found(apply(yaml, ''))).toEqual(['line 6: key "paused" already set in map']);
});

test('parameters that say what cannot be are refused by the name of the options', () => {
  expect(send(server, 'POST', `${path}?dryRun=Some`, body).json.message).toBe('CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "Some": supported values: "All"');
  expect(send(server, 'PUT', `${path}/web?fieldValidation=Loud`, body).json.message).toBe('UpdateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Loud": supported values: "", "Ignore", "Strict", "Warn"');
  expect(send(server, 'PATCH', `${path}/web?force=true`, {}, { type: 'merge' }).json.message).toBe('PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch');
  expect(send(server, 'DELETE', `${path}/web?dryRun=Some`).json.message).toContain('DeleteOptions.meta.k8s.io "" is invalid: dryRun');
});

test('what a pod has that does nothing, or hides something, is warned of by its place in the pod or in the template', () => {
  const loose = { nodeSelector: { 'beta.kubernetes.io/os': 'linux' }, containers: [{ name: 'c', image: 'i', env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }], ports: [{ containerPort: 80 }, { containerPort: 80 }], resources: { requests: { memory: '100m' } } }] };
  const words = (at: string) => [
    `${at}spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead`,
    `${at}spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply`,
    `${at}spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer`,
    `${at}spec.containers[0].ports[1]: duplicate port definition with ${at}spec.containers[0].ports[0]`,
  ];
  const told = (answer: Answered) => (answer.headers['warning'] ?? '').split(', 299 - ').map((text) => text.replace(/^299 - /, '').slice(1, -1).replaceAll('\\"', '"'));
  send(server, 'POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  expect(told(send(server, 'POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec: loose }))).toEqual(words(''));
  const cronJob = { metadata: { name: 'cj' }, spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { ...loose, restartPolicy: 'Never' } } } } } };
  expect(told(send(server, 'POST', '/apis/batch/v1/namespaces/default/cronjobs', cronJob))).toEqual(words('spec.jobTemplate.spec.template.'));
});
