/** The registry's API over HTTP: manifests, blobs, tags, the catalog, uploads, and the errors that its clients put into words. */
import { bytesToHex, concat, decodeBase64, decodeUtf8, encodeUtf8, printJson, randomBytes, type Call, type Door, type Request } from '../../base/index.ts';
import { bytesContent, holeContent, joinContent, type Content } from '../../files/index.ts';
import type { Random } from '../../sim/index.ts';
import { manifestType } from '../images/manifest.ts';
import type { BrokenImages } from './broken-images.ts';
import { Repositories, type Served } from './repositories.ts';

export interface RegistryOptions {
  /** By the host that a client dials ("registry-1.docker.io") the domain whose images it means; by default the host itself. */
  readonly domains?: Readonly<Record<string, string>>;
  /** Users and passwords; without them everybody may read and write. */
  readonly users?: Readonly<Record<string, string>>;
  /** Answers "denied" for what it does not have, as the Hub does, that nobody learns which names are taken. */
  readonly secretive?: readonly string[]; // domains
}

const BLOCK_BYTES = 2 * 1024 * 1024;
const zeros = new Uint8Array(BLOCK_BYTES);
const noBytes = new Uint8Array(0);
const routeForm = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+(?:\/[^/]*)?)$/;

interface Upload {
  readonly domain: string;
  readonly path: string;
  content: Content;
}

/** A door in front of a store of its own. */
export function makeRegistryDoor(served: readonly Served[], broken: BrokenImages, random: Random, options: RegistryOptions): Door {
  return new RegistryDoor(new Repositories(served, broken), random, options);
}

class RegistryDoor implements Door {
  private readonly repositories: Repositories;
  private readonly options: RegistryOptions;
  private readonly random: Random;
  private readonly uploads = new Map<string, Upload>();

  constructor(repositories: Repositories, random: Random, options: RegistryOptions) {
    this.repositories = repositories;
    this.random = random;
    this.options = options;
  }

