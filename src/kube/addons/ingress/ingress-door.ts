/** What ingress-nginx does with a request: it goes on to a pod behind the service that an Ingress names, and the answer comes back as it is. */
import { encodeUtf8, formatHttpDate, printQuery, type Call, type Door, type Request } from '../../../base/index.ts';
import { dial, NetError, type Process, type Response } from '../../../host/index.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { serviceNameLabel, type EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';
import type { Ingress } from '../../kinds/ingress/ingress.ts';
import type { Service } from '../../kinds/service/service.ts';
import { route, type Routed } from './ingress-rules.ts';

const slices = 'endpointslices.discovery.k8s.io';
const timeoutMs = 60_000;
const titles: Readonly<Record<number, string>> = { 404: '404 Not Found', 502: '502 Bad Gateway', 503: '503 Service Temporarily Unavailable', 504: '504 Gateway Time-out' };

export class IngressDoor implements Door {
  private readonly process: Process;
  private readonly client: ApiClient;
  private readonly ingresses: () => readonly Ingress[];
  private readonly turns = new Map<string, number>(); // by service: its pods take turns

  constructor(process: Process, client: ApiClient, ingresses: () => readonly Ingress[]) {
    this.process = process;
    this.client = client;
    this.ingresses = ingresses;
  }

  open(request: Request, call: Call): void {
    const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
    const found = route(this.ingresses(), host, request.path);
    if (!found) return this.fail(request, call, 404, '');
    const places = this.placesOf(found);
    const upstream = `${found.ingress.metadata.namespace}-${found.service}-${found.port.name ?? found.port.number ?? ''}`;
    if (places.length === 0) return this.fail(request, call, 503, upstream);
    const turn = this.turns.get(upstream) ?? 0;
    this.turns.set(upstream, turn + 1);
    this.forward(request, call, host, found, places[turn % places.length]!, upstream);
  }

  /** The pods that are ready, in the order of their addresses. */
  private placesOf({ ingress, service, port }: Routed): readonly { readonly address: string; readonly port: number }[] {
    const { view } = this.client;
    const { namespace } = ingress.metadata;
    const ports = (view.get(`services/${namespace}/${service}`) as Service | undefined)?.spec.ports ?? [];
    const wanted = ports.find(({ name, port: number }) => (port.name === undefined ? number === port.number : name === port.name));
    if (!wanted) return [];
    const own = (view.list(slices) as readonly EndpointSlice[]).filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.[serviceNameLabel] === service);
    const places = own.flatMap(({ endpoints, ports: open }) => {
      const at = (open ?? []).find(({ name }) => (name ?? '') === (wanted.name ?? ''))?.port;
      return at === undefined ? [] : (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).map(({ addresses }) => ({ address: addresses[0]!, port: at }));
    });
    return places.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  }

  private forward(request: Request, call: Call, host: string, { path }: Routed, place: { readonly address: string; readonly port: number }, upstream: string): void {
    const { method, query, body, headers, peer } = request;
    const added = { 'x-real-ip': peer.address, 'x-forwarded-for': peer.address, 'x-forwarded-host': host, 'x-forwarded-port': '80', 'x-forwarded-proto': 'http', 'x-forwarded-scheme': 'http', 'x-scheme': 'http' };
    const at = `${place.address}:${place.port}`;
    const cancel = dial(
      this.process,
      place,
      { method, path, query, body, headers: { ...headers, ...added }, timeoutMs },
      (response) => this.pass(request, call, response, upstream, at),
      (error) => this.fail(request, call, error instanceof NetError && error.code === 'ETIMEDOUT' ? 504 : 502, upstream, at),
    );
    call.onClose(() => cancel?.());
  }

  private pass(request: Request, call: Call, { status, headers, stream }: Response, upstream: string, at: string): void {
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'server'));
    call.head(status, own);
    let bytes = 0;
    const step = (): void => {
      try {
        for (;;) {
          const chunk = stream.read(65_536);
          if (chunk === undefined) return void stream.onReadable(step);
          if (chunk === null) break;
          bytes += chunk.length;
          call.write(chunk);
        }
      } catch {
        // it broke off in the middle: what has come is all there is
      }
      call.end();
      this.log(request, status, bytes, upstream, at);
    };
    step();
  }

  private fail(request: Request, call: Call, status: number, upstream: string, at = '-'): void {
    const title = titles[status]!;
    const page = encodeUtf8(`<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`);
    call.head(status, { date: formatHttpDate(this.process.host.wallMs), 'content-type': 'text/html', 'content-length': String(page.length), connection: 'keep-alive' });
    if (request.method !== 'HEAD') call.write(page);
    call.end();
    this.log(request, status, page.length, upstream, at);
  }

  private log({ method, path, query, peer, headers }: Request, status: number, bytes: number, upstream: string, at: string): void {
    const agent = headers['user-agent'] ?? '-';
    this.process.fds.get(1)?.write(encodeUtf8(`${peer.address} - - "${method} ${path}${printQuery(query)} HTTP/1.1" ${status} ${bytes} "${headers['referer'] ?? '-'}" "${agent}" [${upstream}] ${at}\n`));
  }
}
