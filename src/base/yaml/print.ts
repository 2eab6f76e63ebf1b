/** Prints YAML as kubectl does: keys in natural order, lists at the column of their key, quotes only where reading needs them, long lines folded. */
import { formatShortest } from '../go-value.ts';
import { isJsonObject, type Json } from '../json-value.ts';
import { compareNaturally } from './natural-order.ts';
import { foldLine } from './fold-line.ts';
import { scalarShape } from './scalar-shape.ts';

const keyLengthMax = 128; // a longer key is written with a question mark

/** One document, with a line end. */
export function printYaml(value: Json, { folds = true }: { readonly folds?: boolean } = {}): string {
  const out: string[] = [];
  printNode(value, { indent: 0, before: 'root', column: 0 }, folds, out);
  return `${out.join('')}\n`;
}

/** Several documents, `---` between them. */
export function printYamlDocuments(values: readonly Json[]): string {
  return values.map((value) => printYaml(value)).join('---\n');
}

/** What stands before the node on its line: nothing, a key with its colon, or a dash (or a colon alone) that it continues. */
type Before = 'root' | 'key' | 'dash';

/** Where a node begins, and to what its further lines are indented. */
interface Place {
  readonly indent: number;
  readonly before: Before;
  readonly column: number;
}

function printNode(value: Json, place: Place, folds: boolean, out: string[]): void {
  const { indent, before } = place;
  const gap = before === 'key' ? ' ' : '';
  if (typeof value !== 'object' || value === null) {
    out.push(gap, printScalar(value, before === 'root' ? { ...place, indent: 2 } : place, folds));
    return;
  }
  const members = isJsonObject(value) ? Object.keys(value).sort(compareNaturally) : undefined;
  if ((members ?? (value as readonly Json[])).length === 0) {
    out.push(gap, members === undefined ? '[]' : '{}');
    return;
  }
  const separator = `\n${' '.repeat(indent)}`;
  let isFirst = before !== 'key';
  const begin = (): void => {
    if (!isFirst) out.push(separator);
    isFirst = false;
  };
  const dashed: Place = { indent: indent + 2, before: 'dash', column: indent + 2 };
  if (members === undefined) {
    for (const item of value as readonly Json[]) {
      begin();
      out.push('- ');
      printNode(item, dashed, folds, out);
    }
    return;
  }
  for (const key of members) {
    begin();
    const member = (value as Readonly<Record<string, Json>>)[key]!;
    if (key.length <= keyLengthMax && !/[\n\r\x85\u2028\u2029]/.test(key)) {
      const printed = scalarShape(key).text;
      out.push(printed, ':');
      printNode(member, { indent: Array.isArray(member) ? indent : indent + 2, before: 'key', column: indent + printed.length + 2 }, folds, out);
    } else {
      out.push('? ', printScalar(key, dashed, folds), separator, ': ');
      printNode(member, dashed, folds, out);
    }
  }
}

function printScalar(value: string | number | bigint | boolean | null, { indent, column }: Place, folds: boolean): string {
  if (typeof value !== 'string') return printPlain(value);
  const shape = scalarShape(value);
  if (shape.style !== 'literal') return folds ? foldLine(shape.text, { indent, column }) : shape.text;
  const margin = ' '.repeat(indent);
  const lines = value.split('\n');
  const ending = lines.at(-1) === '' ? lines.pop()! : '-';
  const chomping = ending === '-' ? '-' : value.length === 1 || value.endsWith('\n\n') ? '+' : '';
  const hint = /^[ \n]/.test(value) ? '2' : '';
  return `|${hint}${chomping}${lines.map((line) => (line === '' ? '\n' : `\n${margin}${line}`)).join('')}`;
}

function printPlain(value: number | bigint | boolean | null): string {
  const isShort = typeof value !== 'number' || (Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63));
  return isShort ? String(value) : formatShortest(value);
}
