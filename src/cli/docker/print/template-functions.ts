/** What docker's templates can do beside Go's own functions. */
import { formatGoValue, printJson, type Json } from '../../../base/index.ts';
import type { TemplateFunction } from '../../go-template/functions.ts';

export const dockerFunctions: Readonly<Record<string, TemplateFunction>> = {
  json: (value = null) => printJson(value),
  split: (text = '', separator = '') => formatGoValue(text).split(formatGoValue(separator)),
  join: (list = [], separator = '') => (Array.isArray(list) ? (list as readonly Json[]).map(formatGoValue).join(formatGoValue(separator)) : formatGoValue(list)),
  title: (text = '') => formatGoValue(text).replace(/(^|\s)\S/g, (c) => c.toUpperCase()),
  lower: (text = '') => formatGoValue(text).toLowerCase(),
  upper: (text = '') => formatGoValue(text).toUpperCase(),
  pad: (text = '', before = 0, after = 0) => ' '.repeat(Number(before)) + formatGoValue(text) + ' '.repeat(Number(after)),
  truncate: (text = '', length = 0) => formatGoValue(text).slice(0, Number(length)),
};
