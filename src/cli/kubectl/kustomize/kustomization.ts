/** A kustomization file: found in its directory, read, its fields known or refused. */
import { isJsonObject, parseYaml, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const known = new Set([
  'apiVersion', 'kind', 'metadata', 'resources', 'bases', 'components', 'namePrefix', 'nameSuffix', 'namespace', 'labels', 'commonLabels', 'commonAnnotations',
  'images', 'replicas', 'configMapGenerator', 'secretGenerator', 'generatorOptions', 'patches', 'patchesStrategicMerge', 'patchesJson6902', 'buildMetadata', 'sortOptions',
]);

/** Fields that another has taken the place of, in the order in which they are told of. */
const successors: Readonly<Record<string, string>> = { bases: 'resources', commonLabels: 'labels', patchesJson6902: 'patches', patchesStrategicMerge: 'patches' };

export function oldFields(content: JsonObject): readonly string[] {
  return Object.keys(successors).filter((field) => Object.hasOwn(content, field));
}

export function oldFieldWarning(field: string): string {
  return `# Warning: '${field}' is deprecated. Please use '${successors[field]!}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.\n`;
}

/** The first client that has version 4 of kustomize in it, after 2.0.3. */
export const fourthSince = 21;

export interface Kustomization {
  readonly folder: string;
  readonly content: JsonObject;
}

export function readKustomization(p: Process, folder: string, minor: number): Kustomization {
  const base = folder.replace(/(?<=.)\/+$/, '');
  const found = p.files.exists(base) ? fileNames.filter((name) => p.files.exists(`${base}/${name}`)) : undefined;
  if (!found) throw new CommandError(`${minor < fourthSince ? `absolute path error in '${base}' ` : 'must build at directory: not a valid directory'}: evalsymlink failure on '${base}' : lstat ${absolute(p, base)}: no such file or directory`);
  if (found.length === 0) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${absolute(p, base)}'`);
  if (found.length > 1) throw new CommandError(`Found multiple kustomization files under: ${absolute(p, base)}`);
  const parsed = parseYaml(p.files.readText(`${base}/${found[0]!}`));
  if ('error' in parsed) throw new CommandError(`invalid Kustomization: error converting YAML to JSON: ${parsed.error}`);
  if (parsed.value === null) throw new CommandError(`kustomization.yaml is empty`);
  if (!isJsonObject(parsed.value)) throw new CommandError('invalid Kustomization: json: cannot unmarshal into Go value of type types.Kustomization');
  const unknown = Object.keys(parsed.value).find((name) => !known.has(name));
  if (unknown !== undefined) throw new CommandError(`${minor < fourthSince ? '' : 'invalid Kustomization: '}json: unknown field ${JSON.stringify(unknown)}`);
  return { folder: base, content: parsed.value };
}

export function absolute(p: Process, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = `${p.cwd}/${path}`.split('/').reduce<string[]>((all, part) => (part === '' || part === '.' ? all : part === '..' ? all.slice(0, -1) : [...all, part]), []);
  return `/${parts.join('/')}`;
}
