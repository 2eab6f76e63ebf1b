/** A client of registries: dials the registry of a reference over the world's network and puts what goes wrong into a PullError. */
import { decodeUtf8, type Headers, type URLQuery } from '../../base/index.ts';
import { NetError, request, resolve, type OpenFile, type Process, type Response, type Syscall } from '../../host/index.ts';
import { manifestType, type Manifest } from '../images/manifest.ts';
import { parseManifest } from '../images/parse-manifest.ts';
import type { Reference } from '../images/reference.ts';
import { PullError } from './pull-error.ts';

const HTTPS_PORT = 443;
const HEAD_TIMEOUT_MS = 15_000;
/** A layer's first byte may take as long as the other side's disk. */
const BLOB_TIMEOUT_MS = 60_000;

/** A step that waits: what it yields are system calls of the process it runs in. */
export type Waits<T> = Generator<Syscall, T>;

export interface Endpoint {
  readonly host: string; // as the Host header has it
  readonly name: string;
  readonly port: number;
  readonly base: string; // "https://registry-1.docker.io"
}

export function endpointOf({ domain }: Reference): Endpoint {
  const host = domain === 'docker.io' ? 'registry-1.docker.io' : domain;
  const colon = host.lastIndexOf(':');
  const name = colon < 0 ? host : host.slice(0, colon);
  const port = colon < 0 ? HTTPS_PORT : Number(host.slice(colon + 1));
  const plain = name === 'localhost' || name.startsWith('127.');
  return { host, name, port, base: `${plain ? 'http' : 'https'}://${host}` };
}

export interface RemoteManifest extends Manifest {
  readonly digest: string;
}

export class RegistryClient {
  readonly reference: Reference;
  readonly endpoint: Endpoint;
  private readonly process: Process;
  /** "user:password" in base64. */
  private readonly credentials: string | undefined;
  private address: string | undefined;

  constructor(process: Process, reference: Reference, credentials?: string) {
    this.process = process;
    this.reference = reference;
    this.endpoint = endpointOf(reference);
    this.credentials = credentials;
  }

  /** The manifest that the tag points at, or that has the digest. */
  *manifest(): Waits<RemoteManifest> {
    const { path, tag, digest } = this.reference;
    const response = yield* this.ask('GET', `/v2/${path}/manifests/${digest || tag || 'latest'}`, { accept: manifestType });
    const text = decodeUtf8((yield response.readAll()) as Uint8Array);
    if (response.status !== 200) throw this.refused(response.status, text);
    const manifest = parseManifest(text);
    if (!manifest) throw new PullError(this.reference, { kind: 'invalid', detail: 'unsupported manifest format' });
    return { ...manifest, digest: response.headers['docker-content-digest'] ?? digest };
  }

  *tags(): Waits<readonly string[]> {
    const response = yield* this.ask('GET', `/v2/${this.reference.path}/tags/list`);
    const text = decodeUtf8((yield response.readAll()) as Uint8Array);
    if (response.status !== 200) throw this.refused(response.status, text);
    return (JSON.parse(text) as { tags: readonly string[] }).tags;
  }

  /** The head of a blob's answer; its body is for the caller to read. */
  *blob(digest: string): Waits<Response> {
    const response = yield* this.ask('GET', `/v2/${this.reference.path}/blobs/${digest}`, {}, { timeoutMs: BLOB_TIMEOUT_MS });
    if (response.status !== 200) {
      const detail = decodeUtf8((yield response.readAll()) as Uint8Array);
      throw new PullError(this.reference, { kind: 'invalid', detail: detail.includes('BLOB_UNKNOWN') ? 'unknown blob' : `unexpected status code ${response.status}` });
    }
    return response;
  }

  *ask(method: string, path: string, headers: Headers = {}, more: { readonly query?: URLQuery; readonly body?: Uint8Array; readonly input?: OpenFile; readonly timeoutMs?: number } = {}): Waits<Response> {
    const { endpoint } = this;
    const authorization: Headers = this.credentials === undefined ? {} : { authorization: `Basic ${this.credentials}` };
    const url = `${endpoint.base}${path}`;
    try {
      this.address ??= ((yield resolve(endpoint.name)) as readonly string[])[0]!;
      const init = { method, path, headers: { host: endpoint.host, ...authorization, ...headers }, timeoutMs: HEAD_TIMEOUT_MS, ...more };
      return (yield request({ address: this.address, port: endpoint.port }, init)) as Response;
    } catch (error) {
      if (error instanceof NetError) throw new PullError(this.reference, { kind: 'unreachable', url, ping: `${endpoint.base}/v2/`, detail: this.netDetail(error) });
      throw error;
    }
  }

  /** What an answer that is no success means. */
  refused(status: number, body: string): PullError {
    const { path, tag, digest } = this.reference;
    const url = `${this.endpoint.base}/v2/${path}/manifests/${digest || tag || 'latest'}`;
    if (body.includes('"DENIED"')) return new PullError(this.reference, { kind: 'denied' });
    if (status === 401) return new PullError(this.reference, { kind: this.credentials === undefined ? 'no-credentials' : 'bad-credentials', url });
    if (status === 404) return new PullError(this.reference, { kind: 'unknown-manifest' });
    return new PullError(this.reference, { kind: 'invalid', detail: `received unexpected HTTP status: ${status}` });
  }

  netDetail(error: NetError): string {
    return dialDetail(this.process, error, this.endpoint.name, this.endpoint.port, this.address);
  }
}

/** What went wrong on the way to a server, as Go's dialer words it. `address` is known once the name has been resolved. */
export function dialDetail(process: Process, error: NetError, name: string, port: number, address: string | undefined): string {
  const server = `${process.host.network.network.resolverAddress}:53`;
  const at = `${address ?? name}:${port}`;
  switch (error.code) {
    case 'ENOTFOUND':
      return `dial tcp: lookup ${name} on ${server}: no such host`;
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${name} on ${server}: dial udp ${server}: connect: network is unreachable`;
    case 'ECONNREFUSED':
      return `dial tcp ${at}: connect: connection refused`;
    case 'EHOSTUNREACH':
      return `dial tcp ${at}: connect: no route to host`;
    case 'ENETUNREACH':
      return `dial tcp ${at}: connect: network is unreachable`;
    case 'ETIMEDOUT':
      return `dial tcp ${at}: i/o timeout`;
    default:
      return `read tcp ${at}: read: connection reset by peer`;
  }
}