  open(request: Request, call: Call): void {
    if (!this.admits(request)) return refuse(call, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': 'Basic realm="Registry Realm"' });
    const domain = this.domainOf(request);
    if (request.path === '/v2/' || request.path === '/v2') return answer(call, 200, '{}');
    if (request.path === '/v2/_catalog') return answer(call, 200, printJson({ repositories: this.repositories.paths(domain) }));
    const route = routeForm.exec(request.path);
    if (!route) return refuse(call, 404, 'UNSUPPORTED', 'page not found');
    const [, path, kind, name] = route as unknown as [string, string, string, string];
    if (kind === 'tags') return this.tags(call, domain, path);
    if (kind === 'manifests') return this.manifests(request, call, domain, path, name);
    if (name.startsWith('uploads')) return this.upload(request, call, domain, path, name.slice('uploads/'.length));
    return this.blobs(request, call, name);
  }

  private admits({ headers }: Request): boolean {
    const { users } = this.options;
    if (!users) return true;
    const [scheme, token] = (headers['authorization'] ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic' || !token) return false;
    const decoded = decodeBase64(token);
    if (!('bytes' in decoded)) return false;
    const text = decodeUtf8(decoded.bytes);
    const colon = text.indexOf(':');
    const user = text.slice(0, colon);
    return colon > 0 && Object.hasOwn(users, user) && users[user] === text.slice(colon + 1);
  }

  private domainOf({ headers }: Request): string {
    const host = headers['host'] ?? '';
    return this.options.domains?.[host] ?? host;
  }

  private tags(call: Call, domain: string, path: string): void {
    if (!this.repositories.has(domain, path)) return this.unknownRepository(call, domain, path);
    return answer(call, 200, printJson({ name: path, tags: this.repositories.tags(domain, path) }));
  }

  private manifests(request: Request, call: Call, domain: string, path: string, name: string): void {
    if (request.method === 'PUT') return this.putManifest(request, call, domain, path, name);
    const found = this.repositories.manifest(domain, path, name);
    if (!found) {
      if (!this.repositories.has(domain, path)) return this.unknownRepository(call, domain, path);
      return refuse(call, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    }
    call.head(200, { 'content-type': manifestType, 'docker-content-digest': found.digest, 'content-length': String(found.bytes.length) });
    if (request.method !== 'HEAD') call.write(found.bytes);
    return call.end();
  }

  private unknownRepository(call: Call, domain: string, path: string): void {
    if (this.options.secretive?.includes(domain)) return refuse(call, 401, 'DENIED', 'requested access to the resource is denied');
    return refuse(call, 404, 'NAME_UNKNOWN', `repository name not known to registry: ${path}`);
  }

  private putManifest(request: Request, call: Call, domain: string, path: string, name: string): void {
    if (this.options.secretive?.includes(domain)) return refuse(call, 401, 'DENIED', 'requested access to the resource is denied');
    const result = this.repositories.addManifest(domain, path, name, request.body);
    if ('refused' in result) {
      if (result.refused === 'invalid') return refuse(call, 400, 'MANIFEST_INVALID', 'manifest invalid');
      return refuse(call, 400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry');
    }
    call.head(201, { 'docker-content-digest': result.digest, location: `/v2/${path}/manifests/${result.digest}` });
    return call.end();
  }

  private blobs(request: Request, call: Call, digest: string): void {
    const content = this.repositories.blob(digest);
    if (!content) return refuse(call, 404, 'BLOB_UNKNOWN', 'blob unknown to registry');
    call.head(200, { 'content-type': 'application/octet-stream', 'docker-content-digest': digest, 'content-length': String(content.size) });
    if (request.method === 'HEAD') return call.end();
    return send(call, content);
  }

  /** POST begins, PATCH goes on, PUT with the digest ends. */
  private upload(request: Request, call: Call, domain: string, path: string, id: string): void {
    if (this.options.secretive?.includes(domain)) return refuse(call, 401, 'DENIED', 'requested access to the resource is denied');
    if (request.method === 'POST') {
      const fresh = bytesToHex(randomBytes(() => this.random.next(), 16));
      this.uploads.set(fresh, { domain, path, content: bytesContent(noBytes) });
      call.head(202, { location: `/v2/${path}/blobs/uploads/${fresh}`, 'docker-upload-uuid': fresh, range: '0-0' });
      return call.end();
    }
    const upload = this.uploads.get(id);
    if (!upload) return refuse(call, 404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
    upload.content = joinContent(upload.content, piece(request.body));
    call.onInput((chunk) => {
      if (chunk) upload.content = joinContent(upload.content, piece(chunk));
      else this.uploaded(request, call, upload, id);
    });
    return undefined;
  }

  private uploaded(request: Request, call: Call, upload: Upload, id: string): void {
    if (request.method === 'PATCH') {
      call.head(202, { location: `/v2/${upload.path}/blobs/uploads/${id}`, range: `0-${Math.max(0, upload.content.size - 1)}` });
      return call.end();
    }
    this.uploads.delete(id);
    const digest = request.query.get('digest')?.[0] ?? '';
    if (!this.repositories.addBlob(digest, upload.content)) return refuse(call, 400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    call.head(201, { location: `/v2/${upload.path}/blobs/${digest}`, 'docker-content-digest': digest });
    return call.end();
  }
}

/** Blocks of zeros become a hole again. */
function piece(bytes: Uint8Array): Content {
  return bytes.buffer === zeros.buffer ? holeContent(bytes.length) : bytesContent(bytes);
}

/** The content in pieces, as fast as the reader takes them; a hole is sent as one block of zeros over and over. */
function send(call: Call, content: Content): void {
  const pieces = piecesOf(content);
  let waiting = false;
  const step = (): void => {
    waiting = false;
    for (;;) {
      const next = pieces.next();
      if (next.done) return call.end();
      if (call.write(next.value)) continue;
      waiting = true;
      return;
    }
  };
  call.onDrain(() => {
    if (waiting) step();
  });
  step();
}

/** What a client uploads, in the same pieces. */
export function* piecesOf(content: Content): Generator<Uint8Array, void> {
  for (const chunk of content.chunks) {
    for (let at = 0; at < chunk.size; at += BLOCK_BYTES) {
      const size = Math.min(BLOCK_BYTES, chunk.size - at);
      yield chunk.bytes ? chunk.bytes.subarray(at, at + size) : zeros.subarray(0, size);
    }
  }
}

function answer(call: Call, status: number, text: string): void {
  call.head(status, { 'content-type': 'application/json; charset=utf-8', 'docker-distribution-api-version': 'registry/2.0' });
  call.write(encodeUtf8(text));
  call.end();
}

function refuse(call: Call, status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): void {
  call.head(status, { 'content-type': 'application/json; charset=utf-8', 'docker-distribution-api-version': 'registry/2.0', ...headers });
  call.write(concat([encodeUtf8(printJson({ errors: [{ code, message, detail: null }] })), encodeUtf8('\n')]));
  call.end();
}
