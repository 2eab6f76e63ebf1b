/**
 * A small API server for tests of the client: it keeps what it is given, without defaults, controllers or validation, so
 * that a test shows what kubectl sends and how it prints. Behind a door it is dialled over the world's network; the same
 * answers serve over HTTP, so that what ours prints can be held against the real kubectl.
 */
import { applyJsonPatch, applyMergePatch, decodeUtf8, encodeUtf8, formatRfc3339, parseJson, printJson, type Call, type Door, type Json, type JsonObject, type Request } from '../../../base/index.ts';
import { count, members, text, withMember } from '../objects/member.ts';
import { aggregatedDiscovery, legacyGroup, legacyRoot } from './fake-discovery.ts';
import { ageColumn, fakeKinds, type FakeKind } from './fake-kinds.ts';
import { mergeStrategically } from './fake-merge.ts';

interface Target {
  readonly kind: FakeKind;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

interface Watcher {
  readonly kind: FakeKind;
  readonly namespace: string;
  readonly accepts: (object: Json) => boolean;
  readonly asTable: boolean;
  readonly call: Call;
}

class Refusal extends Error {
  readonly status: JsonObject;
  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...(details && { details }), code };
  }
}

export class FakeServer implements Door {
  readonly objects = new Map<string, JsonObject>();
  /** "GET /api/v1/pods?limit=500", in the order they came, discovery left out. */
  readonly requests: string[] = [];
  readonly bodies: Json[] = [];
  /** Answers of one's own, looked at first: by "METHOD /path". */
  readonly canned = new Map<string, { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string }>();
  isLegacy = false;
  nowMs: () => number;
  private revision = 100;
  private readonly watchers = new Set<Watcher>();

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Puts an object there as if it had always been. */
  put(...objects: readonly JsonObject[]): void {
    for (const object of objects) {
      const kind = fakeKinds.find((k) => k.kind === object.kind)!;
      const namespace = kind.namespaced ? text(object, 'metadata', 'namespace') || 'default' : '';
      this.store(kind, namespace, { ...object, metadata: { ...(kind.namespaced && { namespace }), ...members(object, 'metadata') } });
    }
  }

  find(kindName: string, name: string, namespace = 'default'): JsonObject | undefined {
    const kind = fakeKinds.find((k) => k.kind === kindName)!;
    return this.objects.get(keyOf(kind, kind.namespaced ? namespace : '', name));
  }

