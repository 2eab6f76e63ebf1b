// Descriptions of workloads, held against what the real client printed of the same objects.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/index.ts';
import { ago, deployment, event, pod, revisions } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

const owned = (kind: string, name: string, uid: string): JsonObject => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid, controller: true }] });

/** Both lists, blanks at the ends of lines left out as editors do. */
function shown(laptop: TestLaptop, ...lines: readonly string[]): string {
  return transcript(laptop, ...lines).replace(/ +$/gm, '');
}

describe('what describe shows', () => {
  test('a deployment with its replica sets and events', () => {
    const web = deployment({ metadata: { creationTimestamp: ago(22) } });
    const scaled = event('web.1', web, { reason: 'ScalingReplicaSet', message: 'Scaled up replica set web-7f9 to 3', from: 'deployment-controller', firstAgo: 22, lastAgo: 22, count: 1 });
    expect(shown(new TestLaptop([web, ...revisions, scaled]), 'kubectl describe deploy web')).toBe(`$ kubectl describe deploy web
Name:                   web
Namespace:              default
CreationTimestamp:      Sat, 21 Nov 2026 20:07:08 +0000
Labels:                 app=web
Annotations:            deployment.kubernetes.io/revision: 2
Selector:               app=web
Replicas:               3 desired | 3 updated | 3 total | 3 available | 0 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  25% max unavailable, 25% max surge
Pod Template:
  Labels:  app=web
  Containers:
   nginx:
    Image:      nginx:1.22
    Port:       80/TCP
    Host Port:  0/TCP
    Limits:
      memory:  64Mi
    Requests:
      cpu:         10m
      memory:      16Mi
    Readiness:     http-get http://:80/ delay=0s timeout=1s period=1s #success=1 #failure=3
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
Conditions:
  Type           Status  Reason
  ----           ------  ------
  Available      True    MinimumReplicasAvailable
  Progressing    True    NewReplicaSetAvailable
OldReplicaSets:  web-6d8 (0/0 replicas created)
NewReplicaSet:   web-7f9 (3/3 replicas created)
Events:
  Type    Reason             Age   From                   Message
  ----    ------             ----  ----                   -------
  Normal  ScalingReplicaSet  22s   deployment-controller  Scaled up replica set web-7f9 to 3
`);
  });

  test('a replica set, by what it controls', () => {
    const mine = pod('web-7f9-a', { labels: { app: 'web', 'pod-template-hash': '7f9' }, metadata: owned('ReplicaSet', 'web-7f9', 'uid-7f9') });
    const text = shown(new TestLaptop([deployment(), ...revisions, mine, pod('other', { labels: { app: 'web', 'pod-template-hash': '7f9' } })]), 'kubectl describe rs web-7f9');
    expect(text).toContain('Selector:       app=web,pod-template-hash=7f9\nLabels:         app=web\n                pod-template-hash=7f9\n');
    expect(text).toContain('Controlled By:  Deployment/web\nReplicas:       3 current / 3 desired\nPods Status:    1 Running / 0 Waiting / 0 Succeeded / 0 Failed\n');
    expect(text).toMatch(/Events: +<none>\n$/);
  });

  test('a name may be the beginning of several', () => {
    const laptop = new TestLaptop([pod('web-1'), pod('web-2'), pod('db')]);
    expect(shown(laptop, 'kubectl describe pods web').match(/^Name: +\S+/gm)).toEqual(['Name:         web-1', 'Name:         web-2']);
    expect(shown(laptop, 'kubectl describe pods nosuch')).toBe('$ kubectl describe pods nosuch\nError from server (NotFound): pods "nosuch" not found\n(exit 1)\n');
  });
});

describe('a pod described', () => {
  const ended = { exitCode: 1, reason: 'Error', startedAt: ago(5), finishedAt: ago(5), containerID: 'containerd://77' };
  const crash = pod('crash', {
    metadata: { uid: 'uid-crash' },
    spec: { nodeName: 'orc', serviceAccountName: 'default', containers: [{ name: 'c', image: 'busybox:1.35', command: ['sh', '-c', 'echo boom; exit 1'] }], tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }] },
    status: {
      startTime: ago(46),
      hostIP: '10.20.0.1',
      podIP: '10.244.0.65',
      podIPs: [{ ip: '10.244.0.65' }],
      qosClass: 'BestEffort',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [{ name: 'c', containerID: 'containerd://77', imageID: 'sha256:a8', ready: false, restartCount: 3, state: { terminated: ended }, lastState: { terminated: ended } }],
    },
  });

  test('that crashes again and again', () => {
    const pulled = event('crash.1', crash, { reason: 'Pulled', message: 'Container image "busybox:1.35" already present on machine', firstAgo: 45, lastAgo: 4, count: 4 });
    const back = event('crash.2', crash, { reason: 'BackOff', message: 'Back-off restarting failed container', type: 'Warning', firstAgo: 43, lastAgo: 3, count: 5 });
    const text = shown(new TestLaptop([crash, pulled, back]), 'kubectl describe pod crash');
    expect(text).toContain(`    State:          Terminated
      Reason:       Error
      Exit Code:    1
      Started:      Sat, 21 Nov 2026 20:07:25 +0000
      Finished:     Sat, 21 Nov 2026 20:07:25 +0000
    Last State:     Terminated
`);
    expect(text).toContain('Node:             orc/10.20.0.1\nStart Time:       Sat, 21 Nov 2026 20:06:44 +0000\n');
    expect(text).toContain('Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s\n');
    expect(text).toContain(`Events:
  Type     Reason   Age               From     Message
  ----     ------   ----              ----     -------
  Normal   Pulled   4s (x4 over 45s)  kubelet  Container image "busybox:1.35" already present on machine
  Warning  BackOff  3s (x5 over 43s)  kubelet  Back-off restarting failed container
`);
  });
});
