// The classes of @kubernetes/client-node, as make-schema.ts reads them: their fields, and which kinds of which groups they are.
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** A field of a class of client-node. */
export interface ModelField {
  readonly type: string;
  readonly format: string;
  readonly description: string | undefined;
}

export interface Model {
  readonly fields: Readonly<Record<string, ModelField>>;
  readonly required: ReadonlySet<string>;
  readonly description: string;
}

/** The prefix of a class whose bare name several groups use. */
const groupsByPrefix: Readonly<Record<string, string>> = {
  Admissionregistration: 'admissionregistration', Apiextensions: 'apiextensions', Apiregistration: 'apiregistration',
  Authentication: 'authentication', Core: 'core', Discovery: 'discovery', Events: 'events', Flowcontrol: 'flowcontrol', Rbac: 'rbac',
  Resource: 'resource', Storage: 'storage',
};
const className = /^([A-Z][a-z]+)?V(\d+(?:(?:alpha|beta)\d+)?)([A-Z].*)$/;

export interface ClassName {
  readonly group: string | undefined; // where the name tells
  readonly version: string;
  readonly bare: string;
}

/** `CoreV1Event` is Event of core v1, `V1Pod` Pod of some group's v1. Undefined for a type that is no class. */
export function parseClass(type: string): ClassName | undefined {
  const match = className.exec(type);
  if (!match) return undefined;
  return { group: match[1] === undefined ? undefined : groupsByPrefix[match[1]], version: `v${match[2]!}`, bare: match[3]! };
}

export async function readModel(folder: string, model: string): Promise<Model> {
  type Classes = Record<string, { attributeTypeMap: readonly { baseName: string; name: string; type: string; format: string }[] }>;
  const classes = (await import(/* @vite-ignore */ pathToFileURL(`${folder}/models/${model}.js`).href)) as Classes;
  const text = readFileSync(`${folder}/models/${model}.d.ts`, 'utf8');
  const required = new Set([...text.matchAll(/^ {4}'([^']+)': /gm)].map((match) => match[1]!));
  const comments = new Map([...text.matchAll(/\/\*\*\n\s*\* (.*)\n\s*\*\/\n\s*'([^']+)'\??: /g)].map((match) => [match[2]!, unescape(match[1]!)] as const));
  const fields: Record<string, ModelField> = {};
  for (const { baseName, name, type: written, format } of classes[model]!.attributeTypeMap) {
    fields[baseName] = { type: written, format, description: comments.get(name) };
  }
  const description = unescape(/\/\*\*\n\* (.*)\n\*\/\nexport declare class/.exec(text)?.[1] ?? '');
  return { fields, required, description };
}

function unescape(text: string): string {
  return text.replace(/\\(['"`])/g, '$1').replaceAll('*_/', '*/').replace(/\\\\/g, '\\');
}

/** The kinds that the clients of groups read or make: short name of the definition to class. */
export function kindClasses(folder: string): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const file of readdirSync(`${folder}/apis`).filter((name) => name.endsWith('Api.js')).sort()) {
    const text = readFileSync(`${folder}/apis/${file}`, 'utf8');
    const path = /'\/(?:api|apis\/([a-z.0-9]+))\/(v\d+(?:(?:alpha|beta)\d+)?)\//.exec(text);
    if (!path) continue;
    const group = path[1]?.split('.')[0] ?? 'core';
    const classes = [...text.matchAll(/text\(\), contentType\), "(\w+)", ""\)/g), ...text.matchAll(/serialize\(body, "(\w+)"/g)].map((match) => match[1]!);
    for (const type of new Set(classes)) {
      const parsed = parseClass(type);
      if (!parsed || /List$|^Status$/.test(parsed.bare) || (parsed.group === undefined && parsed.version !== path[2])) continue;
      // A part of an object may be of another group: a Scale, an Eviction, a TokenRequest.
      const owner = parsed.group ?? foreignParts[parsed.bare] ?? group;
      kinds.set(`${owner}.${parsed.version}.${parsed.bare}`, type);
    }
  }
  return kinds;
}

const foreignParts: Readonly<Record<string, string>> = { Scale: 'autoscaling', Eviction: 'policy', TokenRequest: 'authentication', DeleteOptions: 'meta' };
