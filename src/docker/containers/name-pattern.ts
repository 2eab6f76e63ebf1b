/** Filters by name are patterns: a plain name fits wherever it occurs. */
import { compilePattern } from '../../base/index.ts';
import { badRequest } from '../errors.ts';

export function patternFor(text: string): (name: string) => boolean {
  const compiled = compilePattern(text);
  if ('error' in compiled) throw badRequest(`invalid filter 'name=${text}': ${compiled.error}`);
  const { pattern } = compiled;
  return (name) => pattern.test(name);
}
