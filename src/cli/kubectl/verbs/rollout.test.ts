// Rollouts: their state told as it changes, their history, and the way back.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/index.ts';
import { deployment, pod, revisions } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

const laptop = (...over: Parameters<typeof deployment>): TestLaptop => new TestLaptop([deployment(...over), ...revisions, pod('bare')]);

describe('rollout status', () => {
  test('status tells each step until it is done', () => {
    const machine = laptop({ status: { updatedReplicas: 1 } });
    const running = machine.start('kubectl rollout status deployment/web');
    machine.clock.run(1_000, { stepsMax: 10_000 });
    for (const status of [{ replicas: 5 }, { availableReplicas: 2 }, {}] as JsonObject[]) {
      machine.server.put(deployment({ status }));
      machine.clock.run(machine.clock.now + 1_000, { stepsMax: 10_000 });
    }
    expect(running.out()).toMatchInlineSnapshot(`
      "Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...
      Waiting for deployment "web" rollout to finish: 2 old replicas are pending termination...
      Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available...
      deployment "web" successfully rolled out
      "
    `);
    expect(running.code()).toBe(0);
  });

  test('status ends badly past the deadline of progress', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    expect(transcript(laptop({ status: { conditions } }), 'kubectl rollout status deployment/web')).toMatchInlineSnapshot(`
      "$ kubectl rollout status deployment/web
      error: deployment "web" exceeded its progress deadline
      (exit 1)
      "
    `);
    expect(transcript(laptop({ status: { updatedReplicas: 1 } }), 'kubectl rollout status deployment/web --timeout=5s')).toMatchInlineSnapshot(`
      "$ kubectl rollout status deployment/web --timeout=5s
      Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...
      error: timed out waiting for the condition
      (exit 1)
      "
    `);
  });
});

describe('rollout history and undo', () => {
  test('history and undo', () => {
    const machine = laptop();
    expect(
      transcript(
        machine,
        'kubectl rollout history deployment/web',
        'kubectl rollout history deployment/web --revision=1',
        'kubectl rollout history deployment/web --revision=9',
        'kubectl rollout undo deployment/web --to-revision=99',
        'kubectl rollout undo deployment/web',
      ),
    ).toMatchInlineSnapshot(`
      "$ kubectl rollout history deployment/web
      deployment.apps/web 
      REVISION  CHANGE-CAUSE
      1         <none>
      2         <none>

      $ kubectl rollout history deployment/web --revision=1
      deployment.apps/web with revision #1
      Pod Template:
        Labels:	app=web
      	pod-template-hash=6d8
        Containers:
         nginx:
          Image:	nginx:1.21
          Port:	80/TCP
          Host Port:	0/TCP
          Limits:
            memory:	64Mi
          Requests:
            cpu:	10m
            memory:	16Mi
          Readiness:	http-get http://:80/ delay=0s timeout=1s period=1s #success=1 #failure=3
          Environment:	<none>
          Mounts:	<none>
        Volumes:	<none>
        Node-Selectors:	<none>
        Tolerations:	<none>

      $ kubectl rollout history deployment/web --revision=9
      error: unable to find the specified revision
      (exit 1)
      $ kubectl rollout undo deployment/web --to-revision=99
      error: unable to find specified revision 99 in history
      (exit 1)
      $ kubectl rollout undo deployment/web
      deployment.apps/web rolled back
      "
    `);
    const [template, annotations] = machine.server.bodies.at(-1) as readonly JsonObject[];
    expect(template).toMatchObject({ op: 'replace', path: '/spec/template', value: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ image: 'nginx:1.21' }] } } });
    expect(annotations).toEqual({ op: 'replace', path: '/metadata/annotations', value: { 'deployment.kubernetes.io/revision': '2' } });
  });
});

describe('rollout pause, resume and restart', () => {
  test('pause, resume, restart', () => {
    const machine = laptop();
    expect(
      transcript(
        machine,
        'kubectl rollout resume deployment/web',
        'kubectl rollout pause deployment/web',
        'kubectl rollout pause deployment/web',
        'kubectl rollout undo deployment/web',
        'kubectl rollout restart deployment/web',
        'kubectl rollout resume deployment/web',
        'kubectl rollout restart deployment/web',
        'kubectl rollout status pod/bare',
      ),
    ).toMatchInlineSnapshot(`
      "$ kubectl rollout resume deployment/web
      error: deployments.apps "web" is not paused
      (exit 1)
      $ kubectl rollout pause deployment/web
      deployment.apps/web paused
      $ kubectl rollout pause deployment/web
      error: deployments.apps "web" is already paused
      (exit 1)
      $ kubectl rollout undo deployment/web
      error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again
      (exit 1)
      $ kubectl rollout restart deployment/web
      error: deployments.apps "web" can't restart paused deployment (run rollout resume first)
      (exit 1)
      $ kubectl rollout resume deployment/web
      deployment.apps/web resumed
      $ kubectl rollout restart deployment/web
      deployment.apps/web restarted
      $ kubectl rollout status pod/bare
      error: no status viewer has been implemented for Pod
      (exit 1)
      "
    `);
    const restarted = { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-21T20:07:30Z' } } } } };
    expect(machine.server.bodies).toEqual([{ spec: { paused: true } }, { spec: { paused: null } }, restarted]);
  });
});
