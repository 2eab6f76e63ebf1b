/** A kustomization file: found in its directory, read, its fields known or refused. */
import { isJsonObject, parseYaml, type JsonObject } from '../../../base/index.ts';
import { growMemory, type Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { text } from '../objects/member.ts';
import { fourthSince } from './loader.ts';
import { shapeError } from './shapes.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields that another has taken the place of, in the order in which they are told of. */
const successors: Readonly<Record<string, string>> = {
  bases: "'resources' instead.",
  commonLabels: "'labels' instead.",
  patchesJson6902: "'patches' instead.",
  patchesStrategicMerge: "'patches' instead.",
  vars: "'replacements' instead. [EXPERIMENTAL]",
};

export function oldFields(content: JsonObject): readonly string[] {
  return Object.keys(successors).filter((field) => Object.hasOwn(content, field));
}

export function oldFieldWarning(field: string): string {
  return `# Warning: '${field}' is deprecated. Please use ${successors[field]!} Run 'kustomize edit fix' to update your Kustomization automatically.\n`;
}

export interface Kustomization {
  /** Its directory, absolute. */
  readonly root: string;
  readonly file: string;
  readonly content: JsonObject;
}

/** What one directory takes while all is built: two that each name the next twice are visited four times, thirty of them more often than anybody waits for. */
const visitBytes = 64 * 1024;

export function readKustomization(p: Process, root: string, minor: number): Kustomization {
  const found = fileNames.filter((name) => p.files.exists(`${root}/${name}`));
  if (found.length === 0) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${root}'`);
  if (found.length > 1) throw new CommandError(`Found multiple kustomization files under: ${root}\n`);
  growMemory(p, visitBytes);
  const written = p.files.readText(`${root}/${found[0]!}`);
  const parsed = parseYaml(minor < fourthSince ? renamedFields(written) : written);
  if ('error' in parsed) throw new CommandError(`${minor < fourthSince ? '' : 'invalid Kustomization: '}${parsed.error}`);
  if (parsed.value === null && minor < fourthSince) return { root, file: found[0]!, content: {} };
  if (parsed.value === null) throw new CommandError(`kustomization.yaml is empty`);
  if (!isJsonObject(parsed.value)) throw new CommandError('invalid Kustomization: json: cannot unmarshal into Go value of type types.Kustomization');
  const wrong = shapeError(parsed.value, minor);
  if (wrong !== undefined) throw new CommandError(`${minor < fourthSince ? '' : 'invalid Kustomization: '}${wrong}`);
  if (minor < fourthSince) demandOldType(root, parsed.value);
  else demandType(root, parsed.value);
  return { root, file: found[0]!, content: parsed.value };
}

/** Kustomize 2 put the new names of two fields in wherever it read the old ones. */
function renamedFields(written: string): string {
  return written.replaceAll('patches:', 'patchesStrategicMerge:').replaceAll('imageTags:', 'images:');
}

function demandOldType(root: string, content: JsonObject): void {
  const wanted = [['apiVersion', 'kustomize.config.k8s.io/v1beta1'], ['kind', 'Kustomization']] as const;
  const problems = wanted.filter(([field, value]) => !['', value].includes(text(content, field))).map(([field, value]) => `${field} should be ${value}`);
  if (problems.length > 0) throw new CommandError(`Failed to read kustomization file under ${root}:\n${problems.join('\n')}`);
}

function demandType(root: string, content: JsonObject): void {
  const [kind, apiVersion] = [text(content, 'kind') || 'Kustomization', text(content, 'apiVersion')];
  const version = kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  const problems = [
    ...(['Kustomization', 'Component'].includes(kind) ? [] : ['kind should be Kustomization or Component']),
    ...(['', version].includes(apiVersion) ? [] : [`apiVersion for ${kind} should be ${version}`]),
  ];
  if (problems.length > 0) throw new CommandError(`Failed to read kustomization file under ${root}:\n${problems.join('\n')}`);
}

export function isComponent({ content }: Kustomization): boolean {
  return text(content, 'kind') === 'Component';
}
