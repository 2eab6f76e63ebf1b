import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../../api/test-cluster.ts';
import type { ReplicaSet } from '../replica-set/replica-set.ts';
import type { ServiceAccount } from '../service-account/service-account.ts';
import type { Pod, PodSpec } from './pod.ts';

const path = '/api/v1/namespaces/default/pods';
const containers = [{ name: 'c', image: 'busybox' }];
let count = 0;

function made(spec: object, release = '1.36', prepare: (cluster: ReturnType<typeof makeCluster>) => void = () => {}): Pod {
  const cluster = makeCluster(release);
  prepare(cluster);
  const answer = send(cluster.server, 'POST', path, { metadata: { name: `p${count++}` }, spec: { containers, ...spec } });
  expect(answer.json.message).toBeUndefined();
  return answer.json;
}

describe('what a pod gets beside what it says', () => {
  test('its account, priority, tolerations and links', () => {
    expect(made({}).spec).toMatchObject({
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      serviceAccount: 'default',
      serviceAccountName: 'default',
      tolerations: [
        { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
        { effect: 'NoExecute', key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 300 },
      ],
    });
  });

  test('not the tolerations that its own cover', () => {
    const own = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' };
    expect(made({ tolerations: [own] }).spec.tolerations!.map((t) => t.key)).toEqual(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']);
    expect(made({ tolerations: [{ operator: 'Exists' }] }).spec.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test('a token that the kubelet renews, mounted in every container', () => {
    const { volumes, containers: [container] } = made({}).spec;
    expect(volumes).toHaveLength(1);
    expect(volumes![0]!.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    expect(volumes![0]!.projected!.sources!.map((source) => Object.keys(source)[0])).toEqual(['serviceAccountToken', 'configMap', 'downwardAPI']);
    expect(container!.volumeMounts).toEqual([{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volumes![0]!.name, readOnly: true }]);
  });

  test('in old releases the secret of its account', () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' }, secrets: [{ name: 'default-token-h6vbc' }] };
    const { spec } = made({}, '1.20', ({ client }) => client.create<ServiceAccount>(account));
    expect(spec.volumes).toEqual([{ name: 'default-token-h6vbc', secret: { defaultMode: 420, secretName: 'default-token-h6vbc' } }]);
  });

  test('no token when it wants none', () => {
    expect(made({ automountServiceAccountToken: false }).spec.volumes).toBeUndefined();
  });

  test('requests where it only has limits', () => {
    expect(made({ containers: [{ ...containers[0], resources: { limits: { cpu: 1, memory: '1024Mi' } } }] }).spec.containers[0]!.resources).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '1', memory: '1Gi' },
    });
  });

  test.each([
    [{}, 'BestEffort'],
    [{ requests: { cpu: '1' } }, 'Burstable'],
    [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
    [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }, 'Burstable'],
    [{ limits: { cpu: '1' } }, 'Burstable'],
  ])('its class: %j', (resources, quality) => {
    expect(made({ containers: [{ ...containers[0], resources }] }).status.qosClass).toBe(quality);
  });

  test('a pull policy by the tag', () => {
    const policy = (image: string) => made({ containers: [{ name: 'c', image }] }).spec.containers[0]!.imagePullPolicy;
    expect([policy('nginx'), policy('nginx:latest'), policy('host:5000/nginx'), policy('nginx:1.22'), policy('nginx@sha256:abc')]).toEqual(['Always', 'Always', 'Always', 'IfNotPresent', 'IfNotPresent']);
  });
});

test('an account or priority class that is not there is refused', () => {
  const { server } = makeCluster();
  const refused = (spec: object) => send(server, 'POST', path, { metadata: { name: 'x' }, spec: { containers, ...spec } }).json.message;
  expect(refused({ serviceAccountName: 'nosuch' })).toBe('pods "x" is forbidden: error looking up service account default/nosuch: serviceaccount "nosuch" not found');
  expect(refused({ priorityClassName: 'nosuch' })).toBe('pods "x" is forbidden: no PriorityClass with name nosuch was found');
});

test('pods of one template share one spec, and those on one node one more', () => {
  const { client } = makeCluster();
  const set = client.create<ReplicaSet>({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers } } },
  });
  const specs = new Set<PodSpec>();
  const placed = new Set<PodSpec>();
  for (let i = 0; i < 20; i++) {
    const pod = client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'web-', namespace: 'default', labels: { a: 'b' } }, spec: set.spec.template.spec });
    specs.add(pod.spec);
    placed.add(client.bind(pod, `node-${i % 2}`).spec);
  }
  expect([specs.size, placed.size]).toEqual([1, 2]);
});
