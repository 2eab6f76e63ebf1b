// kubectl get as a person meets it: tables, formats, watches and refusals.
import { describe, expect, test } from 'vitest';
import { ago, deployment, pod } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

const web1 = pod('web-1', { labels: { app: 'web' }, metadata: { creationTimestamp: ago(200) }, status: { podIP: '10.244.1.5' }, spec: { nodeName: 'worker-1' } });
const web10 = pod('web-10', { labels: { app: 'web', tier: 'front' }, metadata: { creationTimestamp: ago(4000) }, status: { podIP: '10.244.1.6' } });
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', creationTimestamp: ago(4000) }, spec: { type: 'ClusterIP' } };

const laptop = (): TestLaptop => new TestLaptop([web1, web10, deployment(), service]);

describe('get', () => {
  test('asks for one table and prints it', () => {
    const machine = laptop();
    expect(machine.run('kubectl get pods')).toEqual({
      code: 0,
      err: '',
      out: 'NAME     READY   STATUS    RESTARTS   AGE\nweb-1    1/1     Running   0          3m20s\nweb-10   1/1     Running   0          66m\n',
    });
    expect(machine.server.requests).toEqual(['GET /api/v1/namespaces/default/pods?limit=500']);
  });

  test('tables', () => {
    expect(
      transcript(
        laptop(),
        'kubectl get po -o wide',
        'kubectl get pods --show-labels',
        'kubectl get pods -L app,tier --no-headers',
        'kubectl get pods -A',
        'kubectl get pods,svc',
        'kubectl get all',
        'kubectl get pod/web-1 deploy/web',
        'kubectl get pods -l tier=front',
        'kubectl get pods --field-selector metadata.name=web-1',
        'kubectl get pods --sort-by=.metadata.creationTimestamp',
      ),
    ).toMatchInlineSnapshot(`
      "$ kubectl get po -o wide
      NAME     READY   STATUS    RESTARTS   AGE     IP           NODE
      web-1    1/1     Running   0          3m20s   10.244.1.5   worker-1
      web-10   1/1     Running   0          66m     10.244.1.6   <none>
      $ kubectl get pods --show-labels
      NAME     READY   STATUS    RESTARTS   AGE     LABELS
      web-1    1/1     Running   0          3m20s   app=web
      web-10   1/1     Running   0          66m     app=web,tier=front
      $ kubectl get pods -L app,tier --no-headers
      web-1    1/1   Running   0     3m20s   web   
      web-10   1/1   Running   0     66m     web   front
      $ kubectl get pods -A
      NAMESPACE   NAME     READY   STATUS    RESTARTS   AGE
      default     web-1    1/1     Running   0          3m20s
      default     web-10   1/1     Running   0          66m
      $ kubectl get pods,svc
      NAME         READY   STATUS    RESTARTS   AGE
      pod/web-1    1/1     Running   0          3m20s
      pod/web-10   1/1     Running   0          66m

      NAME          TYPE        AGE
      service/web   ClusterIP   66m
      $ kubectl get all
      NAME         READY   STATUS    RESTARTS   AGE
      pod/web-1    1/1     Running   0          3m20s
      pod/web-10   1/1     Running   0          66m

      NAME          TYPE        AGE
      service/web   ClusterIP   66m

      NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
      deployment.apps/web   3/3     3            3           6m40s
      $ kubectl get pod/web-1 deploy/web
      NAME        READY   STATUS    RESTARTS   AGE
      pod/web-1   1/1     Running   0          3m20s

      NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
      deployment.apps/web   3/3     3            3           6m40s
      $ kubectl get pods -l tier=front
      NAME     READY   STATUS    RESTARTS   AGE
      web-10   1/1     Running   0          66m
      $ kubectl get pods --field-selector metadata.name=web-1
      NAME    READY   STATUS    RESTARTS   AGE
      web-1   1/1     Running   0          3m20s
      $ kubectl get pods --sort-by=.metadata.creationTimestamp
      NAME     READY   STATUS    RESTARTS   AGE
      web-10   1/1     Running   0          66m
      web-1    1/1     Running   0          3m20s
      "
    `);
  });

  test('formats', () => {
    expect(
      transcript(
        laptop(),
        'kubectl get pods -o name',
        'kubectl get pod web-1 -o yaml',
        'kubectl get svc web -o json',
        'kubectl get pods -o jsonpath={.items[*].metadata.name}',
        `kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.podIP}{"\\n"}{end}'`,
        'kubectl get pods -o custom-columns=N:.metadata.name,IMAGE:.spec.containers[0].image,X:.foo',
        'kubectl get pods -o go-template={{range.items}}{{.metadata.name}};{{end}}',
      ),
    ).toMatchInlineSnapshot(`
      "$ kubectl get pods -o name
      pod/web-1
      pod/web-10
      $ kubectl get pod web-1 -o yaml
      apiVersion: v1
      kind: Pod
      metadata:
        creationTimestamp: "2026-11-21T20:04:10Z"
        labels:
          app: web
        name: web-1
        namespace: default
        resourceVersion: "101"
        uid: uid-101
      spec:
        containers:
        - image: nginx:1.22
          name: nginx
        nodeName: worker-1
      status:
        containerStatuses:
        - name: nginx
          ready: true
          restartCount: 0
        phase: Running
        podIP: 10.244.1.5
      $ kubectl get svc web -o json
      {
          "apiVersion": "v1",
          "kind": "Service",
          "metadata": {
              "creationTimestamp": "2026-11-21T19:00:50Z",
              "name": "web",
              "namespace": "default",
              "resourceVersion": "104",
              "uid": "uid-104"
          },
          "spec": {
              "type": "ClusterIP"
          }
      }
      $ kubectl get pods -o jsonpath={.items[*].metadata.name}
      web-1 web-10$ kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.podIP}{"\\n"}{end}'
      web-1	10.244.1.5
      web-10	10.244.1.6
      $ kubectl get pods -o custom-columns=N:.metadata.name,IMAGE:.spec.containers[0].image,X:.foo
      N        IMAGE        X
      web-1    nginx:1.22   <none>
      web-10   nginx:1.22   <none>
      $ kubectl get pods -o go-template={{range.items}}{{.metadata.name}};{{end}}
      web-1;web-10;"
    `);
  });

  test('refusals', () => {
    expect(
      transcript(
        laptop(),
        'kubectl get',
        'kubectl get nosuch',
        'kubectl get pods nosuch',
        'kubectl get pods web-1 nosuch',
        'kubectl get pods nosuch --ignore-not-found',
        'kubectl get pods -n elsewhere',
        'kubectl get pod/web-1 web',
        'kubectl get pods -o nosuch',
        'kubectl get pods -l app=web web-1',
        'kubectl get pods --nosuch',
        'kubectl get -f nosuch.yaml',
      ),
    ).toMatchInlineSnapshot(`
      "$ kubectl get
      You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

      error: Required resource not specified.
      Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
      See 'kubectl get -h' for help and examples
      (exit 1)
      $ kubectl get nosuch
      error: the server doesn't have a resource type "nosuch"
      (exit 1)
      $ kubectl get pods nosuch
      Error from server (NotFound): pods "nosuch" not found
      (exit 1)
      $ kubectl get pods web-1 nosuch
      NAME    READY   STATUS    RESTARTS   AGE
      web-1   1/1     Running   0          3m20s
      Error from server (NotFound): pods "nosuch" not found
      (exit 1)
      $ kubectl get pods nosuch --ignore-not-found
      $ kubectl get pods -n elsewhere
      No resources found in elsewhere namespace.
      $ kubectl get pod/web-1 web
      error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'
      (exit 1)
      $ kubectl get pods -o nosuch
      error: unable to match a printer suitable for the output format "nosuch", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml
      (exit 1)
      $ kubectl get pods -l app=web web-1
      error: name cannot be provided when a selector is specified
      (exit 1)
      $ kubectl get pods --nosuch
      error: unknown flag: --nosuch
      See 'kubectl get --help' for usage.
      (exit 1)
      $ kubectl get -f nosuch.yaml
      error: the path "nosuch.yaml" does not exist
      (exit 1)
      "
    `);
  });
});

