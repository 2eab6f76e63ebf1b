/** Is a manifest right, before it is sent? Current servers say so themselves; for older ones the client looks into their description. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { NetError, resolve } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { dialWords } from '../command/error-words.ts';
import type { Task } from '../command/task.ts';
import { text } from '../objects/member.ts';
import { schemaErrors } from './schema-errors.ts';

/** The first client that leaves it to servers that can. */
const WORDS_SINCE = 24;

export const validateFlags: readonly FlagSpec[] = [{
  name: 'validate',
  type: 'bool',
  initial: 'true',
  usage: 'Check manifests before they are sent.',
  until: WORDS_SINCE,
}, {
  name: 'validate',
  type: 'optional',
  initial: 'strict',
  bare: 'strict',
  usage: 'Check manifests before they are kept: strict (or true) refuses unknown and duplicate fields, warn only tells of them, ignore (or false) does not look.',
  since: WORDS_SINCE,
}];

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export function fieldValidation(k: Invocation): FieldValidation {
  const word = k.flags.text('validate');
  if (k.release.minor < WORDS_SINCE) return k.flags.bool('validate') ? 'Strict' : 'Ignore';
  if (['true', 'strict', ''].includes(word)) return 'Strict';
  if (word === 'warn') return 'Warn';
  if (['false', 'ignore'].includes(word)) return 'Ignore';
  throw new CommandError(`invalid - validate option ${JSON.stringify(word)}; must be one of: strict (or true), warn, ignore (or false)`);
}

/** What is asked of the server; older clients look themselves, and ask nothing. */
export function validationQuery(k: Invocation): [string, string][] {
  return k.release.minor < WORDS_SINCE ? [] : [['fieldValidation', fieldValidation(k)]];
}

/** What `select` is to call for each document. */
export function validator(k: Invocation): ((document: Json, source: string) => Task) | undefined {
  if (fieldValidation(k) === 'Ignore') return undefined;
  return function* (document, source) {
    const problems = yield* problemsOf(k, document);
    if (problems.length === 0) return;
    const words = problems.length === 1 ? problems[0]! : `[${problems.join(', ')}]`;
    throw new CommandError(
      `error validating ${JSON.stringify(source)}: error validating data: ${words}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  };
}

/** What is wrong with it, as far as the client looks; current servers look themselves. */
export function* problemsOf(k: Invocation, document: Json): Task<readonly string[]> {
  if (!isJsonObject(document)) return ['invalid object to validate'];
  const [apiVersion, kind] = [text(document, 'apiVersion'), text(document, 'kind')];
  const missing = ['apiVersion', 'kind'].flatMap((field) => {
    const value = document[field] ?? '';
    return value === '' ? [`${field} not set`] : typeof value === 'string' ? [] : [`${field} isn't string type`];
  });
  if (missing.length > 0) return missing;
  if (kind.endsWith('List') && Array.isArray(document.items)) {
    const all: string[] = [];
    for (const item of document.items as readonly Json[]) all.push(...(yield* problemsOf(k, item)));
    return all;
  }
  try {
    const description = yield* k.openApi.of(apiVersion);
    const schema = description?.kind(apiVersion, kind);
    if (!description || !schema || description.acceptsParameter(apiVersion, kind, 'fieldValidation')) return [];
    return schemaErrors(description, schema, document, kind);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    return [`failed to download openapi: Get "${k.connection.url}/openapi/v2?timeout=32s": ${dialWords(error, k.connection, yield* addressOf(k))}`];
  }
}

export function* addressOf(k: Invocation): Task<string> {
  try {
    return (yield* resolve(k.connection.host))[0] ?? k.connection.host;
  } catch {
    return k.connection.host;
  }
}
