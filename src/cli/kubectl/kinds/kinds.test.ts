// Descriptions and rollouts of the kinds beside the everyday ones, in the layouts of the real client.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/index.ts';
import { ago, template } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

const meta = (name: string): JsonObject => ({ name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: ago(13) });

function bodyOf(laptop: TestLaptop, line: string): string {
  return transcript(laptop, line).replace(/^\$.*\n/, '').replace(/ +$/gm, '');
}

describe('what the client knows of kinds', () => {
  test('a job that has completed', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: meta('ok'),
      spec: { parallelism: 2, completions: 3, backoffLimit: 6, selector: { matchLabels: { 'controller-uid': 'u' } }, template },
      status: { startTime: ago(15), completionTime: ago(10), succeeded: 3 },
    };
    expect(bodyOf(new TestLaptop([job]), 'kubectl describe job ok')).toContain(`Parallelism:    2
Completions:    3
Backoff Limit:  6
Start Time:     Sat, 21 Nov 2026 20:07:15 +0000
Completed At:   Sat, 21 Nov 2026 20:07:20 +0000
Duration:       5s
Pods Statuses:  0 Active / 3 Succeeded / 0 Failed
`);
  });

  test('an autoscaler without metrics, on a server that has only the first version', () => {
    const scaler = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: meta('web'), spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 50 } };
    expect(bodyOf(new TestLaptop([scaler]), 'kubectl describe hpa web')).toBe(`Name:                     web
Namespace:                default
Labels:                   <none>
Annotations:              <none>
CreationTimestamp:        Sat, 21 Nov 2026 20:07:17 +0000
Reference:                Deployment/web
Target CPU utilization:   50%
Current CPU utilization:  <unknown>%
Min replicas:             1
Max replicas:             3
Deployment pods:          0 current / 0 desired
Events:                   <none>
`);
  });

  test('a role and its binding', () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: meta('reader'), rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] };
    const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: meta('rb'), roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'ServiceAccount', name: 'bot', namespace: 'default' }] };
    const laptop = new TestLaptop([role, binding]);
    expect(bodyOf(laptop, 'kubectl describe role reader')).toContain(`PolicyRule:
  Resources  Non-Resource URLs  Resource Names  Verbs
  ---------  -----------------  --------------  -----
  pods       []                 []              [get list]
`);
    expect(bodyOf(laptop, 'kubectl describe rolebinding rb')).toContain(`Role:
  Kind:  Role
  Name:  reader
Subjects:
  Kind            Name  Namespace
  ----            ----  ---------
  ServiceAccount  bot   default
`);
  });

  test('a disruption budget', () => {
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: meta('web'), spec: { minAvailable: 3, selector: { matchLabels: { app: 'web' } } }, status: { currentHealthy: 3, desiredHealthy: 3, expectedPods: 3, disruptionsAllowed: 0 } };
    expect(bodyOf(new TestLaptop([budget]), 'kubectl describe pdb web')).toContain('Min available:  3\nSelector:       app=web\nStatus:\n    Allowed disruptions:  0\n    Current:              3\n');
  });
});

describe('a stateful set', () => {
  const set = (status: JsonObject): JsonObject => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { ...meta('db'), generation: 1 },
    spec: { replicas: 3, selector: { matchLabels: { app: 'db' } }, template, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } },
    status: { observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 3, ...status },
  });
  const revision = (number: number, image: string): JsonObject => ({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: `db-${number}`, namespace: 'default', labels: { app: 'db' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'uid-db', controller: true }] },
    revision: number,
    data: { spec: { template: { $patch: 'replace', metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'c', image }] } } } },
  });

  test('tells of its rollout and goes back', () => {
    const laptop = new TestLaptop([set({}), revision(1, 'busybox:1.34'), revision(2, 'busybox:1.35')]);
    expect(transcript(laptop, 'kubectl rollout status sts/db', 'kubectl rollout history sts/db', 'kubectl rollout undo sts/db --to-revision=7')).toBe(`$ kubectl rollout status sts/db
partitioned roll out complete: 3 new pods have been updated...
$ kubectl rollout history sts/db
statefulset.apps/db${' '}
REVISION  CHANGE-CAUSE
1         <none>
2         <none>

$ kubectl rollout undo sts/db --to-revision=7
error: unable to find specified revision 7 in history
(exit 1)
`);
    expect(transcript(laptop, 'kubectl rollout undo sts/db')).toContain('statefulset.apps/db rolled back\n');
    expect(laptop.server.bodies.at(-1)).toMatchObject({ spec: { template: { $patch: 'replace', spec: { containers: [{ image: 'busybox:1.34' }] } } } });
    expect(transcript(new TestLaptop([set({ readyReplicas: 1 })]), 'kubectl rollout status sts/db --watch=false')).toContain('Waiting for 2 pods to be ready...\n');
  });
});

// Seen with the real kubectl 1.20.
test.each([
  ['kubectl create nosuch', 'Error: must specify one of -f and -k\n\nerror: unknown command "nosuch"\nSee \'kubectl create -h\' for help and examples\n'],
  ['kubectl create secret docker-registry r', "error: flag docker-username is required\nSee 'kubectl create secret docker-registry -h' for help and examples\n"],
  ['kubectl create cm c --validate=ignore', 'Error: invalid argument "ignore" for "--validate" flag: strconv.ParseBool: parsing "ignore": invalid syntax\nSee \'kubectl create configmap --help\' for usage.\n'],
  ['kubectl get pods --show-managed-fields', "Error: unknown flag: --show-managed-fields\nSee 'kubectl get --help' for usage.\n"],
  ['kubectl gte pods', 'Error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n\nRun \'kubectl --help\' for usage.\n'],
  ['kubectl run p --image=nginx --replicas=2 --limits=cpu=1000m --hostport=80 --dry-run=client', 'Flag --replicas has been deprecated, has no effect and will be removed in the future.\nerror: --hostport requires --port to be specified\n'],
  ['kubectl run p --image=nginx --limits=__proto__=1 --dry-run=client -o jsonpath={.spec.containers[0].resources}', '{"limits":{"__proto__":"1"}}'],
  ['kubectl expose deploy', "error: resource(s) were provided, but no name, label selector, or --all flag specified\nSee 'kubectl expose -h' for help and examples\n"],
  ['kubectl create cm c --dry-run=client --save-config -o json', '{\n    "kind": "ConfigMap",\n    "apiVersion": "v1",\n    "metadata": {\n        "name": "c",\n        "creationTimestamp": null,\n        "annotations": {\n            "kubectl.kubernetes.io/last-applied-configuration": "{\\"kind\\":\\"ConfigMap\\",\\"apiVersion\\":\\"v1\\",\\"metadata\\":{\\"name\\":\\"c\\",\\"creationTimestamp\\":null}}\\n"\n        }\n    }\n}\n'],
])('kubectl 1.20: %s', (line, words) => {
  const { out, err } = new TestLaptop([], { release: '1.20' }).run(line);
  expect(out + err).toBe(words);
});
