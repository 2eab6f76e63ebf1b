/** Objects in all versions that serve them: each shows only what that version has, what is read may be written back, and old versions fill in what they did. */
import { describe, expect, test } from 'vitest';
import { decode } from '../../schema/decode.ts';
import { makeCluster, send } from '../test-cluster.ts';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const selector = { matchLabels: { app: 'a' } };
const workload = { selector, template };
const backend = { serviceName: 's', servicePort: 80 };
const path = { path: '/', backend };
const metrics = [
  { type: 'Resource', resource: { name: 'memory', targetAverageValue: '100Mi' } },
  { type: 'Pods', pods: { metricName: 'qps', targetAverageValue: '1k' } },
  { type: 'Object', object: { metricName: 'rps', targetValue: '10', target: { kind: 'Service', name: 's' } } },
  { type: 'External', external: { metricName: 'q', metricSelector: selector, targetAverageValue: '30' } },
  { type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } },
];
const hook = { name: 'a.b.com', clientConfig: { url: 'https://x.y/z' }, rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] };
const crd = { group: 'x.example.com', scope: 'Namespaced', names: { plural: 'ys', kind: 'Y' } };
const job = { template: { spec: { ...template.spec, restartPolicy: 'Never' } } };
const runAsAny = { rule: 'RunAsAny' };

/** By kind, in the oldest version that a test can still write: its members beside metadata. */
const samples: readonly (readonly [apiVersion: string, kind: string, plural: string, members: object])[] = [
  ['extensions/v1beta1', 'Deployment', 'deployments', { spec: { template } }],
  ['apps/v1', 'Deployment', 'deployments', { spec: workload }],
  ['extensions/v1beta1', 'DaemonSet', 'daemonsets', { spec: { template } }],
  ['apps/v1', 'DaemonSet', 'daemonsets', { spec: workload }],
  ['extensions/v1beta1', 'ReplicaSet', 'replicasets', { spec: { template } }],
  ['apps/v1beta1', 'StatefulSet', 'statefulsets', { spec: { template, serviceName: 's' } }],
  ['apps/v1', 'StatefulSet', 'statefulsets', { spec: { ...workload, serviceName: 's', volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] } }],
  ['extensions/v1beta1', 'Ingress', 'ingresses', { spec: { backend, rules: [{ host: 'h.com', http: { paths: [path] } }] } }],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { spec: { podSelector: {} } }],
  ['autoscaling/v1', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, maxReplicas: 3 } }],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, maxReplicas: 3, metrics } }],
  ['policy/v1beta1', 'PodDisruptionBudget', 'poddisruptionbudgets', { spec: { minAvailable: 1, selector } }],
  ['policy/v1beta1', 'PodSecurityPolicy', 'podsecuritypolicies', { spec: { seLinux: runAsAny, runAsUser: runAsAny, fsGroup: runAsAny, supplementalGroups: runAsAny } }],
  ['batch/v1', 'Job', 'jobs', { spec: job }],
  ['batch/v1beta1', 'CronJob', 'cronjobs', { spec: { schedule: '* * * * *', jobTemplate: { spec: job } } }],
  ['rbac.authorization.k8s.io/v1beta1', 'RoleBinding', 'rolebindings', { roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'User', name: 'jane' }] }],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole', 'clusterroles', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 'priorityclasses', { value: 10 }],
  ['storage.k8s.io/v1beta1', 'StorageClass', 'storageclasses', { provisioner: 'x/y' }],
  ['admissionregistration.k8s.io/v1beta1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', { webhooks: [hook] }],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'customresourcedefinitions', { spec: { ...crd, version: 'v1', validation: { openAPIV3Schema: { type: 'object' } }, subresources: { status: {} } } }],
  ['v1', 'Pod', 'pods', { spec: template.spec }],
  ['v1', 'Service', 'services', { spec: { ports: [{ port: 80 }], selector: { app: 'a' } } }],
  ['v1', 'ReplicationController', 'replicationcontrollers', { spec: { template } }],
  ['v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
  ['v1', 'PersistentVolume', 'persistentvolumes', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } } }],
];

describe.each(['1.11', '1.20', '1.36'])('in release %s', (release) => {
  const known = makeCluster(release).server.kinds;
  test.each(samples.filter(([apiVersion, kind]) => known.servedKind(apiVersion, kind)))('%s %s', (apiVersion, kindName, plural, members) => {
    const { server } = makeCluster(release);
    const { kind } = known.servedKind(apiVersion, kindName)!;
    const name = kindName === 'CustomResourceDefinition' ? 'ys.x.example.com' : 'n';
    const collection = (version: string) => `/${version.includes('/') ? 'apis' : 'api'}/${version}${kind.namespaced ? '/namespaces/default' : ''}/${plural}`;
    expect(send(server, 'POST', collection(apiVersion), { apiVersion, kind: kindName, metadata: { name, labels: { app: 'a' } }, ...members })).toMatchObject({ status: 201 });
    for (const served of known.served.filter((other) => other.kind === kind)) {
      const at = `${collection(served.apiVersion)}/${name}`;
      const { json } = send(server, 'GET', at);
      expect([served.apiVersion, json.apiVersion, decode(json, served.definition, server.structure).unknown]).toEqual([served.apiVersion, served.apiVersion, []]);
      expect(json.metadata.selfLink).toBe(release === '1.11' ? at : undefined);
      const written = send(server, 'PUT', at, json).json;
      expect([served.apiVersion, { ...written, metadata: {} }]).toEqual([served.apiVersion, { ...json, metadata: {} }]);
      expect(written.metadata).toEqual(json.metadata);
    }
  });
});

