/** What is typed to a cluster, by real clients and in our terminal: for each line what must stand in what it prints. A code behind `!` is how it must end. */
import type { KubectlVersion } from './real-clients.ts';

export const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.23", imagePullPolicy: IfNotPresent}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

export interface Typed {
  readonly line: string;
  readonly printed: RegExp;
}

const line = (text: string, printed: RegExp): Typed => ({ line: text, printed });

/** By what clients and their clusters differ: names, and the words of their times. */
interface Words {
  readonly node: string;
  readonly version: RegExp;
  readonly secondImage: string;
  readonly explained: RegExp;
  readonly logs: RegExp;
  readonly own: readonly Typed[];
}

const current: Words = {
  node: 'node-1',
  version: /Server Version: v1\.36/,
  secondImage: 'nginx:1.9.1',
  explained: /FIELD: strategy <DeploymentStrategy>/,
  logs: /docker-entrypoint/,
  own: [line('create token bot --bound-object-kind=Secret --bound-object-name=s', /^ey/), line('auth whoami', /kubernetes-admin/)],
};

const words: Readonly<Record<KubectlVersion, Words>> = {
  '1.20': { node: 'orc', version: /Server Version: .*v1\.20/, secondImage: 'nginx:1.22', explained: /RESOURCE: strategy <Object>/, logs: /Found 2 pods/, own: [line('explain deploy.spec.strategy.rollingUpdate.maxSurge', /%!/), line('exec deploy/web echo hi', /DEPRECATED/), line('get events', /Created pod: web-/), line('get sa bot -o name', /serviceaccount\/bot/)] },
  '1.31': current,
  '1.35': current,
};

export function sixtyCommands(client: KubectlVersion): readonly Typed[] {
  const { node, version, secondImage, explained, logs, own } = words[client];
  return [
    line('version', version),
    line('cluster-info', /is running/),
    line('get --raw /healthz', /^ok$/),
    line('api-versions', /apps\/v1/),
    line('api-resources', /deployments +deploy +apps\/v1/),
    line('get nodes', /Ready/),
    line('get nodes -o wide', /INTERNAL-IP/),
    line(`describe node ${node}`, /Allocatable:/),
    line('apply -f web.yaml', /deployment\.apps\/web created/),
    line('rollout status deploy/web --timeout=90s', /successfully rolled out/),
    line('get deploy,rs,pods,svc', /deployment\.apps\/web +2\/2/),
    line('get pods -o name', /pod\/web-/),
    line('get pods -l app=web --sort-by=.metadata.name', /Running/),
    line('get deploy web -o yaml', /kind: Deployment/),
    line('get deploy web -o jsonpath={.spec.replicas}', /^2$/),
    line('get deploy web -o custom-columns=N:.metadata.name', /web/),
    line('describe deploy web', /StrategyType: +RollingUpdate/),
    line('describe svc web', /Endpoints: +[\d.]+:80/),
    line('logs deploy/web', logs),
    line('exec deploy/web -- echo hi', /^hi$/),
    line('!3 exec deploy/web -- sh -c exit\u00a03', /exit code 3/),
    line('diff -f web.yaml', /^$/),
    line('scale deploy web --replicas=3', /scaled/),
    line('wait --for=condition=Available deploy/web --timeout=60s', /condition met/),
    line(`set image deploy/web nginx=${secondImage}`, /image updated/),
    line('rollout status deploy/web --timeout=120s', /successfully rolled out/),
    line('rollout history deploy/web', /2 +<none>/),
    line('rollout undo deploy/web', /rolled back/),
    line('rollout pause deploy/web', /paused/),
    line('rollout resume deploy/web', /resumed/),
    line('label deploy web tier=front', /labeled/),
    line('annotate deploy web note=x', /annotated/),
    line('patch deploy web -p {"spec":{"replicas":2}}', /patched/),
    line('patch deploy web --type=json -p [{"op":"replace","path":"/spec/replicas","value":1}]', /patched/),
    line('!1 apply --server-side -f web.yaml', /conflict with "kubectl-patch"/),
    line('apply --server-side -f web.yaml --force-conflicts', /serverside-applied/),
    line('explain deploy.spec.strategy', explained),
    line('create configmap c --from-literal=a=b', /configmap\/c created/),
    line('get cm c -o jsonpath={.data.a}', /^b$/),
    line('create secret generic s --from-literal=p=1', /secret\/s created/),
    line('create ns n1', /namespace\/n1 created/),
    line('create deployment d -n n1 --image=nginx:1.23', /deployment\.apps\/d created/),
    line('delete ns n1', /deleted/),
    line('create sa bot', /serviceaccount\/bot created/),
    ...own,
    line('create role r --verb=list --resource=pods', /role.* created/),
    line('create rolebinding rb --role=r --user=jane', /rolebinding.* created/),
    line('auth can-i list pods --as=jane', /yes/),
    line('!1 auth can-i delete pods --as=jane', /no/),
    line('get pods --as=jane', /NAME/),
    line('!1 get secrets --as=jane', /Forbidden/),
    line('create quota q --hard=pods=10', /resourcequota\/q created/),
    line('create job j --image=busybox:1.35 -- true', /job\.batch\/j created/),
    line('create ingress i --rule=a.com/=web:80', /ingress.*\/i created/),
    line('autoscale deploy web --max=3', /autoscaled/),
    line('get hpa,quota,ing', /horizontalpodautoscaler/),
    line('expose deploy web --name=web2 --port=80', /exposed/),
    line(`cordon ${node}`, /cordoned/),
    line(`uncordon ${node}`, /uncordoned/),
    line('!1 create -f web.yaml', /AlreadyExists/),
    line('!1 get nosuch', /doesn't have a resource type/),
    line('delete -f web.yaml', /service "web" deleted/),
  ];
}
