/**
 * The verb watch: a stream of what changes, from a revision on. Changes are noted as they happen and sent within the same
 * instant; their bytes are made once, however many watch.
 */
import { concat, encodeUtf8 } from '../../../base/index.ts';
import { Gone, type Cancel, type Change } from '../../../sim/index.ts';
import { badRequest, expired } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { storeKey } from '../../kinds/kind.ts';
import type { CallContext } from './call-context.ts';
import { listOptions } from './list-options.ts';
import { inVersion, printObject } from './print-object.ts';
import { includeObject, keysOf } from './read.ts';
import type { ResourceRoute } from './route.ts';
import { selectionOf, type Selection } from './selection.ts';
import { makeRowTable, metadataOnly, tableText, wantsMetadataOnly, wantsTable, type IncludeObject } from './table.ts';

const bookmarkEveryMs = 60_000;
const defaultTimeoutMs = 3_000_000;
/** A reader this far behind is cut off: it lists anew. */
const waitingMax = 20_000;

export function openWatch(context: CallContext, route: ResourceRoute): void {
  const { kind } = route.served;
  const { store } = context.server;
  const selection = selectionOf(kind, context.query('labelSelector') ?? '', context.query('fieldSelector') ?? '');
  const named = route.name === undefined ? selection : { ...selection, matches: (o: KubeObject) => o.metadata.name === route.name && selection.matches(o) };
  const { revision, wantsInitial } = listOptions(context, true);
  const timeoutMs = parseTimeout(context.query('timeoutSeconds'));
  const stream = new WatchStream(context, route, named, context.flag('allowWatchBookmarks'));
  stream.open(timeoutMs);
  if (revision === undefined || wantsInitial) stream.sendExisting(wantsInitial);
  try {
    stream.follow(revision === undefined || wantsInitial ? store.revision : revision);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    stream.sendError(expired(error.message).toObject());
  }
}

function parseTimeout(text: string | undefined): number {
  if (text === undefined || text === '' || text === '0') return defaultTimeoutMs;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text) * 1000;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';
type Form = 'object' | 'table' | 'metadata';

class WatchStream {
  private readonly context: CallContext;
  private readonly route: ResourceRoute;
  private readonly selection: Selection;
  private readonly hasBookmarks: boolean;
  private readonly form: Form;
  private readonly include: IncludeObject;
  private waiting: Uint8Array[] = [];
  private cancels: Cancel[] = [];
  private cancelFlush: Cancel | undefined;
  private blocked = false;
  private ended = false;
  private sentColumns = false;
  private lastRevision = 0;

  constructor(context: CallContext, route: ResourceRoute, selection: Selection, hasBookmarks: boolean) {
    this.context = context;
    this.route = route;
    this.selection = selection;
    this.hasBookmarks = hasBookmarks;
    this.form = wantsTable(context.accept) ? 'table' : wantsMetadataOnly(context.accept) ? 'metadata' : 'object';
    this.include = includeObject(context);
  }

  open(timeoutMs: number): void {
    const { call, server } = this.context;
    call.head(200, { ...this.context.headers('application/json'), 'transfer-encoding': 'chunked' });
    call.onClose(() => this.end());
    call.onDrain(() => {
      this.blocked = false;
      this.flush();
    });
    this.cancels.push(server.streams.add(() => this.end()));
    this.cancels.push(server.clock.after(timeoutMs, 'watch timeout', () => this.end()));
    if (this.hasBookmarks) this.cancels.push(this.scheduleBookmark());
  }

  /** What there is already, as if it were added now. */
  sendExisting(withBookmark: boolean): void {
    const { store } = this.context.server;
    for (const key of keysOf(store, this.route, this.selection.name)) {
      const object = store.get(key)!;
      if (this.selection.matches(object)) this.send('ADDED', object, undefined);
    }
    if (withBookmark) this.sendBookmark({ 'k8s.io/initial-events-end': 'true' });
  }

  /** Throws Gone when changes after `revision` are no longer kept. */
  follow(revision: number): void {
    const { kind } = this.route.served;
    const { store } = this.context.server;
    this.lastRevision = revision;
    const { namespace } = this.route;
    const inNamespace = kind.namespaced && namespace !== undefined;
    const filter = inNamespace ? { table: kind.table, index: 'namespace', value: namespace } : { table: kind.table };
    const only = this.selection.name !== undefined && (inNamespace || !kind.namespaced) ? storeKey(kind, namespace, this.selection.name) : undefined;
    const cancel = store.watch(
      revision,
      (change) => {
        if (only === undefined || change.key === only) this.take(change);
      },
      filter,
    );
    this.cancels.push(cancel);
  }