describe('in 1.11, what the first versions of workloads fill in', () => {
  const { server } = makeCluster('1.11');
  const make = (apiVersion: string, plural: string, kind: string, spec: object) => send(server, 'POST', `/apis/${apiVersion}/namespaces/default/${plural}`, { apiVersion, kind, metadata: { generateName: 'x-' }, spec }).json;

  test.each([
    ['extensions/v1beta1', { maxSurge: 1, maxUnavailable: 1 }, 2_147_483_647, 2_147_483_647, { app: 'a' }],
    ['apps/v1beta1', { maxSurge: '25%', maxUnavailable: '25%' }, 2, 600, { app: 'a' }],
    ['apps/v1beta2', { maxSurge: '25%', maxUnavailable: '25%' }, 10, 600, undefined],
    ['apps/v1', { maxSurge: '25%', maxUnavailable: '25%' }, 10, 600, undefined],
  ])('a Deployment of %s', (apiVersion, rollingUpdate, revisionHistoryLimit, progressDeadlineSeconds, labels) => {
    const { metadata, spec } = make(apiVersion, 'deployments', 'Deployment', labels ? { template } : workload);
    expect(spec).toMatchObject({ replicas: 1, selector, strategy: { type: 'RollingUpdate', rollingUpdate }, revisionHistoryLimit, progressDeadlineSeconds });
    expect(metadata.labels).toEqual(labels);
  });

  test('a DaemonSet and a StatefulSet wait for their pods to be deleted', () => {
    const daemons = make('extensions/v1beta1', 'daemonsets', 'DaemonSet', { template });
    expect([daemons.spec.updateStrategy, daemons.spec.templateGeneration, daemons.metadata.annotations]).toEqual([{ type: 'OnDelete' }, 1, undefined]);
    const { metadata } = send(server, 'GET', daemons.metadata.selfLink.replace('extensions/v1beta1', 'apps/v1')).json;
    expect(metadata.annotations).toEqual({ 'deprecated.daemonset.template.generation': '1' });
    expect(make('apps/v1beta1', 'statefulsets', 'StatefulSet', { template, serviceName: 's' }).spec.updateStrategy).toEqual({ type: 'OnDelete' });
    expect(make('apps/v1', 'statefulsets', 'StatefulSet', { ...workload, serviceName: 's' }).spec.updateStrategy.type).toBe('RollingUpdate');
  });

  test('a selector may change, and a delete leaves the dependents; not so in apps/v1', () => {
    const { metadata } = make('extensions/v1beta1', 'deployments', 'Deployment', { template });
    const patch = { spec: { selector: { matchLabels: { app: 'b' } }, template: { metadata: { labels: { app: 'b' } } } } };
    const inApps = metadata.selfLink.replace('extensions/v1beta1', 'apps/v1');
    expect(send(server, 'PATCH', inApps, patch, { type: 'merge' }).json.message).toContain('field is immutable');
    expect(send(server, 'PATCH', metadata.selfLink, patch, { type: 'merge' }).status).toBe(200);
    expect(send(server, 'DELETE', `${inApps}?dryRun=All`).json.status).toBe('Success');
    expect(send(server, 'DELETE', metadata.selfLink).json.metadata.finalizers).toEqual(['orphan']);
  });

  test('each has a Scale of its own', () => {
    const { metadata } = make('apps/v1', 'deployments', 'Deployment', workload);
    const scale = (version: string) => send(server, 'GET', `${metadata.selfLink.replace('apps/v1', version)}/scale`).json;
    expect(scale('apps/v1')).toMatchObject({ apiVersion: 'autoscaling/v1', status: { replicas: 0, selector: 'app=a' } });
    expect(scale('extensions/v1beta1')).toMatchObject({ apiVersion: 'extensions/v1beta1', status: { replicas: 0, selector: { app: 'a' }, targetSelector: 'app=a' } });
    const body = { ...scale('apps/v1beta2'), spec: { replicas: 4 } };
    expect(send(server, 'PUT', `${metadata.selfLink.replace('apps/v1', 'apps/v1beta2')}/scale`, body).json).toMatchObject({ apiVersion: 'apps/v1beta2', spec: { replicas: 4 } });
  });
});

test('what autoscaling/v1 has no fields for is kept in annotations, also when it is written back by v1', () => {
  const { server } = makeCluster('1.20');
  const at = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
  const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
  const all = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }, { type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue: '1k' } } }];
  send(server, 'POST', at('v2beta2'), { metadata: { name: 'h', annotations: { own: '1' } }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, maxReplicas: 3, metrics: all, behavior } });
  const { metadata, spec } = send(server, 'GET', `${at('v1')}/h`).json;
  expect(spec.targetCPUUtilizationPercentage).toBe(50);
  expect(metadata.annotations).toEqual({
    own: '1',
    'autoscaling.alpha.kubernetes.io/behavior':
      '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}]},"ScaleDown":{"StabilizationWindowSeconds":60,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}]}}',
    'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"1k"}}]',
  });
  send(server, 'PATCH', `${at('v1')}/h`, { spec: { targetCPUUtilizationPercentage: 70 } }, { type: 'merge' });
  const after = send(server, 'GET', `${at('v2beta2')}/h`).json;
  expect(after.spec).toMatchObject({ behavior, metrics: [all[1], { resource: { target: { averageUtilization: 70 } } }] });
  expect(after.metadata.annotations).toEqual({ own: '1' });
});
