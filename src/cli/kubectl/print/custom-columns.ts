/** -o custom-columns=NAME:.metadata.name,…: a table of one's own, a header and a path a column. */
import { compileJsonPath, formatGoValue, relaxJsonPath, TableWriter, type Json, type JsonObject, type JsonPath, type TableStyle } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, text } from '../objects/member.ts';

interface Column {
  readonly header: string;
  readonly path: JsonPath;
}

export function customColumns(format: string, spec: string, style: TableStyle, noHeaders: boolean): (object: JsonObject) => string {
  const columns = format === 'custom-columns' ? fromText(spec) : fromFile(spec);
  let hasHeader = noHeaders;
  const writer = new TableWriter(style);
  return (object) => {
    if (!hasHeader) writer.row(columns.map((column) => column.header));
    hasHeader = true;
    const isList = text(object, 'kind').endsWith('List') && Array.isArray(object.items);
    for (const item of isList ? list(object, 'items') : [object]) writer.row(columns.map((column) => cellOf(item, column)));
    return writer.flush();
  };
}

function fromText(spec: string): Column[] {
  return spec.split(',').map((part) => {
    const at = part.indexOf(':');
    if (at < 0) throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return columnOf(part.slice(0, at), part.slice(at + 1));
  });
}

/** Two lines: headers, and below each its path. */
function fromFile(content: string): Column[] {
  const [headers = '', paths = ''] = content.split('\n');
  if (paths.trim() === '') throw new CommandError('invalid template, missing spec line. Expected format is one line of space separated headers, one line of space separated column specs.');
  const names = headers.trim().split(/\s+/);
  const specs = paths.trim().split(/\s+/);
  if (names.length !== specs.length) throw new CommandError(`number of headers (${names.length}) and field specifications (${specs.length}) don't match`);
  return names.map((name, i) => columnOf(name, specs[i]!));
}

function columnOf(header: string, spec: string): Column {
  const relaxed = relaxJsonPath(spec);
  if ('error' in relaxed) throw new CommandError(relaxed.error);
  const compiled = compileJsonPath(relaxed.source);
  if ('error' in compiled) throw new CommandError(compiled.error);
  return { header, path: compiled.path };
}

function cellOf(item: Json, { path }: Column): string {
  const found = path.find(item);
  if ('error' in found) throw new CommandError(found.error);
  const values = found.results.flat();
  return values.length === 0 ? '<none>' : values.map((value) => (value === null ? '<none>' : formatGoValue(value))).join(',');
}
