/** How lists are printed: in columns, as JSON, or by a Go template of each row. */
import { formatGoValue, printJson, dockerTable, TableWriter, type Json } from '../../../base/index.ts';
import { compileGoTemplate, type GoTemplate } from '../../go-template/go-template.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { dockerFunctions } from './template-functions.ts';

export interface ListSpec<R> {
  /** Title of each field that a template may name. */
  readonly titles: Readonly<Record<string, string>>;
  /** The fields of the table that is printed unless told otherwise. */
  readonly columns: readonly string[];
  readonly row: (item: R) => Readonly<Record<string, Json>>;
  /** All that --quiet shows of it. */
  readonly quiet?: (item: R) => string;
}

export function* printList<R>(d: Invocation, spec: ListSpec<R>, items: readonly R[]): Task {
  const { quiet } = spec;
  if (quiet && d.flags.bool('quiet') && !d.flags.has('format')) yield* d.print(items.map((item) => `${quiet(item)}\n`).join(''));
  else yield* d.print(listText(d.flags.text('format'), spec, items));
}

export function listText<R>(format: string, spec: ListSpec<R>, items: readonly R[]): string {
  if (format === 'json') return items.map((item) => `${printJson(spec.row(item), { sortKeys: true })}\n`).join('');
  if (format === '' || format === 'table') return columnsText(spec, items);
  const isTable = /^table\b/.test(format);
  const source = (isTable ? format.replace(/^table\s*/, '') : format).replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  const template = templateOf(source);
  const lines = items.map((item) => filled(template, spec.row(item)));
  if (!isTable) return lines.map((line) => `${line}\n`).join('');
  const table = new TableWriter(dockerTable);
  table.write(`${filled(template, spec.titles)}\n`);
  for (const line of lines) table.write(`${line}\n`);
  return table.flush();
}

function columnsText<R>({ titles, columns, row }: ListSpec<R>, items: readonly R[]): string {
  const table = new TableWriter(dockerTable);
  table.row(columns.map((name) => titles[name] ?? name));
  for (const item of items) {
    const values = row(item);
    table.row(columns.map((name) => formatGoValue(values[name] ?? '')));
  }
  return table.flush();
}

export function templateOf(source: string): GoTemplate {
  const template = compileGoTemplate(source, dockerFunctions);
  if ('error' in template) throw new ClientError(`template parsing error: template: :1: ${template.error}`, 64);
  return template;
}

export function filled(template: GoTemplate, data: Json): string {
  const result = template.print(data, { allowMissingKeys: false });
  if ('error' in result) throw new ClientError(`template parsing error: template: :1: ${result.error}`);
  return result.text;
}
