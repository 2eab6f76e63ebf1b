/** What docker's templates can do beside Go's own functions. */
import { printJson, type Json } from '../../../base/index.ts';
import type { TemplateFunction } from '../../go-template/functions.ts';

export const dockerFunctions: Readonly<Record<string, TemplateFunction>> = {
  json: (value = null) => printJson(value),
  split: (text = '', separator = '') => String(text).split(String(separator)),
  join: (list = [], separator = '') => (Array.isArray(list) ? (list as readonly Json[]).map(String).join(String(separator)) : String(list)),
  title: (text = '') => String(text).replace(/(^|\s)\S/g, (c) => c.toUpperCase()),
  lower: (text = '') => String(text).toLowerCase(),
  upper: (text = '') => String(text).toUpperCase(),
  pad: (text = '', before = 0, after = 0) => ' '.repeat(Number(before)) + String(text) + ' '.repeat(Number(after)),
  truncate: (text = '', length = 0) => String(text).slice(0, Number(length)),
};
