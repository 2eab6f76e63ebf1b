/** Builds a kustomization: its resources and what it generates, patched and transformed, names followed, in an order that can be applied. */
import { compareBytes, isJsonObject, parseYamlDocuments, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, members, text, withMember } from '../objects/member.ts';
import { contentHash } from './content-hash.ts';
import { rankOf } from './facts.ts';
import { generatedOf } from './generate-data.ts';
import { absolute, fourthSince, oldFields, oldFieldWarning, readKustomization, type Kustomization } from './kustomization.ts';
import type { Part } from './part.ts';
import { patched } from './patch.ts';
import { mergeStrategically } from './strategic-merge.ts';
import { affixed, annotated, labelled, placed, renamed, withImages, withLabelEntries, withReplicas } from './transform.ts';

/** The first client whose hashes leave the name out. */
const namelessSince = fourthSince;

export interface Built {
  readonly objects: readonly JsonObject[];
  /** Whole lines about fields of old. */
  readonly warnings: string;
}

export function buildKustomization(p: Process, folder: string, minor: number): Built {
  const visit: Visit = { p, minor, outer: [], old: [] };
  const parts = renamed(partsOf(visit, folder, []), ({ object, hashed }) => (hashed ? `${text(object, 'metadata', 'name')}-${contentHash(minor < namelessSince ? object : withMember(object, ['metadata', 'name'], ''))}` : text(object, 'metadata', 'name')));
  const key = (object: JsonObject): string => [text(object, 'kind'), text(object, 'apiVersion'), text(object, 'metadata', 'namespace'), text(object, 'metadata', 'name')].join('\n');
  const objects = parts.map((part) => part.object).toSorted((a, b) => rankOf(text(a, 'kind')) - rankOf(text(b, 'kind')) || compareBytes(key(a), key(b)));
  return { objects, warnings: minor < warnsSince ? '' : visit.old.map((field) => oldFieldWarning(field)).join('') };
}

/** The first client that warns of fields of old. */
const warnsSince = 27;

/** What one build keeps on its way through the directories: where it came from, and the fields of old that it met. */
interface Visit {
  readonly p: Process;
  readonly minor: number;
  readonly outer: readonly string[];
  readonly old: string[];
}

/** `begun`: what a component is added to. */
function partsOf(visit: Visit, folder: string, begun: readonly Part[]): readonly Part[] {
  const { p, outer } = visit;
  const root = absolute(p, folder);
  if (outer.includes(root)) throw new CommandError(`cycle detected: candidate root '${root}' contains visited root '${root}'`);
  const kustomization = readKustomization(p, folder, visit.minor);
  const { content } = kustomization;
  visit.old.push(...oldFields(content));
  const inside: Visit = { ...visit, outer: [...outer, root] };
  let parts = begun;
  for (const entry of [...list(content, 'resources'), ...list(content, 'bases')].map(String)) parts = [...parts, ...resource(inside, kustomization, entry)];
  for (const entry of list(content, 'components').map(String)) parts = partsOf(inside, entry.startsWith('/') ? entry : `${folder}/${entry}`, parts);
  parts = withGenerated(p, kustomization, parts);
  refuseDoubles(parts);
  parts = patched(p, kustomization, parts);
  parts = placed(parts, text(content, 'namespace'));
  parts = affixed(parts, text(content, 'namePrefix'), text(content, 'nameSuffix'));
  parts = labelled(parts, members(content, 'commonLabels'), { selectors: true, templates: true });
  parts = withLabelEntries(parts, list(content, 'labels'));
  parts = annotated(parts, members(content, 'commonAnnotations'));
  return withReplicas(withImages(parts, list(content, 'images')), list(content, 'replicas'));
}

function resource(visit: Visit, { folder }: Kustomization, entry: string): readonly Part[] {
  const { p, minor } = visit;
  const path = entry.startsWith('/') ? entry : `${folder}/${entry}`;
  if (!p.files.exists(path)) {
    if (minor < fourthSince) throw new CommandError(`rawResources failed to read Resources: Load from path ${entry} failed: evalsymlink failure on '${absolute(p, path)}' : lstat ${absolute(p, path)}: no such file or directory\n`);
    throw new CommandError(`accumulating resources: accumulation err='accumulating resources from '${entry}': evalsymlink failure on '${absolute(p, path)}' : lstat ${absolute(p, path)}: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '${absolute(p, path)}' : lstat ${absolute(p, path)}: no such file or directory`);
  }
  if (p.files.stat(path).kind === 'dir') return partsOf(visit, path, []);
  return parseYamlDocuments(p.files.readText(path)).flatMap((document): Part[] => {
    if ('error' in document) throw new CommandError(`accumulating resources: accumulation err='accumulating resources from '${entry}': MalformedYAMLError: ${document.error} in File: ${entry}'`);
    if (document.value === null) return [];
    if (!isJsonObject(document.value) || text(document.value, 'kind') === '') throw new CommandError(`accumulating resources: accumulation err='accumulating resources from '${entry}': missing Resource metadata'`);
    return [{ object: document.value, name: text(document.value, 'metadata', 'name'), hashed: false }];
  });
}

function withGenerated(p: Process, kustomization: Kustomization, parts: readonly Part[]): readonly Part[] {
  let all = parts;
  for (const { object, hashed, behavior } of generatedOf(p, kustomization)) {
    const name = text(object, 'metadata', 'name');
    const at = all.findIndex((part) => part.name === name && text(part.object, 'kind') === text(object, 'kind'));
    if (behavior === 'create') all = [...all, { object, name, hashed }];
    else if (at < 0) throw new CommandError(`id ${text(object, 'kind')}.v1.[noGrp]/${name}.[noNs] does not exist; cannot merge or replace`);
    else {
      const known = all[at]!;
      const next = behavior === 'replace' ? { ...object, metadata: known.object.metadata! } : (mergeStrategically(known.object, { ...object, metadata: { ...members(object, 'metadata'), name: text(known.object, 'metadata', 'name') } }) as JsonObject);
      all = all.map((part, i) => (i === at ? { ...known, object: next } : part));
    }
  }
  return all;
}

function refuseDoubles(parts: readonly Part[]): void {
  const seen = new Set<string>();
  for (const { object } of parts) {
    const id = `${text(object, 'kind')}/${text(object, 'metadata', 'namespace')}/${text(object, 'metadata', 'name')}/${text(object, 'apiVersion')}`;
    if (seen.has(id)) throw new CommandError(`may not add resource with an already registered id: ${text(object, 'kind')}.${text(object, 'apiVersion').split('/').reverse().join('.')}/${text(object, 'metadata', 'name')}.${text(object, 'metadata', 'namespace') || '[noNs]'}`);
    seen.add(id);
  }
}
