/** YAML as Kubernetes reads it: many documents in a file, version 1.1, errors in the words of Go's library, each part with its place. */
import type { Json } from '../json-value.ts';
import { YamlFailure, type Mark } from './cursor.ts';
import type { YamlNode } from './nodes.ts';
import { parseDocument } from './parser.ts';
import { resolveDocument } from './resolve.ts';

/** Lines and columns from 1, in the whole text; the end is after the last character. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface YamlDocument {
  /** `null` also where there is nothing but comments. */
  readonly value: Json;
  /** The first line of the document in the text, from 1. */
  readonly line: number;
  /** Where a member or element was written, or its key; of what came by a merge, nothing. */
  locate(path: readonly (string | number)[], part?: 'key' | 'value'): TextRange | undefined;
  /** Keys given again in one object; the last one counted. */
  readonly duplicates: readonly { readonly key: string; readonly at: TextRange }[];
}

export interface YamlProblem {
  /** As kubectl prints it: "yaml: line 4: did not find expected key", the line counted in the document. */
  readonly error: string;
  readonly at: TextRange;
}

export interface YamlLimits {
  readonly depthMax?: number;
  readonly lengthMax?: number; // in UTF-16 units
}

const depthMaxDefault = 500;
const lengthMaxDefault = 8 * 1024 * 1024;

/** The first document of a text; what follows a second `---` is not looked at. */
export function parseYaml(text: string, limits: YamlLimits = {}): YamlDocument | YamlProblem {
  return parseChunk(text, 1, limits);
}

/** All documents of a file, cut at lines that begin with `---` as kubectl cuts, before YAML is looked at. */
export function parseYamlDocuments(text: string, limits: YamlLimits = {}): (YamlDocument | YamlProblem)[] {
  const documents: (YamlDocument | YamlProblem)[] = [];
  let chunk = '';
  let line = 1;
  let chunkLine = 1;
  const finish = (): void => {
    if (chunk !== '') documents.push(parseChunk(chunk, chunkLine, limits));
    chunk = '';
    chunkLine = line + 1;
  };
  for (let from = 0; from < text.length; ) {
    const next = text.indexOf('\n', from) + 1 || text.length; // no pattern: on a line of megabytes one may meet the end of its stack, or not
    const whole = text.slice(from, next);
    from = next;
    if (!whole.startsWith('---')) chunk += whole;
    else {
      const rest = whole.slice(3).trim();
      finish();
      if (rest !== '' && !rest.startsWith('#')) {
        const at = { line, column: 1, endLine: line, endColumn: whole.trimEnd().length + 1 };
        documents.push({ error: `invalid Yaml document separator: ${rest}`, at });
      }
    }
    line++;
  }
  finish();
  return documents;
}

function parseChunk(text: string, firstLine: number, limits: YamlLimits): YamlDocument | YamlProblem {
  const lengthMax = limits.lengthMax ?? lengthMaxDefault;
  const shift = (start: Mark, end: Mark): TextRange => ({
    line: start.line + firstLine,
    column: start.column + 1,
    endLine: end.line + firstLine,
    endColumn: end.column + 1,
  });
  try {
    if (text.length > lengthMax) fail(`the text is longer than ${lengthMax} characters`);
    if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/.test(text)) fail('control characters are not allowed');
    const root = parseDocument(text, limits.depthMax ?? depthMaxDefault);
    const { value, duplicates } = resolveDocument(root);
    return {
      value,
      line: firstLine,
      locate(path, part = 'value') {
        const node = root === undefined ? undefined : find(root, path, part);
        return node === undefined ? undefined : shift(node.start, node.end);
      },
      duplicates: duplicates.map((node) => ({ key: node.text, at: shift(node.start, node.end) })),
    };
  } catch (failure) {
    if (!(failure instanceof YamlFailure)) throw failure;
    const isOurs = !/^(json: |unsupported map key)/.test(failure.message);
    return { error: (isOurs ? 'yaml: ' : '') + failure.message, at: shift(failure.mark, failure.mark) };
  }
}

function fail(message: string): never {
  throw new YamlFailure(message, { index: 0, line: 0, column: 0 });
}

function find(root: YamlNode, path: readonly (string | number)[], part: 'key' | 'value'): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  let key: YamlNode | undefined;
  for (const step of path) {
    if (node?.kind === 'alias') node = node.target;
    key = undefined;
    if (node?.kind === 'sequence') node = node.items[Number(step)];
    else if (node?.kind === 'mapping') {
      const pair = node.pairs.findLast((candidate) => candidate.key.kind === 'scalar' && candidate.key.text === String(step));
      node = pair?.value;
      key = pair?.key;
    } else return undefined;
  }
  return part === 'key' ? (key ?? node) : node;
}
