/** The server's description of its objects, in either form: one document for all (v2), or one a group and version (v3). */
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, member, members, text } from '../objects/member.ts';
import { StatusError } from './status-error.ts';

export type Schema = JsonObject;

/** One document. Both forms name definitions differently and refer to them alike. */
export class OpenApiDocument {
  readonly isV3: boolean;
  private readonly document: Json;
  private readonly definitions: JsonObject;
  private byKind: Map<string, string> | undefined;

  constructor(document: Json) {
    this.document = document;
    this.isV3 = text(document, 'openapi') !== '';
    this.definitions = this.isV3 ? members(document, 'components', 'schemas') : members(document, 'definitions');
  }

  /** The schema of a kind; undefined when the document does not describe it. */
  kind(apiVersion: string, kind: string): Schema | undefined {
    const name = this.kindName(apiVersion, kind);
    return name === undefined ? undefined : (this.definitions[name] as Schema);
  }

  /** The schema of a kind that the client itself knows: those of others, declared in a cluster, are patched without regard to what their lists are merged by. */
  knownKind(apiVersion: string, kind: string): Schema | undefined {
    return this.kindName(apiVersion, kind)?.startsWith('io.k8s.api.') ? this.kind(apiVersion, kind) : undefined;
  }

  /** "io.k8s.api.core.v1.Pod". */
  kindName(apiVersion: string, kind: string): string | undefined {
    this.byKind ??= this.indexKinds();
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  /** The schema that another one refers to, itself when it refers to none. */
  resolve(schema: Json | undefined): Schema | undefined {
    if (!isJsonObject(schema)) return undefined;
    const name = this.referenceOf(schema);
    return name === undefined ? schema : (this.definitions[name] as Schema | undefined);
  }

  /** The name of what a schema refers to. */
  referenceOf(schema: Json | undefined): string | undefined {
    const pointer = text(schema, '$ref') || text(schema, 'allOf', 0, '$ref');
    return pointer === '' ? undefined : pointer.slice(pointer.lastIndexOf('/') + 1);
  }

  /** Whether requests that write a kind may carry a query parameter. */
  acceptsParameter(apiVersion: string, kind: string, parameter: string): boolean {
    for (const path of Object.values(members(this.document, 'paths'))) {
      const patch = member(path, 'patch');
      if (patch === undefined || kindKey(member(patch, 'x-kubernetes-group-version-kind')) !== `${apiVersion}/${kind}`) continue;
      const parameters = [...list(path, 'parameters'), ...list(patch, 'parameters')];
      return parameters.some((p) => text(p, 'name') === parameter || text(p, '$ref').includes(`/${parameter}-`));
    }
    return false;
  }

  private indexKinds(): Map<string, string> {
    const index = new Map<string, string>();
    for (const [name, schema] of Object.entries(this.definitions)) {
      for (const gvk of list(schema, 'x-kubernetes-group-version-kind')) index.set(kindKey(gvk), name);
    }
    return index;
  }
}

function kindKey(gvk: Json | undefined): string {
  const group = text(gvk, 'group');
  return `${group === '' ? '' : `${group}/`}${text(gvk, 'version')}/${text(gvk, 'kind')}`;
}

/** The first client that asks for the third form. */
const V3_SINCE = 27;

/** Documents of one command line, each fetched when first needed. */
export class OpenApi {
  private readonly k: Invocation;
  private index: JsonObject | null | undefined; // null: the server has only the old form
  private whole: OpenApiDocument | undefined;
  private readonly byPath = new Map<string, OpenApiDocument>();

  constructor(k: Invocation) {
    this.k = k;
  }

  /** The document that describes a version of a group. */
  *of(apiVersion: string): Task<OpenApiDocument | undefined> {
    const index = yield* this.paths();
    if (index === null) return yield* this.old();
    const path = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
    const url = text(index, path, 'serverRelativeURL');
    if (url === '') return undefined;
    const known = this.byPath.get(url);
    if (known) return known;
    const document = yield* fetchDocument(this.k, url);
    this.byPath.set(url, document);
    return document;
  }

  /** The one for all, in the old form, which every server has. */
  *old(): Task<OpenApiDocument> {
    return (this.whole ??= new OpenApiDocument(yield* this.k.client.get('/openapi/v2', [['timeout', '32s']])));
  }

  private *paths(): Task<JsonObject | null> {
    if (this.k.release.minor < V3_SINCE) return null;
    if (this.index === undefined) {
      try {
        this.index = members(yield* this.k.client.get('/openapi/v3', [['timeout', '32s']]), 'paths');
      } catch (error) {
        if (!(error instanceof StatusError && error.code === 404)) throw error;
        this.index = null;
      }
    }
    return this.index;
  }
}

// What a hash stands for never changes: documents are large, and every apply asks for them.
const parsed = new Map<string, OpenApiDocument>();
const PARSED_MAX = 24;

function* fetchDocument(k: Invocation, url: string): Task<OpenApiDocument> {
  const [path = '', queryText = ''] = url.split('?');
  const query = queryText.split('&').filter((pair) => pair !== '').map((pair) => pair.split('=') as [string, string]);
  const body = yield* k.client.text(path, { query: [...query, ['timeout', '32s']] });
  const key = queryText.includes('hash=') ? `${url} ${body.length}` : '';
  const known = key === '' ? undefined : parsed.get(key);
  if (known) return known;
  const document = new OpenApiDocument(parseJson(body));
  if (parsed.size >= PARSED_MAX) parsed.clear();
  if (key !== '') parsed.set(key, document);
  return document;
}