  open(request: Request, call: Call): void {
    try {
      this.answer(request, call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      respond(call, Number(error.status.code), error.status);
    }
  }

  private answer(request: Request, call: Call): void {
    const { method, path } = request;
    const query = [...request.query].flatMap(([name, values]) => values.map((value) => `${name}=${value}`)).join('&');
    const line = `${method} ${path}${query === '' ? '' : `?${query}`}`;
    if (!/^\/apis?(\/[a-z0-9.]+)?(\/v\w+)?$/.test(path)) {
      this.requests.push(line);
      if (request.body.length > 0) this.bodies.push(bodyOf(request));
    }
    const canned = this.canned.get(line) ?? this.canned.get(`${method} ${path}`);
    if (canned) {
      call.head(canned.status ?? 200, { 'content-type': 'application/json', ...canned.headers });
      call.write(encodeUtf8(canned.body));
      return call.end();
    }
    if (path === '/api' || path === '/apis') {
      const wants = !this.isLegacy && (request.headers.accept ?? '').includes('apidiscovery');
      const type = wants ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' : 'application/json';
      return respond(call, 200, wants ? aggregatedDiscovery(path === '/api') : legacyRoot(path === '/api'), type);
    }
    if (path === '/version') return respond(call, 200, { major: '1', minor: '36', gitVersion: 'v1.36.1', platform: 'linux/amd64' });
    const group = /^\/api\/(v\w+)$|^\/apis\/([^/]+)\/(v\w+)$/.exec(path);
    if (group) return respond(call, 200, legacyGroup(group[2] ?? '', group[3] ?? group[1]!));
    const target = targetOf(path);
    if (!target) throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
    this.serve(request, call, target);
  }

  private serve(request: Request, call: Call, target: Target): void {
    const asTable = (request.headers.accept ?? '').startsWith('application/json;as=Table');
    const body = bodyOf(request) as JsonObject;
    const isDryRun = request.query.get('dryRun')?.[0] === 'All';
    if (request.method === 'GET' && target.name === '') return this.list(request, call, target, asTable);
    if (request.method === 'GET') {
      const object = this.get(target);
      if (target.subresource === 'scale') return respond(call, 200, scaleOf(object));
      return respond(call, 200, asTable ? this.table(target.kind, [object]) : object);
    }
    if (request.method === 'POST') return respond(call, 201, this.create(target, body, isDryRun));
    if (request.method === 'DELETE') return respond(call, 200, this.remove(target, isDryRun));
    const next = request.method === 'PUT' ? body : patched(this.get(target), body, request.headers['content-type'] ?? '', target.subresource);
    if (isDryRun) return respond(call, 200, next);
    const stored = this.store(target.kind, target.namespace, next, 'MODIFIED');
    respond(call, 200, target.subresource === 'scale' ? scaleOf(stored) : stored);
  }

  private get(target: Target): JsonObject {
    const object = this.objects.get(keyOf(target.kind, target.namespace, target.name));
    if (!object) throw this.missing(target);
    return object;
  }

  private missing({ kind, name }: Target): Refusal {
    return new Refusal(404, 'NotFound', `${qualified(kind)} "${name}" not found`, { name, ...(kind.group && { group: kind.group }), kind: kind.plural });
  }

  private list(request: Request, call: Call, { kind, namespace }: Target, asTable: boolean): void {
    const accepts = selectorOf(request);
    if (request.query.get('watch')?.[0] === 'true') {
      call.head(200, { 'content-type': 'application/json' });
      const watcher = { kind, namespace, accepts, asTable, call };
      this.watchers.add(watcher);
      call.onClose(() => this.watchers.delete(watcher));
      const from = request.query.get('resourceVersion')?.[0];
      if (from === '0') for (const object of this.all(kind, namespace).filter(accepts)) this.tell(watcher, 'ADDED', object);
      return;
    }
    const items = this.all(kind, namespace).filter(accepts);
    if (asTable) return respond(call, 200, this.table(kind, items, request.query.has('includeObject')));
    const bare = items.map(({ apiVersion: _, kind: __, ...rest }) => rest);
    respond(call, 200, { kind: `${kind.kind}List`, apiVersion: apiVersion(kind), metadata: { resourceVersion: String(this.revision) }, items: bare });
  }

  private all(kind: FakeKind, namespace: string): JsonObject[] {
    const prefix = `${kind.group}/${kind.plural}/${namespace === '' ? '' : `${namespace}/`}`;
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort().map((key) => this.objects.get(key)!);
  }

  private table(kind: FakeKind, objects: readonly JsonObject[], whole = false): JsonObject {
    const columns = kind.columns ?? [ageColumn];
    const definitions = [{ name: 'Name', type: 'string', format: 'name', description: '', priority: 0 }, ...columns.map((c) => ({ name: c.name, type: 'string', format: '', description: '', priority: c.priority ?? 0 }))];
    return {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: String(this.revision) },
      columnDefinitions: definitions,
      rows: objects.map((object) => ({
        cells: [text(object, 'metadata', 'name'), ...columns.map((column) => column.cell(object, this.nowMs()))],
        object: whole ? object : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: members(object, 'metadata') },
      })),
    };
  }

  private create({ kind, namespace }: Target, body: JsonObject, isDryRun: boolean): JsonObject {
    const name = text(body, 'metadata', 'name');
    if (this.objects.has(keyOf(kind, namespace, name))) {
      throw new Refusal(409, 'AlreadyExists', `${qualified(kind)} "${name}" already exists`, { name, kind: kind.plural });
    }
    const object = { ...body, metadata: { ...members(body, 'metadata'), ...(kind.namespaced && { namespace }) } };
    return isDryRun ? object : this.store(kind, namespace, object, 'ADDED');
  }

  private remove(target: Target, isDryRun: boolean): JsonObject {
    const object = this.get(target);
    const uid = text(object, 'metadata', 'uid');
    if (!isDryRun) this.drop(target.kind, target.namespace, object);
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name: target.name, kind: target.kind.plural, uid } };
  }

  drop(kind: FakeKind, namespace: string, object: JsonObject): void {
    this.revision++;
    this.objects.delete(keyOf(kind, namespace, text(object, 'metadata', 'name')));
    this.broadcast(kind, namespace, 'DELETED', withMember(object, ['metadata', 'resourceVersion'], String(this.revision)));
  }

  private store(kind: FakeKind, namespace: string, object: JsonObject, event?: string): JsonObject {
    const name = text(object, 'metadata', 'name');
    const old = this.objects.get(keyOf(kind, namespace, name));
    this.revision++;
    const metadata = {
      creationTimestamp: old ? text(old, 'metadata', 'creationTimestamp') : formatRfc3339(this.nowMs()),
      uid: old ? text(old, 'metadata', 'uid') : `uid-${this.revision}`,
      ...members(object, 'metadata'),
      resourceVersion: String(this.revision),
    };
    const stored = { apiVersion: apiVersion(kind), kind: kind.kind, ...object, metadata };
    this.objects.set(keyOf(kind, namespace, name), stored);
    this.broadcast(kind, namespace, event ?? (old ? 'MODIFIED' : 'ADDED'), stored);
    return stored;
  }

  private broadcast(kind: FakeKind, namespace: string, type: string, object: JsonObject): void {
    for (const watcher of this.watchers) {
      if (watcher.kind === kind && (watcher.namespace === '' || watcher.namespace === namespace) && watcher.accepts(object)) this.tell(watcher, type, object);
    }
  }

  private tell(watcher: Watcher, type: string, object: JsonObject): void {
    const shown = watcher.asTable ? this.table(watcher.kind, [object]) : object;
    watcher.call.write(encodeUtf8(`${printJson({ type, object: shown })}\n`));
  }
}

