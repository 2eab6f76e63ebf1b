/** Tables: what kubectl prints, made by the server. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, ageColumn, type Column, type ColumnContext } from '../../kinds/column.ts';
import type { Kind } from '../../kinds/kind.ts';
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

/** A table as text: of ten thousand pods, each with its metadata, which seldom changes between two lists. */
export function tableText(server: ApiServer, served: ServedKind, objects: readonly KubeObject[], listMeta: object, include: IncludeObject): string {
  const context: ColumnContext = { release: server.release, nowMs: server.nowMs };
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
    if (include === 'Metadata') text += `${comma}{"cells":${printObject(columns.map((column) => column.cell(object, context)))},"object":${metadataText(object)}}`;
    else text += comma + printObject(makeRow(object, served, columns, context, include));
    comma = ',';
  }
  return `${text}]}`;
}

const metadataTexts = new WeakMap<KubeObject['metadata'], string>();

function metadataText(object: KubeObject): string {
  let text = metadataTexts.get(object.metadata);
  if (text === undefined) metadataTexts.set(object.metadata, (text = printObject(metadataOnly(object))));
  return text;
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
