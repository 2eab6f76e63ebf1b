import { expect, test } from 'vitest';
import type { World } from '../world.ts';
import { answerValidate } from './schema-queries.ts';

const world = { clusters: [{ spec: { server: '1.36' } }] } as unknown as World;

function problems(text: string) {
  return answerValidate(world, { host: 'laptop', path: '/root/a.yaml', text });
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  resourceVersion: "12"
spec:
  containers:
  - name: web
    image: nginx
`;

test('an object of any namespace, as a cluster has printed it, has no problem', () => {
  expect(problems(POD)).toEqual([]);
});

test('each document is spoken of on its own lines', () => {
  const text = `${POD}    imagePullPolice: Always\n---\n${POD.replace('name: web\n    image', 'name: Web\n    image')}`;
  expect(problems(text).map(({ line, severity }) => [line, severity])).toEqual([
    [11, 'error'],
    [21, 'error'],
  ]);
  expect(problems(text)[0]!.message).toBe('unknown field "spec.containers[0].imagePullPolice"');
  expect(problems(text)[1]!.message).toMatch(/^spec\.containers\[0\]\.name: .*RFC 1123 label/);
});

test('a kind that the server does not serve is said at its line', () => {
  expect(problems('apiVersion: v1\nkind: Pot\n')).toMatchObject([{ line: 2, message: 'no matches for kind "Pot" in version "v1"', severity: 'error' }]);
});

test('a value of another type, and one that is wanting, are said where they stand or would stand', () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx
        ports:
        - containerPort: 80
        - containerPort: "81"
`;
  const [wrong] = problems(deployment);
  expect(wrong).toMatchObject({ line: 14, fix: { line: 14, from: '"81"', to: '81' } });
  expect(wrong!.message).toContain('cannot unmarshal string into Go struct field');
  expect(problems(deployment.replace('"81"', '81')).find((p) => p.message.startsWith('spec.selector:'))?.line).toBe(4);
});
