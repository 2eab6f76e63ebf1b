/** vars: $(NAME) in commands, arguments, environments and some other fields stands for a field of an object, by the name that this one has in the end. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { member, text } from '../objects/member.ts';
import { podSpecPaths } from './facts.ts';
import { changedAt, valueAt } from './field-path.ts';
import { groupVersion, typeId } from './ids.ts';
import type { Part } from './part.ts';
import { matching } from './selector.ts';

const inPods = ['containers', 'initContainers'].flatMap((list) => ['args/*', 'command/*', 'env/*/value', 'volumeMounts/*/mountPath'].map((field) => `${list}/*/${field}`));
const elsewhere = ['spec/rules/*/host', 'spec/tls/*/hosts/*', 'spec/tls/*/secretName', 'spec/ports/*/port', 'spec/ports/*/targetPort', 'metadata/labels/*', 'metadata/annotations/*'];
const paths = [...podSpecPaths.flatMap((spec) => [...inPods, 'volumes/*/nfs/server'].map((path) => [...spec, ...path.split('/')])), ...elsewhere.map((path) => path.split('/'))];

/** Those of one kustomization beside those met before. */
export function addVariables(all: Json[], own: readonly Json[]): void {
  for (const variable of own) {
    if (all.some((known) => text(known, 'name') === text(variable, 'name'))) throw new CommandError(`var '${text(variable, 'name')}' already encountered`);
    all.push(variable);
  }
}

/** `unused`: the names of those that stood nowhere. */
export function withVariables(parts: readonly Part[], variables: readonly Json[]): { readonly parts: readonly Part[]; readonly unused: readonly string[] } {
  if (variables.length === 0) return { parts, unused: [] };
  const values = new Map(variables.map((variable) => [text(variable, 'name'), valueOf(parts, variable)]));
  const used = new Set<string>();
  const after = parts.map((part) => ({ ...part, object: paths.reduce((object, path) => changedAt(object, path, (value) => expanded(value, values, used), undefined).value as JsonObject, part.object) }));
  return { parts: after, unused: [...values.keys()].filter((name) => !used.has(name)) };
}

function valueOf(parts: readonly Part[], variable: Json): Json {
  const [group, version] = groupVersion(text(variable, 'objref', 'apiVersion'));
  const objref = { ...(member(variable, 'objref') as JsonObject), group: text(variable, 'objref', 'group') || group, version: text(variable, 'objref', 'version') || version };
  const field = text(variable, 'fieldref', 'fieldPath') || text(variable, 'fieldref', 'fieldpath') || 'metadata.name';
  const shown = `'{${text(variable, 'name')} ${typeId(text(objref, 'kind'), objref.version, objref.group)} {${field}}}'`;
  const found = matching(parts, objref);
  if (found.length > 1) throw new CommandError(`found ${found.length} resId matches for var ${shown.slice(1, -1)} (unable to disambiguate)`);
  if (found.length === 0) throw new CommandError(`var ${shown} cannot be mapped to a field in the set of known resources`);
  const value = valueAt(found[0]!.object, field.split(/\.|\[|\]\.?/).filter((step) => step !== ''));
  if (value === undefined || isJsonObject(value) || Array.isArray(value)) throw new CommandError(`field specified in var ${shown} not found in corresponding resource`);
  return value;
}

/** $$(NAME) is a dollar before a bracket; a value that is nothing else keeps its type. */
function expanded(value: Json, values: ReadonlyMap<string, Json>, used: Set<string>): Json {
  if (typeof value !== 'string') return value;
  const alone = /^\$\(([^()]*)\)$/.exec(value);
  if (alone && values.has(alone[1]!)) {
    used.add(alone[1]!);
    return values.get(alone[1]!)!;
  }
  return value.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => {
    if (whole === '$$') return '$';
    if (name === undefined || !values.has(name)) return whole;
    used.add(name);
    return text(values.get(name));
  });
}
