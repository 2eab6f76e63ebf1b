/** Tables: what kubectl prints, made by the server. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, ageColumn, type Column, type ColumnContext } from '../../kinds/column.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Release } from '../../meta/release.ts';
import type { ServedKind } from '../../kinds/registry.ts';
import type { ApiServer } from '../api-server.ts';
import { inVersion, printObject } from './print-object.ts';

export type IncludeObject = 'Metadata' | 'Object' | 'None';

/** Whether the client would rather have a table than the objects. */
export function wantsTable(accept: string): boolean {
  return accept.split(',').some((part) => /;as=Table\b/.test(part) && /;g=meta\.k8s\.io\b/.test(part));
}

/** Whether it would rather have nothing of the objects but their metadata. */
export function wantsMetadataOnly(accept: string): boolean {
  return /;as=PartialObjectMetadata(?:List)?\b/.test(accept.split(',')[0] ?? '');
}

const standardColumns: readonly Column[] = [nameColumn, ageColumn];

function columnsOf(kind: Kind, { release }: ColumnContext): readonly Column[] {
  const columns = kind.columns.length > 0 ? kind.columns : standardColumns;
  return columns.filter((column) => release.has(column));
}

/** A table as text: of ten thousand pods, few of which have changed since the last list. */
export function tableText(server: ApiServer, served: ServedKind, objects: readonly KubeObject[], listMeta: object, include: IncludeObject): string {
  const context = new NotedContext(server);
  const columns = columnsOf(served.kind, context);
  const head = printObject({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMeta,
    columnDefinitions: columns.map(({ name, type, format = '', wide = false }) => ({ name, type, format, description: '', priority: wide ? 1 : 0 })),
  });
  let text = `${head.slice(0, -1)},"rows":[`; // joined at its end alone: a row is copied once
  let comma = '';
  for (const object of objects) {
    text += comma;
    if (include === 'Metadata') {
      const { texts, timed } = rowText(object, served.kind, columns, context);
      text += texts[0]!;
      for (let i = 0; i < timed.length; i++) text += printCell(timed[i]!.cell(object, context)) + texts[i + 1]!;
    } else text += printObject(makeRow(object, served, columns, context, include));
    comma = ',';
  }
  return `${text}]}`;
}

/** Notes whether a cell has asked for the time. One that has not says the same as long as its object stays. */
class NotedContext implements ColumnContext {
  readonly release: Release;
  private readonly atMs: number;
  asked = false;

  constructor({ release, nowMs }: ApiServer) {
    this.release = release;
    this.atMs = nowMs;
  }

  get nowMs(): number {
    this.asked = true;
    return this.atMs;
  }
}

/** A row with its object's metadata: what stands around the cells that speak of time. */
interface RowText {
  readonly kind: Kind;
  readonly release: Release;
  readonly texts: readonly string[];
  readonly timed: readonly Column[];
}

const rowTexts = new WeakMap<KubeObject, RowText>();

function rowText(object: KubeObject, kind: Kind, columns: readonly Column[], context: NotedContext): RowText {
  let known = rowTexts.get(object);
  if (known?.kind !== kind || known.release !== context.release) rowTexts.set(object, (known = makeRowText(object, kind, columns, context)));
  return known;
}

function makeRowText(object: KubeObject, kind: Kind, columns: readonly Column[], context: NotedContext): RowText {
  const texts: string[] = [];
  const timed: Column[] = [];
  let parts: string[] = [];
  for (const column of columns) {
    parts.push(parts.length + texts.length === 0 ? '{"cells":[' : ',');
    context.asked = false;
    const cell = printCell(column.cell(object, context));
    if (!context.asked) parts.push(cell);
    else {
      texts.push(parts.join(''));
      timed.push(column);
      parts = [];
    }
  }
  texts.push([...parts, '],"object":', printObject(metadataOnly(object)), '}'].join(''));
  return { kind, release: context.release, texts, timed };
}

/** As a member of a list: null for what a wrong object lacks. */
function printCell(cell: unknown): string {
  return JSON.stringify([cell]).slice(1, -1);
}

/** A table of one changed object, without the definitions that an earlier one of the watch has sent. */
export function makeRowTable(server: ApiServer, served: ServedKind, object: KubeObject, include: IncludeObject): object {
  const context: ColumnContext = { release: server.release, nowMs: server.nowMs };
  const row = makeRow(object, served, columnsOf(served.kind, context), context, include);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: null, rows: [row] };
}

function makeRow(object: KubeObject, served: ServedKind, columns: readonly Column[], context: ColumnContext, include: IncludeObject): object {
  const cells = columns.map((column) => column.cell(object, context));
  if (include === 'None') return { cells, object: null };
  return { cells, object: include === 'Object' ? inVersion(object, served) : metadataOnly(object) };
}

export function metadataOnly(object: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
