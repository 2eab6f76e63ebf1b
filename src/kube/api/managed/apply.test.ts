import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../test-cluster.ts';

const path = '/apis/apps/v1/namespaces/default/deployments/web';
const kubectl = `${path}?fieldManager=kubectl`;
const other = `${path}?fieldManager=other`;

function web(replicas: number | undefined, image: string, extra: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              image,
              name: 'nginx',
              ports: [{ containerPort: 80 }],
              readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 },
              resources: { requests: { cpu: '10m', memory: '16Mi' } },
              ...extra,
            },
          ],
          terminationGracePeriodSeconds: 2,
        },
      },
    },
  };
}

function start(release = '1.20') {
  const cluster = makeCluster(release);
  const made = send(cluster.server, 'PATCH', kubectl, web(3, 'nginx:1.22'), { type: 'apply' });
  expect(made.status).toBe(201);
  return { ...cluster, made: made.json };
}

const entries = (object: { metadata: { managedFields: { manager: string; operation: string; fieldsV1: object }[] } }) => object.metadata.managedFields;

describe('server-side apply', () => {
  test('the applier owns exactly what it says', () => {
    const { made } = start();
    expect(entries(made).map((entry) => [entry.manager, entry.operation])).toEqual([['kubectl', 'Apply']]);
    expect(entries(made)[0]!.fieldsV1).toEqual({
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:template': {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"nginx"}': {
                '.': {},
                'f:image': {},
                'f:name': {},
                'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
                'f:readinessProbe': { 'f:httpGet': { 'f:path': {}, 'f:port': {} }, 'f:periodSeconds': {} },
                'f:resources': { 'f:requests': { 'f:cpu': {}, 'f:memory': {} } },
              },
            },
            'f:terminationGracePeriodSeconds': {},
          },
        },
      },
    });
  });

  test('a value that another applied is a conflict, until forced', () => {
    const { server } = start();
    const refused = send(server, 'PATCH', other, web(4, 'nginx:1.23'), { type: 'apply' });
    expect(refused.json).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 2 conflicts: conflicts with "kubectl":\n- .spec.replicas\n- .spec.template.spec.containers[name="nginx"].image',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl"', field: '.spec.replicas' }, {}] },
    });
    const forced = send(server, 'PATCH', `${other}&force=true`, web(4, 'nginx:1.23'), { type: 'apply' });
    expect(forced.json.spec.replicas).toBe(4);
    const back = send(server, 'PATCH', kubectl, web(3, 'nginx:1.22'), { type: 'apply' });
    expect(back.json.message).toBe(
      'Apply failed with 2 conflicts: conflicts with "other":\n- .spec.replicas\n- .spec.template.spec.containers[name="nginx"].image',
    );
  });

  test('one conflict is told in one line, with the version an updater wrote in', () => {
    const { server } = start('1.22');
    send(server, 'PATCH', `${path}/scale?fieldManager=hpa`, { spec: { replicas: 7 } }, { type: 'merge' });
    const answer = send(server, 'PATCH', kubectl, web(3, 'nginx:1.22'), { type: 'apply' });
    expect(answer.json.message).toMatch(/^Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps\/v1 at 2026-11-21T20:00:00Z: \.spec\.replicas$/);
  });

  test('equal values are owned together, and stay when one of the owners lets go', () => {
    const { server } = start();
    expect(send(server, 'PATCH', other, web(3, 'nginx:1.22'), { type: 'apply' }).status).toBe(200);
    const after = send(server, 'PATCH', kubectl, web(undefined, 'nginx:1.22'), { type: 'apply' });
    expect(after.json.spec.replicas).toBe(3);
  });

  test('what its only owner no longer applies goes', () => {
    const { server } = start();
    send(server, 'PATCH', kubectl, web(3, 'nginx:1.22', { env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }] }), { type: 'apply' });
    const after = send(server, 'PATCH', kubectl, web(3, 'nginx:1.22', { env: [{ name: 'B', value: '2' }] }), { type: 'apply' });
    expect(after.json.spec.template.spec.containers[0].env).toEqual([{ name: 'B', value: '2' }]);
    const none = send(server, 'PATCH', kubectl, web(undefined, 'nginx:1.22'), { type: 'apply' });
    expect(none.json.spec.template.spec.containers[0].env).toBeUndefined();
    expect(none.json.spec.replicas).toBe(1); // the default again
  });

  test('applying the same again changes nothing', () => {
    const { server, made } = start();
    const again = send(server, 'PATCH', kubectl, web(3, 'nginx:1.22'), { type: 'apply' });
    expect(again.json.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  });

  test('an object that was made without owners belongs to whoever came before', () => {
    const { server, client } = makeCluster('1.36');
    client.create({ ...web(3, 'nginx:1.22'), metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } } });
    const answer = send(server, 'PATCH', kubectl, web(4, 'nginx:1.22'), { type: 'apply' });
    expect(answer.json.message).toBe('Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas');
  });

  test('a manager is required, force is for apply alone, and the owners are not for the client to say', () => {
    const { server } = start();
    expect(send(server, 'PATCH', path, web(3, 'a'), { type: 'apply' }).json.message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
    expect(send(server, 'PATCH', `${path}?force=true`, {}, { type: 'merge' }).json.message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
    const withOwners = { ...web(3, 'a'), metadata: { name: 'web', managedFields: [] } };
    expect(send(server, 'PATCH', kubectl, withOwners, { type: 'apply' }).json.message).toBe('metadata.managedFields must be nil');
  });
});

describe('owners of other writes', () => {
  test('who creates owns all that was filled in; who changes a field takes it', () => {
    const { server } = makeCluster('1.36');
    send(server, 'POST', '/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create', web(3, 'nginx:1.22'));
    const scaled = send(server, 'PATCH', `${path}?fieldManager=kubectl-patch`, { spec: { replicas: 2 } }, { type: 'merge' }).json;
    const [create, patch] = entries(scaled) as [ReturnType<typeof entries>[0], ReturnType<typeof entries>[0]];
    expect(create.manager).toBe('kubectl-create');
    expect(patch).toMatchObject({ manager: 'kubectl-patch', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } });
    const spec = (create.fieldsV1 as Record<string, Record<string, object>>)['f:spec']!;
    expect(spec).not.toHaveProperty('f:replicas');
    expect(spec['f:strategy']).toEqual({ 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} });
  });

  test('the first release without them notes none', () => {
    const { server } = makeCluster('1.11');
    const made = send(server, 'POST', '/apis/apps/v1/namespaces/default/deployments', web(3, 'nginx:1.22'));
    expect(made.json.metadata.managedFields).toBeUndefined();
  });
});
