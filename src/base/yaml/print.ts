/** Prints YAML as kubectl does: keys in natural order, lists at the column of their key, quotes only where reading needs them, long lines folded by whoever wants them so. */
import { formatShortest } from '../go-value.ts';
import { isJsonObject, type Json } from '../json-value.ts';
import { compareNaturally } from './natural-order.ts';
import { scalarShape } from './scalar-shape.ts';

const keyLengthMax = 128; // a longer key is written with a question mark

/** What breaks a long scalar, from a column on. */
export type Fold = (text: string, indent: number, column: number) => string;

/** One document, with a line end. */
export function printYaml(value: Json, fold?: Fold): string {
  const out: string[] = [];
  printNode(value, 0, 'root', 0, fold, out);
  return `${out.join('')}\n`;
}

/** Several documents, `---` between them. */
export function printYamlDocuments(values: readonly Json[]): string {
  return values.map((value) => printYaml(value)).join('---\n');
}

/** What stands before the node on its line: nothing, a key with its colon, or a dash (or a colon alone) that it continues. */
type Before = 'root' | 'key' | 'dash';

/** `indent`: of its further lines; `column`: where it begins. */
function printNode(value: Json, indent: number, before: Before, column: number, fold: Fold | undefined, out: string[]): void {
  const gap = before === 'key' ? ' ' : '';
  if (typeof value !== 'object' || value === null) {
    out.push(gap, printScalar(value, before === 'root' ? 2 : indent, column, fold));
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
  if (members === undefined) {
    for (const item of value as readonly Json[]) {
      begin();
      out.push('- ');
      printNode(item, indent + 2, 'dash', indent + 2, fold, out);
    }
    return;
  }
  for (const key of members) {
    begin();
    const member = (value as Readonly<Record<string, Json>>)[key]!;
    if (key.length <= keyLengthMax && !/[\n\r\x85\u2028\u2029]/.test(key)) {
      const printed = scalarShape(key).text;
      out.push(printed, ':');
      printNode(member, Array.isArray(member) ? indent : indent + 2, 'key', indent + printed.length + 2, fold, out);
    } else {
      out.push('? ', printScalar(key, indent + 2, indent + 2, fold), separator, ': ');
      printNode(member, indent + 2, 'dash', indent + 2, fold, out);
    }
  }
}

function printScalar(value: string | number | bigint | boolean | null, indent: number, column: number, fold: Fold | undefined): string {
  if (typeof value !== 'string') return printPlain(value);
  const shape = scalarShape(value);
  if (shape.style !== 'literal') return fold ? fold(shape.text, indent, column) : shape.text;
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
