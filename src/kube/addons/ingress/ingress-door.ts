/** What ingress-nginx does with a request: it goes on to a pod behind the service that an Ingress names, and the answer comes back as it is. */
import { encodeUtf8, formatHttpDate, formatRfc3339, printQuery, sha256Hex, speaksFor, type Call, type Door, type Request } from '../../../base/index.ts';
import { dial, machineCode, NetError, type Process, type Response } from '../../../host/index.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { serviceNameLabel, type EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';
import type { Ingress } from '../../kinds/ingress/ingress.ts';
import type { Service } from '../../kinds/service/service.ts';
import { ownAnswer, type OwnAnswer } from './ingress-answers.ts';
import { route, type Routed } from './ingress-rules.ts';

const slices = 'endpointslices.discovery.k8s.io';
const usualTimeoutMs = 60_000;
const titles: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};
/** nginx's own, for a client that did not wait for the answer. */
const CLIENT_GONE = 499;
const strictTransport = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };
/** Its own, beside the controller. */
const defaultBackend = '127.0.0.1:8181';

interface Visit {
  readonly request: Request;
  readonly call: Call;
  readonly host: string;
  readonly isTls: boolean;
  readonly startMs: number;
  readonly upstream: string;
}

/** Whom it has asked, and when. */
interface Asked {
  readonly at: string;
  readonly ms: number;
}

export class IngressDoor implements Door {
  private readonly process: Process;
  private readonly client: ApiClient;
  private readonly ingresses: () => readonly Ingress[];
  private requests = 0;
  private readonly turns = new Map<string, number>(); // by service: its pods take turns

  constructor(process: Process, client: ApiClient, ingresses: () => readonly Ingress[]) {
    this.process = process;
    this.client = client;
    this.ingresses = ingresses;
  }

  open(request: Request, call: Call, isTls = false): void {
    const startMs = this.process.host.clock.now;
    const { headers, path } = request;
    const host = (headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
    const visit: Visit = { request, call, host, isTls, startMs, upstream: '' };
    if (isTls && request.peer.isPlain) return this.answer(visit, { status: 400 }, 'The plain HTTP request was sent to HTTPS port');
    const found = route(this.ingresses(), host, path);
    if (!found) return this.answer({ ...visit, upstream: 'upstream-default-backend' }, { status: 404 }, '', { at: defaultBackend, ms: startMs });
    const { ingress, service, port } = found;
    const at = { ...visit, upstream: `${ingress.metadata.namespace}-${service}-${port.name ?? port.number ?? ''}` };
    const own = ownAnswer(ingress, request, host, isTls, this.hasCertificate(host));
    if (own) return this.answer(at, own);
    const places = this.placesOf(found);
    if (places.length === 0) return this.answer(at, { status: 503 });
    const turn = this.turns.get(at.upstream) ?? 0;
    this.turns.set(at.upstream, turn + 1);
    this.forward(at, found, places[turn % places.length]!);
  }

  /** Some Ingress says that its certificate is set up. */
  private hasCertificate(host: string): boolean {
    return this.ingresses().some(({ spec }) => spec.tls?.some(({ hosts = [] }) => speaksFor(hosts, host)));
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

  private forward(visit: Visit, { ingress, path }: Routed, place: { readonly address: string; readonly port: number }): void {
    const { request: { method, query, body, headers, peer }, call, host, isTls } = visit;
    const scheme = isTls ? 'https' : 'http';
    const added = { 'x-real-ip': peer.address, 'x-forwarded-for': peer.address, 'x-forwarded-host': host, 'x-forwarded-port': isTls ? '443' : '80', 'x-forwarded-proto': scheme, 'x-forwarded-scheme': scheme, 'x-scheme': scheme };
    const asked: Asked = { at: `${place.address}:${place.port}`, ms: this.process.host.clock.now };
    const seconds = Number(ingress.metadata.annotations?.['nginx.ingress.kubernetes.io/proxy-read-timeout'] ?? 60);
    let clientGone = (): void => {
      cancel?.();
      this.over(visit, CLIENT_GONE, 0, asked);
    };
    const cancel = dial(
      this.process,
      place,
      { method, path, query, body, headers: { ...headers, ...added }, timeoutMs: seconds > 0 ? seconds * 1000 : usualTimeoutMs },
      (response) => void (clientGone = this.pass(visit, response, asked)),
      (error) => {
        clientGone = () => {};
        this.answer(visit, { status: error instanceof NetError && error.code === 'ETIMEDOUT' ? 504 : 502 }, '', asked);
      },
    );
    call.onClose(() => clientGone());
  }

  /** What comes back is to be called when the client goes. */
  private pass(visit: Visit, response: Response, asked: Asked): () => void {
    const { call, isTls } = visit;
    const { status, headers } = response;
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'server'));
    call.head(status, { ...own, ...(isTls && strictTransport) });
    return machineCode.get().carryBody(response, call, ({ bytes }) => this.over(visit, status, bytes, asked)); // broken off in the middle, what has come is all there is
  }

  private over(visit: Visit, status: number, bytes: number, asked: Asked): void {
    visit.call.end();
    this.log(visit, status, bytes, asked, bytes);
  }

  private answer(visit: Visit, { status, location }: OwnAnswer, words = '', asked?: Asked): void {
    const { request, call, isTls } = visit;
    const title = `${status} ${titles[status] ?? ''}`.trim();
    const head = words === '' ? title : `${status} ${words}`;
    const page = encodeUtf8(`<html>\r\n<head><title>${head}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n${words === '' ? '' : `<center>${words}</center>\r\n`}<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`);
    const headers = { date: formatHttpDate(this.process.host.wallMs), 'content-type': 'text/html', 'content-length': String(page.length), connection: 'keep-alive', ...(location !== undefined && { location }), ...(isTls && strictTransport) };
    call.head(status, headers);
    if (request.method !== 'HEAD') call.write(page);
    call.end();
    this.log(visit, status, request.method === 'HEAD' ? 0 : page.length, asked, asked?.at === defaultBackend ? page.length : 0);
  }

  /** In the format that the controller sets up: the request, who answered it, how much and how long that took. */
  private log({ request, startMs, upstream }: Visit, status: number, bytes: number, asked: Asked | undefined, upstreamBytes: number): void {
    const { host, fds } = this.process;
    const { method, path, query, peer, headers, body } = request;
    const line = `${method} ${path}${printQuery(query)} HTTP/1.1`;
    const length = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, line.length + 4) + body.length;
    const seconds = (sinceMs: number): string => ((host.clock.now - sinceMs) / 1000).toFixed(3);
    const answered = asked ? `${asked.at} ${upstreamBytes} ${seconds(asked.ms)} ${status}` : '- - - -';
    const id = sha256Hex(encodeUtf8(`${this.process.pid} ${host.wallMs} ${this.requests++}`)).slice(0, 32);
    fds.get(1)?.write(encodeUtf8(`${peer.address} - - [${logTime(host.wallMs)}] "${line}" ${status} ${bytes} "${headers['referer'] ?? '-'}" "${headers['user-agent'] ?? '-'}" ${length} ${seconds(startMs)} [${upstream}] [] ${answered} ${id}\n`));
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "02/Mar/2026:09:00:00 +0000" */
function logTime(ms: number): string {
  const text = formatRfc3339(ms);
  return `${text.slice(8, 10)}/${months[Number(text.slice(5, 7)) - 1]}/${text.slice(0, 4)}:${text.slice(11, 19)} +0000`;
}
