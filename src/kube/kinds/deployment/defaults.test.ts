import { expect, test } from 'vitest';
import { makeCluster, send } from '../../api/test-cluster.ts';

const path = '/apis/apps/v1/namespaces/default/deployments';
const given = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { annotations: {}, labels: { app: 'web' }, name: 'web', namespace: 'default' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          { image: 'nginx:1.22', name: 'nginx', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 }, resources: { requests: { cpu: '10m', memory: '16Mi' } } },
        ],
        terminationGracePeriodSeconds: 2,
      },
    },
  },
};

test('a Deployment is filled in as a server of 1.20 fills it in', () => {
  const { server } = makeCluster('1.20');
  const { spec, metadata } = send(server, 'POST', path, given).json;
  expect(metadata.generation).toBe(1);
  expect(metadata.annotations).toBeUndefined();
  expect(spec).toEqual({
    progressDeadlineSeconds: 600,
    replicas: 3,
    revisionHistoryLimit: 10,
    selector: { matchLabels: { app: 'web' } },
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
    template: {
      metadata: { creationTimestamp: null, labels: { app: 'web' } },
      spec: {
        containers: [
          {
            image: 'nginx:1.22',
            imagePullPolicy: 'IfNotPresent',
            name: 'nginx',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            readinessProbe: { failureThreshold: 3, httpGet: { path: '/', port: 80, scheme: 'HTTP' }, periodSeconds: 1, successThreshold: 1, timeoutSeconds: 1 },
            resources: { requests: { cpu: '10m', memory: '16Mi' } },
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 2,
      },
    },
  });
});

test.each(['1.20', '1.36'])('a template that a client of another release wrote back is the same template: %s', (release) => {
  const { server } = makeCluster(release);
  const before = send(server, 'POST', path, given).json;
  const { creationTimestamp: _, ...metadata } = before.spec.template.metadata;
  for (const meta of [metadata, { ...metadata, creationTimestamp: null }]) {
    const value = { ...before.spec.template, metadata: meta };
    const after = send(server, 'PATCH', `${path}/web`, [{ op: 'replace', path: '/spec/template', value }], { type: 'json' }).json;
    expect([after.metadata.generation, after.spec.template]).toEqual([1, before.spec.template]);
  }
});

test('the generation counts changes of the spec alone', () => {
  const { server } = makeCluster('1.36');
  send(server, 'POST', path, given);
  const patch = (body: object, part = '') => send(server, 'PATCH', `${path}/web${part}`, body, { type: 'merge' }).json.metadata;
  expect(patch({ metadata: { labels: { x: 'y' } } }).generation).toBe(1);
  expect(patch({ spec: { replicas: 4 } }).generation).toBe(2);
  expect(patch({ status: { replicas: 4 } }, '/status').generation).toBe(2);
  const before = server.store.revision;
  expect(patch({ spec: { replicas: 4 } }).generation).toBe(2);
  expect(server.store.revision).toBe(before); // a write that changes nothing is none
});

test.each([
  [{ type: 'Recreate', rollingUpdate: { maxSurge: 1 } }, "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  [{ type: 'Rolling' }, 'spec.strategy: Unsupported value: {"Type":"Rolling","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
  [{ rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } }, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
  [{ rollingUpdate: { maxUnavailable: '200%' } }, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "200%": must not be greater than 100%'],
  [{ rollingUpdate: { maxSurge: 'many' } }, "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"many\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"],
])('a strategy that is none: %j', (strategy, why) => {
  const { server } = makeCluster('1.36');
  expect(send(server, 'POST', path, { ...given, spec: { ...given.spec, strategy } }).json.message).toBe(`Deployment.apps "web" is invalid: ${why}`);
});
