/** The API of metrics.k8s.io as metrics-server answers it: what nodes and pods use, one or a list of them. */
import { canonicalJson, encodeUtf8, formatQuantity, formatRfc3339, quantityOf, quantityOfNano, type Call, type Door, type Request } from '../../../base/index.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { matchesConditions, parseSelector } from '../../meta/label-selector.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { PodUsage, Samples, Usage } from './samples.ts';

const apiVersion = 'metrics.k8s.io/v1beta1';
const base = `/apis/${apiVersion}`;

const resource = (name: string, kind: string, namespaced: boolean) => ({ kind, name, namespaced, singularName: '', verbs: ['get', 'list'] });
const resources = [resource('nodes', 'NodeMetrics', false), resource('pods', 'PodMetrics', true)];

export class MetricsDoor implements Door {
  private readonly client: ApiClient;
  private readonly samples: Samples;
  private readonly everyMs: number;

  constructor(client: ApiClient, samples: Samples, everyMs: number) {
    this.client = client;
    this.samples = samples;
    this.everyMs = everyMs;
  }

  open(request: Request, call: Call): void {
    const { path } = request;
    if (path === '/livez' || path === '/readyz') return this.health(path, call);
    if (path === base) return send(call, 200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources });
    const match = /^\/(?:namespaces\/([^/]+)\/)?(nodes|pods)(?:\/([^/]+))?$/.exec(path.startsWith(`${base}/`) ? path.slice(base.length) : '');
    if (!match) return send(call, 404, failure(404, 'NotFound', 'the server could not find the requested resource'));
    const [, namespace, plural, name] = match;
    const conditions = parseSelector(request.query.get('labelSelector')?.[0] ?? '');
    const fits = ({ metadata }: KubeObject) => (name === undefined || metadata.name === name) && matchesConditions(conditions, metadata.labels ?? {});
    const items = plural === 'nodes' ? this.nodes(fits) : this.pods(namespace, fits);
    if (name === undefined) return send(call, 200, { kind: plural === 'nodes' ? 'NodeMetricsList' : 'PodMetricsList', apiVersion, metadata: {}, items });
    const [found] = items;
    const full = namespace === undefined ? name : `${namespace}/${name}`;
    if (found) send(call, 200, { kind: plural === 'nodes' ? 'NodeMetrics' : 'PodMetrics', apiVersion, ...found });
    else send(call, 404, failure(404, 'NotFound', `${plural}.metrics.k8s.io "${full}" not found`));
  }

  private health(path: string, call: Call): void {
    const isWell = path === '/livez' || this.nodes(() => true).length > 0;
    call.head(isWell ? 200 : 500, { 'content-type': 'text/plain; charset=utf-8' });
    call.write(encodeUtf8(isWell ? 'ok' : '[-]metric-storage-ready failed: reason withheld\nreadyz check failed\n'));
    call.end();
  }

  private nodes(fits: (object: KubeObject) => boolean): object[] {
    return (this.client.view.list('nodes') as readonly Node[]).filter(fits).flatMap(({ metadata: { name, labels = {} } }) => {
      const found = this.samples.node(name);
      return found ? [{ metadata: { name, creationTimestamp: formatRfc3339(found.atMs), labels }, ...this.when(found), usage: quantities(found.usage) }] : [];
    });
  }

  private pods(namespace: string | undefined, fits: (object: KubeObject) => boolean): object[] {
    const known = this.samples.pods().filter((pod) => namespace === undefined || pod.namespace === namespace);
    return known.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).flatMap((found) => {
      const pod = this.client.view.get(`pods/${keyOf(found)}`) as Pod | undefined;
      if (!pod || !fits(pod) || pod.status.phase !== 'Running') return [];
      const { name, labels = {} } = pod.metadata;
      return [{ metadata: { name, namespace: found.namespace, creationTimestamp: formatRfc3339(found.atMs), labels }, ...this.when(found), containers: found.containers.map((container) => ({ name: container.name, usage: quantities(container.usage) })) }];
    });
  }

  private when({ atMs, windowMs }: { readonly atMs: number; readonly windowMs: number }): object {
    return { timestamp: formatRfc3339(atMs), window: `${((windowMs || this.everyMs) / 1000).toString()}s` };
  }
}

function keyOf({ namespace, name }: PodUsage): string {
  return `${namespace}/${name}`;
}

function quantities({ cpuNanos, memoryBytes }: Usage): object {
  return { cpu: formatQuantity(quantityOfNano(cpuNanos)), memory: formatQuantity(quantityOf(Math.ceil(memoryBytes / 1024) * 1024, 'BinarySI')) };
}

function failure(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

function send(call: Call, status: number, object: object): void {
  const body = encodeUtf8(canonicalJson(object));
  call.head(status, { 'content-type': 'application/json', 'content-length': String(body.length) });
  call.write(body);
  call.end();
}
