/** replacements: a field of one object copied into fields of others. */
import { decodeUtf8, isJsonObject, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { bool, has, list, member, members, text } from '../objects/member.ts';
import { changedAt, stepsOf, valueAt } from './field-path.ts';
import { held } from './growth.ts';
import { selectorId } from './ids.ts';
import type { Kustomization } from './kustomization.ts';
import { load, type Loading } from './loader.ts';
import type { Part } from './part.ts';
import { troubled } from './patch.ts';
import { fitting, matching } from './selector.ts';

export function replacementsOf(loading: Loading, { root, content }: Kustomization): readonly Json[] {
  const entries = list(content, 'replacements');
  if (entries.length === 0) return [];
  return troubled('ReplacementTransformer', { Replacements: entries }, () =>
    entries.flatMap((entry): readonly Json[] => {
      const path = text(entry, 'path');
      if (path === '') return [entry];
      if (has(entry, 'source') || has(entry, 'targets')) throw new CommandError('cannot specify both path and inline replacement');
      const parsed = parseYaml(decodeUtf8(load(loading, root, path)));
      if ('error' in parsed) throw new CommandError(parsed.error);
      return Array.isArray(parsed.value) ? (parsed.value as readonly Json[]) : [parsed.value];
    }));
}

export function replaced({ p }: Loading, parts: readonly Part[], replacements: readonly Json[]): readonly Part[] {
  return replacements.reduce((all: readonly Part[], replacement) => {
    if (!has(replacement, 'source') || !has(replacement, 'targets')) throw new CommandError('replacements must specify a source and at least one target');
    const value = sourceValue(all, member(replacement, 'source')!);
    return list(replacement, 'targets').reduce((now: readonly Part[], target) => intoTarget(p, now, target, value), all);
  }, parts);
}

function sourceValue(parts: readonly Part[], source: Json): Json {
  const id = selectorId(source);
  const found = matching(parts, source);
  const shown = text(source, 'fieldPath') === '' ? id : `${id}:${text(source, 'fieldPath')}`;
  if (found.length > 1) throw new CommandError(`multiple matches for selector ${shown}`);
  if (found.length === 0) throw new CommandError(`nothing selected by ${shown}`);
  const path = text(source, 'fieldPath') || 'metadata.name';
  const value = valueAt(found[0]!.object, stepsOf(path));
  if (value === undefined || value === null) throw new CommandError(`fieldPath \`${path}\` is missing for replacement source ${id}`);
  const options = member(source, 'options');
  if (text(options, 'delimiter') === '') return value;
  if (typeof value === 'object') throw new CommandError('delimiter option can only be used with scalar nodes');
  const pieces = String(value).split(text(options, 'delimiter'));
  const index = Number(text(options, 'index') || '0');
  if (index < 0 || index >= pieces.length) throw new CommandError(`options.index ${index} is out of bounds for value ${String(value)}`);
  return pieces[index]!;
}

function intoTarget(p: Process, parts: readonly Part[], target: Json, value: Json): readonly Part[] {
  if (!has(target, 'select')) throw new CommandError('target must specify resources to select');
  const meant = fitting(parts, member(target, 'select')!);
  const rejected = list(target, 'reject').filter((each) => isJsonObject(each) && Object.keys(each).length > 0).map((each) => fitting(parts, each));
  const paths = list(target, 'fieldPaths').length > 0 ? list(target, 'fieldPaths').map(String) : ['metadata.name'];
  return parts.map((part) => {
    if (!meant.has(part) || rejected.some((each) => each.has(part))) return part;
    return { ...part, object: paths.reduce((object, path) => intoField(p, object, path, value, members(target, 'options')), part.object) };
  });
}

function intoField(p: Process, object: JsonObject, path: string, value: Json, options: JsonObject): JsonObject {
  const creates = bool(options, 'create');
  if (creates && path.split('.').includes('*')) throw new CommandError('cannot support create option in a multi-value target');
  const changed = changedAt(object, stepsOf(path), (before) => settled(before, value, options), creates ? value : undefined);
  if (changed.count === 0) throw new CommandError(`unable to find field ${JSON.stringify(path)} in replacement target`);
  held(p, [changed.value as JsonObject]);
  return changed.value as JsonObject;
}

/** What is put in place of a scalar keeps that one's type where it can. */
function settled(before: Json, value: Json, options: JsonObject): Json {
  const delimiter = text(options, 'delimiter');
  if (delimiter !== '') {
    if (typeof before === 'object' || typeof value === 'object') throw new CommandError('delimiter option can only be used with scalar nodes');
    const pieces = String(before).split(delimiter);
    const index = Number(text(options, 'index') || '0');
    if (index < 0) pieces.unshift(String(value));
    else if (index >= pieces.length) pieces.push(String(value));
    else pieces[index] = String(value);
    return pieces.join(delimiter);
  }
  if (typeof value === 'object' || typeof before === 'object') return value;
  if (typeof before === 'string') return String(value);
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) && typeof before === 'number' ? Number(value) : value;
}
