/** The patches of a kustomization: strategic ones and lists of operations, each for the object it names or for all that its target fits. */
import { applyJsonPatch, compilePattern, isJsonObject, parseYaml, parseYamlDocuments, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, members, member, text, withMember } from '../objects/member.ts';
import type { Kustomization } from './kustomization.ts';
import type { Part } from './part.ts';
import { mergeStrategically } from './strategic-merge.ts';

interface Patch {
  readonly target: Json | undefined;
  readonly content: string;
  readonly where: string;
}

export function patched(p: Process, kustomization: Kustomization, parts: readonly Part[]): readonly Part[] {
  return patchesOf(p, kustomization).reduce((all, patch) => applyOne(all, patch), parts);
}

function patchesOf(p: Process, { folder, content }: Kustomization): readonly Patch[] {
  const file = (path: string): string => {
    const whole = `${folder}/${path}`;
    if (!p.files.exists(whole)) throw new CommandError(`failed to get the patch file from path(${path}): evalsymlink failure on '${whole}' : lstat ${whole}: no such file or directory`);
    return p.files.readText(whole);
  };
  const given = (entry: Json): Patch => {
    const path = text(entry, 'path');
    return { target: member(entry, 'target'), content: path === '' ? text(entry, 'patch') : file(path), where: path };
  };
  const merges = list(content, 'patchesStrategicMerge').map(String);
  return [
    ...merges.map((entry): Patch => ({ target: undefined, content: entry.includes('\n') ? entry : file(entry), where: entry })),
    ...list(content, 'patchesJson6902').map(given),
    ...list(content, 'patches').map(given),
  ];
}

function applyOne(parts: readonly Part[], patch: Patch): readonly Part[] {
  const parsed = parseYaml(patch.content);
  if (!('error' in parsed) && Array.isArray(parsed.value)) return operations(parts, patch, parsed.value as readonly Json[]);
  let all = parts;
  for (const document of parseYamlDocuments(patch.content)) {
    if ('error' in document) throw new CommandError(`unable to parse SM or JSON patch from [${patch.content}]`);
    if (!isJsonObject(document.value)) continue;
    all = merge(all, patch, document.value);
  }
  return all;
}

function operations(parts: readonly Part[], patch: Patch, steps: readonly Json[]): readonly Part[] {
  if (patch.target === undefined) throw new CommandError('must specify a target for JSON patch');
  const fits = fitting(parts, patch.target);
  return parts.map((part) => {
    if (!fits.has(part)) return part;
    const answer = applyJsonPatch(part.object, steps);
    if ('error' in answer) throw new CommandError(answer.error);
    return { ...part, object: answer.value as JsonObject };
  });
}

function merge(parts: readonly Part[], patch: Patch, document: JsonObject): readonly Part[] {
  const fits = patch.target === undefined ? named(parts, document) : fitting(parts, patch.target);
  if (fits.size === 0 && patch.target === undefined) {
    throw new CommandError(`no matches for Id ${text(document, 'kind')}.${versionWords(document)}/${text(document, 'metadata', 'name')}.${text(document, 'metadata', 'namespace') || '[noNs]'}; failed to find unique target for patch ${text(document, 'kind')}.${versionWords(document)}/${text(document, 'metadata', 'name')}.${text(document, 'metadata', 'namespace') || '[noNs]'}`);
  }
  if (document.$patch === 'delete') return parts.filter((part) => !fits.has(part));
  return parts.map((part) => {
    if (!fits.has(part)) return part;
    const merged = mergeStrategically(part.object, document) as JsonObject;
    // Who it is does not change by a patch.
    const name = withMember(merged, ['metadata', 'name'], text(part.object, 'metadata', 'name'));
    return { ...part, object: { ...name, apiVersion: part.object.apiVersion!, kind: part.object.kind! } };
  });
}

function versionWords(document: JsonObject): string {
  const [group, version] = text(document, 'apiVersion').includes('/') ? text(document, 'apiVersion').split('/') : ['[noGrp]', text(document, 'apiVersion')];
  return `${version!}.${group!}`;
}

function named(parts: readonly Part[], document: JsonObject): ReadonlySet<Part> {
  const namespace = text(document, 'metadata', 'namespace');
  return new Set(parts.filter(({ object, name }) => {
    const isSame = text(object, 'kind') === text(document, 'kind') && text(object, 'apiVersion') === text(document, 'apiVersion');
    return isSame && (name === text(document, 'metadata', 'name') || text(object, 'metadata', 'name') === text(document, 'metadata', 'name')) && (namespace === '' || namespace === text(object, 'metadata', 'namespace'));
  }));
}

/** Every member of a target that is given has to fit; names are patterns. */
function fitting(parts: readonly Part[], target: Json): ReadonlySet<Part> {
  const whole = (pattern: string, value: string): boolean => {
    if (pattern === '') return true;
    const compiled = compilePattern(pattern);
    return 'pattern' in compiled ? compiled.pattern.testWhole(value) : pattern === value;
  };
  return new Set(parts.filter(({ object, name }) => {
    const apiVersion = text(object, 'apiVersion');
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    const fitsName = whole(text(target, 'name'), name) || whole(text(target, 'name'), text(object, 'metadata', 'name'));
    const fitsType = whole(text(target, 'group'), group!) && whole(text(target, 'version'), version!) && whole(text(target, 'kind'), text(object, 'kind'));
    return fitsName && fitsType && whole(text(target, 'namespace'), text(object, 'metadata', 'namespace')) && chosen(text(target, 'labelSelector'), members(object, 'metadata', 'labels')) && chosen(text(target, 'annotationSelector'), members(object, 'metadata', 'annotations'));
  }));
}

function chosen(selector: string, labels: JsonObject): boolean {
  return selector.split(',').filter((part) => part !== '').every((part) => {
    const match = /^([^=!]+)(!=|==?)(.*)$/.exec(part);
    if (!match) return part.startsWith('!') ? !Object.hasOwn(labels, part.slice(1)) : Object.hasOwn(labels, part);
    return (labels[match[1]!.trim()] === match[3]!.trim()) === (match[2] !== '!=');
  });
}