  sendError(status: object): void {
    this.queue(encodeUtf8(`${printObject({ type: 'ERROR', object: status })}\n`));
    this.flush();
    this.end();
  }

  private take(change: Change<KubeObject>): void {
    this.lastRevision = change.revision;
    const was = change.before !== undefined && this.selection.matches(change.before);
    const is = change.after !== undefined && this.selection.matches(change.after);
    if (is) this.send(was ? 'MODIFIED' : 'ADDED', change.after, change);
    else if (was) this.send('DELETED', change.before, change);
  }

  private send(type: EventType, object: KubeObject, change: Change<KubeObject> | undefined): void {
    if (this.form === 'table' && !this.sentColumns) {
      this.sentColumns = true;
      const last = type === 'DELETED' ? atRevision(object, change) : object;
      const meta = { resourceVersion: last.metadata.resourceVersion };
      const table = tableText(this.context.server, this.route.served, [last], meta, this.include);
      this.queue(encodeUtf8(`{"type":"${type}","object":${table}}\n`));
    } else if (change === undefined) this.queue(this.print(type, object));
    else this.queue(sharedBytes(change, `${this.route.served.apiVersion} ${this.form} ${this.include} ${type}`, this.context.server.clock.now, () => this.print(type, type === 'DELETED' ? atRevision(object, change) : object)));
  }

  private print(type: EventType, object: KubeObject): Uint8Array {
    const { served } = this.route;
    const { server } = this.context;
    const shown =
      this.form === 'table' ? makeRowTable(server, served, object, this.include) : this.form === 'metadata' ? metadataOnly(object) : inVersion(object, served);
    return encodeUtf8(`${printObject({ type, object: shown })}\n`);
  }

  private scheduleBookmark(): Cancel {
    let cancel: Cancel = () => {};
    const next = () => {
      cancel = this.context.server.clock.after(bookmarkEveryMs, 'watch bookmark', () => {
        this.sendBookmark();
        next();
      });
    };
    next();
    return () => cancel();
  }

  private sendBookmark(annotations?: object): void {
    const { served } = this.route;
    const resourceVersion = String(Math.max(this.lastRevision, this.context.server.store.revision));
    const metadata = { resourceVersion, ...(!this.context.server.release.atLeast(34) && { creationTimestamp: null }), ...(annotations && { annotations }) };
    const object =
      this.form === 'table'
        ? { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion }, columnDefinitions: null, rows: [] }
        : { kind: served.kind.kind, apiVersion: served.apiVersion, metadata };
    this.queue(encodeUtf8(`${printObject({ type: 'BOOKMARK', object })}\n`));
  }

  private queue(bytes: Uint8Array): void {
    if (this.ended) return;
    this.waiting.push(bytes);
    if (this.waiting.length > waitingMax) {
      this.end();
      return;
    }
    if (this.cancelFlush || this.blocked) return;
    this.cancelFlush = this.context.server.clock.after(0, 'watch', () => this.flush());
  }

  private flush(): void {
    this.cancelFlush?.();
    this.cancelFlush = undefined;
    if (this.ended || this.waiting.length === 0) return;
    const chunk = concat(this.waiting);
    this.waiting = [];
    if (!this.context.call.write(chunk)) this.blocked = true;
  }

  private end(): void {
    if (this.ended) return;
    this.flush();
    this.ended = true;
    for (const cancel of this.cancels) cancel();
    this.cancels = [];
    this.context.call.end();
  }
}

/** What was deleted, with the revision of its deletion. */
function atRevision(object: KubeObject, change: Change<KubeObject> | undefined): KubeObject {
  if (change === undefined) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(change.revision) } };
}

const printed = new WeakMap<Change<KubeObject>, Map<string, { readonly atMs: number; readonly bytes: Uint8Array }>>();

/** Tables show ages, so their bytes are good for one instant; watchers of one change mostly read in the same. */
function sharedBytes(change: Change<KubeObject>, form: string, nowMs: number, print: () => Uint8Array): Uint8Array {
  let forms = printed.get(change);
  if (forms === undefined) printed.set(change, (forms = new Map()));
  const known = forms.get(form);
  if (known?.atMs === nowMs) return known.bytes;
  const bytes = print();
  forms.set(form, { atMs: nowMs, bytes });
  return bytes;
}
