/** The kubelet's own door on port 10250: logs of containers, commands in them, and attaching to them, as the API server asks. */
import { canonicalJson, encodeUtf8, type Call, type Door, type Request } from '../../../base/index.ts';
import type { Host } from '../../../host/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus, badRequest } from '../../meta/api-status.ts';
import type { ContainerRuntime } from '../cri/container-runtime.ts';
import type { Kubelet } from '../kubelet.ts';
import { refusalAt, type KubeletAccess } from './access.ts';
import { attachTo } from './attach.ts';
import { execIn } from './exec.ts';
import { forwardPorts } from './port-forward.ts';
import { logSource, sendLog } from './container-logs.ts';
import { statsSummary } from './stats-summary.ts';

export interface ServerParts {
  readonly host: Host;
  readonly kubelet: Kubelet;
  readonly runtime: ContainerRuntime;
  readonly access: KubeletAccess;
}

export interface ContainerCall {
  readonly parts: ServerParts;
  readonly pod: Pod;
  readonly container: string;
  readonly request: Request;
  readonly call: Call;
}

export class KubeletDoor implements Door {
  private readonly parts: ServerParts;

  constructor(parts: ServerParts) {
    this.parts = parts;
  }

  open(request: Request, call: Call): void {
    try {
      this.answer(request, call);
    } catch (error) {
      if (!(error instanceof ApiStatus)) throw error;
      call.head(error.code, { 'content-type': 'application/json' });
      call.write(encodeUtf8(canonicalJson(error.toObject())));
      call.end();
    }
  }

  private answer(request: Request, call: Call): void {
    const refused = refusalAt(request, this.parts.kubelet.context.client, this.parts.access);
    if (refused) return text(call, refused.status, refused.text);
    const [verb = '', namespace = '', pod = '', container = ''] = request.path.split('/').slice(1);
    if (verb === 'healthz') return text(call, 200, 'ok');
    if (verb === 'pods') return this.listPods(call);
    if (verb === 'stats' && namespace === 'summary') return json(call, statsSummary(this.parts));
    if (verb === 'portForward') return forwardPorts(this.parts, this.podNamed(namespace, pod), request, call);
    const act = verb === 'containerLogs' ? log : verb === 'exec' ? execIn : verb === 'attach' ? attachTo : undefined;
    if (!act) return text(call, 404, '404 page not found\n');
    act({ parts: this.parts, pod: this.podNamed(namespace, pod), container, request, call });
  }

  private podNamed(namespace: string, name: string): Pod {
    const worker = this.parts.kubelet.workerAt(`pods/${namespace}/${name}`);
    if (!worker) throw new ApiStatus(404, 'NotFound', `pod "${name}" not found`, { name, kind: 'pods' });
    return worker.pod;
  }

  private listPods(call: Call): void {
    const items = [...this.parts.kubelet.workers.values()].map((worker) => worker.pod);
    json(call, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items });
  }
}

function json(call: Call, object: object): void {
  call.head(200, { 'content-type': 'application/json' });
  call.write(encodeUtf8(canonicalJson(object)));
  call.end();
}

function text(call: Call, status: number, body: string): void {
  call.head(status, { 'content-type': 'text/plain; charset=utf-8' });
  call.write(encodeUtf8(body));
  call.end();
}

function log(call: ContainerCall): void {
  const { parts, pod, container, request } = call;
  const flag = (name: string) => ['true', '1'].includes(request.query.get(name)?.[0] ?? '');
  const source = logSource(parts, pod, container, flag('previous'));
  if ('refusal' in source) throw badRequest(source.refusal);
  sendLog(call, source.id, flag('follow'), flag('timestamps'));
}