describe('get -w', () => {
  test('later rows keep the widths of the first ones', () => {
    const machine = laptop();
    const watching = machine.start('kubectl get pods -w');
    machine.clock.run(1_000, { stepsMax: 10_000 });
    machine.server.put(pod('web-1', { metadata: { creationTimestamp: ago(200) }, status: { phase: 'CrashLoopBackOff' } }));
    machine.run('kubectl delete pod web-10 --wait=false', { forMs: 500 });
    expect(watching.code()).toBeUndefined();
    expect(watching.out()).toMatchInlineSnapshot(`
      "NAME     READY   STATUS    RESTARTS   AGE
      web-1    1/1     Running   0          3m20s
      web-10   1/1     Running   0          66m
      web-1    1/1     CrashLoopBackOff   0          3m21s
      web-10   1/1     Running            0          66m
      "
    `);
    expect(machine.server.requests.slice(0, 2)).toMatchInlineSnapshot(`
      [
        "GET /api/v1/namespaces/default/pods?limit=500",
        "GET /api/v1/namespaces/default/pods?resourceVersion=104&watch=true",
      ]
    `);
  });

  test('of names', () => {
    const machine = laptop();
    expect(machine.run('kubectl get pods -w -o name', { forMs: 500 }).out).toBe('pod/web-1\npod/web-10\n');
  });
});
