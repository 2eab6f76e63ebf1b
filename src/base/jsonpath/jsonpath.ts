/** kubectl's JSONPath: one dialect for -o jsonpath, --sort-by, custom columns, wait and the checks of lessons. */
import { formatGoValue } from '../go-value.ts';
import { printJson } from '../json-print.ts';
import type { Json } from '../json-value.ts';
import { evaluateTemplate } from './evaluate.ts';
import { JsonPathFailure, type Template } from './nodes.ts';
import { parseTemplate } from './parse.ts';

export interface JsonPathOptions {
  readonly allowMissingKeys?: boolean; // true unless told otherwise, as kubectl's flag is
  readonly resultsMax?: number;
}

export type JsonPathAnswer = { readonly path: JsonPath } | { readonly error: string };
export type JsonPathResults = { readonly results: readonly (readonly Json[])[] } | { readonly error: string };
export type JsonPathText = { readonly text: string } | { readonly error: string };

export interface JsonPath {
  readonly source: string;
  /** One list for each part of the template: a text outside braces is a list of that one text. */
  find(data: Json, options?: JsonPathOptions): JsonPathResults;
  /** As -o jsonpath prints: results of one action joined by blanks, objects and arrays as JSON. */
  print(data: Json, options?: JsonPathOptions): JsonPathText;
  /** As -o jsonpath-as-json prints. */
  printAsJson(data: Json, options?: JsonPathOptions): JsonPathText;
}

const sourceMax = 10_000;
const resultsMaxDefault = 1_000_000;

/** The error has kubectl's words ("unclosed action"), without what its commands put in front. */
export function compileJsonPath(source: string): JsonPathAnswer {
  if (source.length > sourceMax) return { error: 'the template is too long' };
  let template: Template;
  try {
    template = parseTemplate(source);
  } catch (failure) {
    return { error: wordsOf(failure) };
  }
  const find = (data: Json, options: JsonPathOptions = {}): JsonPathResults => {
    const { allowMissingKeys = true, resultsMax = resultsMaxDefault } = options;
    try {
      const found = evaluateTemplate(template, data, { allowMissingKeys, resultsMax });
      return { results: found.map((list) => list.map((item) => item.value)) };
    } catch (failure) {
      return { error: wordsOf(failure) };
    }
  };
  const printEach = (data: Json, options: JsonPathOptions | undefined, print: (list: readonly Json[]) => string): JsonPathText => {
    const found = find(data, options);
    return 'error' in found ? found : { text: found.results.map(print).join('') };
  };
  return {
    path: {
      source,
      find,
      print: (data, options) => printEach(data, options, (list) => list.map(printFound).join(' ')),
      printAsJson: (data, options) =>
        printEach(data, options, (list) => `${printJson(list, { indent: '    ', sortKeys: true, escapeHtml: true })}\n`),
    },
  };
}

/** All values that a path finds, in one list; empty when nothing is there or the path is wrong. */
export function findValues(data: Json, source: string): readonly Json[] {
  const compiled = compileJsonPath(source);
  const found = 'path' in compiled ? compiled.path.find(data) : compiled;
  return 'results' in found ? found.results.flat() : [];
}

/** Accepts a path without its braces or leading dot, as --sort-by and custom columns do. */
export function relaxJsonPath(source: string): { readonly source: string } | { readonly error: string } {
  if (source === '') return { source };
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(source);
  if (match !== null) return { source: `{.${match[1] ?? match[2]!}}` };
  return {
    error: "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  };
}

function printFound(value: Json): string {
  return typeof value === 'object' ? printJson(value, { sortKeys: true, escapeHtml: true }) : formatGoValue(value);
}

function wordsOf(failure: unknown): string {
  if (failure instanceof JsonPathFailure) return failure.message;
  throw failure;
}
