/** Real clients drive the world through the bridge. A client that cannot be had here is skipped by name; in CI it must be there. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../world/index.ts';
import { makeHttpServer } from './http-door.ts';
import { LiveWorld } from './live-world.ts';
import { kubectl } from './real-clients.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.23"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

/** What is typed, and what must stand in what it prints; a code behind `!` is how it must end. */
const commands: readonly (readonly [string, RegExp])[] = [
  ['version', /Server Version: v1\.36/],
  ['cluster-info', /control plane.*is running/],
  ['get --raw /healthz', /^ok$/],
  ['api-versions', /apps\/v1/],
  ['api-resources', /deployments +deploy +apps\/v1/],
  ['get nodes', /control-plane +Ready/],
  ['get nodes -o wide', /INTERNAL-IP/],
  ['describe node node-1', /Allocatable:/],
  ['apply -f web.yaml', /deployment\.apps\/web created/],
  ['rollout status deploy/web --timeout=90s', /successfully rolled out/],
  ['get deploy,rs,pods,svc', /deployment\.apps\/web +2\/2/],
  ['get pods -o name', /pod\/web-/],
  ['get pods -l app=web --sort-by=.metadata.name', /Running/],
  ['get deploy web -o yaml', /kind: Deployment/],
  ['get deploy web -o jsonpath={.spec.replicas}', /^2$/],
  ['get deploy web -o custom-columns=N:.metadata.name', /web/],
  ['describe deploy web', /StrategyType: +RollingUpdate/],
  ['logs deploy/web', /docker-entrypoint/],
  ['exec deploy/web -- echo hi', /^hi$/],
  ['!3 exec deploy/web -- sh -c exit\u00a03', /exit code 3/],
  ['diff -f web.yaml', /^$/],
  ['scale deploy web --replicas=3', /scaled/],
  ['wait --for=condition=Available deploy/web --timeout=60s', /condition met/],
  ['set image deploy/web nginx=nginx:1.9.1', /image updated/],
  ['rollout status deploy/web --timeout=120s', /successfully rolled out/],
  ['rollout history deploy/web', /2 +<none>/],
  ['rollout undo deploy/web', /rolled back/],
  ['rollout pause deploy/web', /paused/],
  ['rollout resume deploy/web', /resumed/],
  ['label deploy web tier=front', /labeled/],
  ['annotate deploy web note=x', /annotated/],
  ['patch deploy web -p {"spec":{"replicas":2}}', /patched/],
  ['patch deploy web --type=json -p [{"op":"replace","path":"/spec/replicas","value":1}]', /patched/],
  ['!1 apply --server-side -f web.yaml', /conflict with "kubectl-patch"/],
  ['apply --server-side -f web.yaml --force-conflicts', /serverside-applied/],
  ['explain deploy.spec.strategy', /FIELD: strategy <DeploymentStrategy>/],
  ['create configmap c --from-literal=a=b', /configmap\/c created/],
  ['get cm c -o jsonpath={.data.a}', /^b$/],
  ['create secret generic s --from-literal=p=1', /secret\/s created/],
  ['create ns n1', /namespace\/n1 created/],
  ['create deployment d -n n1 --image=nginx:1.23', /deployment\.apps\/d created/],
  ['delete ns n1', /deleted/],
  ['create sa bot', /serviceaccount\/bot created/],
  ['create token bot', /^ey/],
  ['create role r --verb=list --resource=pods', /role.* created/],
  ['create rolebinding rb --role=r --user=jane', /rolebinding.* created/],
  ['auth can-i list pods --as=jane', /yes/],
  ['!1 auth can-i delete pods --as=jane', /no/],
  ['get pods --as=jane', /NAME/],
  ['!1 get secrets --as=jane', /Forbidden/],
  ['auth whoami', /kubernetes-admin/],
  ['create quota q --hard=pods=10', /resourcequota\/q created/],
  ['create job j --image=busybox:1.35 -- true', /job\.batch\/j created/],
  ['create ingress i --rule=a.com/=web:80', /ingress.*\/i created/],
  ['autoscale deploy web --max=3', /autoscaled/],
  ['get hpa,quota,ing', /horizontalpodautoscaler/],
  ['expose deploy web --name=web2 --port=80', /exposed/],
  ['cordon node-1', /cordoned/],
  ['uncordon node-1', /uncordoned/],
  ['!1 create -f web.yaml', /AlreadyExists/],
  ['!1 get nosuch', /doesn't have a resource type/],
  ['delete -f web.yaml', /service "web" deleted/],
];

describe.each(['31', '35'] as const)('kubectl 1.%s', (version) => {
  const client = kubectl(version);
  const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  let world: LiveWorld;
  let server: ReturnType<typeof makeHttpServer>;

  beforeAll(async () => {
    if ('missing' in client && process.env['CI']) expect.fail(`kubectl 1.${version} cannot be had: ${client.missing}`);
    world = new LiveWorld(new Session('default', '1'));
    server = makeHttpServer(world);
    await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
    writeFileSync(join(folder, 'web.yaml'), manifest);
  });
  afterAll(() => {
    world.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf('missing' in client).each(commands)('%s', async (typed, printed) => {
    const code = Number(/^!(\d+) /.exec(typed)?.[1] ?? 0);
    const args = typed.replace(/^!\d+ /, '').split(' ').map((arg) => arg.replaceAll('\u00a0', ' '));
    const { port } = server.address() as AddressInfo;
    const answer = await run('path' in client ? client.path : '', [`--server=http://127.0.0.1:${port}`, `--cache-dir=${join(folder, 'cache')}`, ...args], folder);
    expect(answer.text).toMatch(printed);
    expect(answer.code).toBe(code);
  });
});

function run(path: string, args: readonly string[], cwd: string): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((done) => {
    const process = spawn(path, args, { cwd, env: { KUBECONFIG: '/dev/null', HOME: cwd, PATH: '/usr/bin:/bin' } });
    let text = '';
    process.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    process.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    process.on('close', (code) => done({ code, text: text.trim() }));
  });
}