function bodyOf(request: Request): Json {
  if (request.body.length === 0) return {};
  try {
    return parseJson(decodeUtf8(request.body));
  } catch {
    throw new Refusal(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format - accepted media types include: application/json');
  }
}

function respond(call: Call, status: number, body: Json, type = 'application/json'): void {
  call.head(status, { 'content-type': type });
  call.write(encodeUtf8(`${printJson(body)}\n`));
  call.end();
}

function patched(current: JsonObject, patch: Json, type: string, subresource: string): JsonObject {
  if (subresource === 'scale') return withMember(current, ['spec', 'replicas'], count(patch, 'spec', 'replicas'));
  if (type.includes('json-patch')) {
    const answer = applyJsonPatch(current, patch);
    if ('error' in answer) throw new Refusal(422, 'Invalid', answer.error);
    return answer.value as JsonObject;
  }
  return (type.includes('strategic') ? mergeStrategically(current, patch) : applyMergePatch(current, patch)) as JsonObject;
}

function scaleOf(object: JsonObject): JsonObject {
  return { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: members(object, 'metadata'), spec: { replicas: count(object, 'spec', 'replicas') }, status: { replicas: count(object, 'status', 'replicas') } };
}

function selectorOf(request: Request): (object: Json) => boolean {
  const labels = (request.query.get('labelSelector')?.[0] ?? '').split(',').filter((part) => part !== '');
  const fields = (request.query.get('fieldSelector')?.[0] ?? '').split(',').filter((part) => part !== '');
  return (object) =>
    labels.every((part) => {
      const [key = '', value = ''] = part.split(/==?/);
      return text(object, 'metadata', 'labels', key) === value;
    }) &&
    fields.every((part) => {
      const [key = '', value = ''] = part.split(/!?==?/);
      return (text(object, ...key.split('.')) === value) !== part.includes('!=');
    });
}

function targetOf(path: string): Target | undefined {
  const match = /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>v\w+)(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<plural>[a-z]+)(?:\/(?<name>[^/]+))?(?:\/(?<sub>[a-z]+))?$/.exec(path);
  const groups = match?.groups;
  const kind = groups && fakeKinds.find((k) => k.group === (groups.group ?? '') && k.version === groups.version && k.plural === groups.plural);
  return kind && { kind, namespace: groups.namespace ?? '', name: groups.name ?? '', subresource: groups.sub ?? '' };
}

function keyOf(kind: FakeKind, namespace: string, name: string): string {
  return `${kind.group}/${kind.plural}/${namespace}/${name}`;
}

function apiVersion(kind: FakeKind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

function qualified(kind: FakeKind): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}
