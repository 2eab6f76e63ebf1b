/** Objects as -o prints them: YAML, JSON, names, paths, columns of one's own, templates. */
import { compileJsonPath, decodeBase64, decodeUtf8, foldLine, formatGoSyntax, printJson, printYaml, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import { has, list, text } from '../objects/member.ts';
import { hasKyaml, printKyaml, type Printing } from './kyaml.ts';
import { printStruct } from './struct-printer.ts';
import { customColumns } from './custom-columns.ts';
import { listStyle } from './list-style.ts';
import { compileGoTemplate } from '../../go-template/go-template.ts';

/** One object at a time, of a type that the client declares or as it came; remembers what came before, as YAML documents are parted by `---`. */
export type ObjectPrinter = (object: JsonObject, isStruct?: boolean) => string;

const templateFormats = ['go-template', 'go-template-file', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'template', 'templatefile'];

/** The formats that every verb with an -o knows; KYAML only where the client's release has it. */
const plainFormats: readonly string[] = [...templateFormats, 'json', 'kyaml', 'name', 'yaml'];
export const getFormats: readonly string[] = [...plainFormats, 'custom-columns', 'custom-columns-file', 'wide'];

export function outputFlags(formats = 'json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file'): readonly FlagSpec[] {
  return [
    { name: 'output', short: 'o', type: 'string', usage: `Format of the output: ${formats}.` },
    { name: 'template', type: 'string', usage: 'The template, or the file that holds it, for -o=go-template and -o=go-template-file.' },
    { name: 'allow-missing-template-keys', type: 'bool', initial: 'true', usage: 'Do not mind fields that a template names and an object lacks.' },
    { name: 'show-managed-fields', type: 'bool', initial: 'false', usage: 'Keep managedFields when objects are printed as JSON or YAML.', since: 21 },
  ];
}

/** Undefined where no -o was given, and the verb has no format of its own. */
export function printerOf(k: Printing, formats: readonly string[] = plainFormats, initial = ''): ObjectPrinter | undefined {
  const output = k.flags.text('output') || initial;
  const template = k.flags.text('template');
  if (output === '' && template === '') return undefined;
  const at = output.indexOf('=');
  const format = output === '' ? 'go-template' : at < 0 ? output : output.slice(0, at);
  const argument = at < 0 ? template : output.slice(at + 1);
  const takesArgument = templateFormats.includes(format) || format.startsWith('custom-columns');
  demandFormat(output, format === 'wide' || (at >= 0 && !takesArgument) ? '' : format, hasKyaml(k) ? formats : formats.filter((known) => known !== 'kyaml'));
  return makePrinter(k, format, argument);
}

export function demandFormat(typed: string, format: string, allowed: readonly string[]): void {
  if (allowed.includes(format)) return;
  throw new CommandError(`unable to match a printer suitable for the output format ${JSON.stringify(typed)}, allowed formats are: ${[...allowed].sort().join(',')}`);
}

/** The first release that leaves managedFields out unless asked. */
const HIDES_MANAGED_SINCE = 21;

function makePrinter(k: Printing, format: string, argument: string): ObjectPrinter {
  const showManagedFields = k.flags.bool('show-managed-fields') || k.release.minor < HIDES_MANAGED_SINCE;
  const shown = (object: JsonObject): JsonObject => (showManagedFields ? object : withoutManagedFields(object));
  const allowMissingKeys = k.flags.bool('allow-missing-template-keys');
  switch (format) {
    case 'json':
      return (object, isStruct) => `${isStruct ? printStruct(shown(object), '    ') : printJson(shown(object), { indent: '    ', sortKeys: true, escapeHtml: true })}\n`;
    case 'yaml': {
      let printed = 0;
      return (object) => (printed++ > 0 ? '---\n' : '') + printYaml(shown(object), foldLine);
    }
    case 'kyaml':
      return (object) => printKyaml(shown(object));
    case 'name':
      return namesOf;
    case 'jsonpath':
    case 'jsonpath-file':
    case 'jsonpath-as-json':
      return pathPrinter(format, templateText(k.p, format, argument), allowMissingKeys);
    case 'custom-columns':
    case 'custom-columns-file':
      return customColumns(format, templateText(k.p, format, argument), listStyle(k.release.minor), k.flags.bool('no-headers'));
    default:
      return templatePrinter(templateText(k.p, format, argument), allowMissingKeys);
  }
}

function templateText(p: Process, format: string, argument: string): string {
  if (argument === '') {
    const what = format.startsWith('custom') ? 'custom-columns format specified but no custom columns given' : `template format specified but no template given`;
    throw new CommandError(what);
  }
  if (!format.endsWith('file')) return argument;
  if (!p.files.exists(argument)) throw new CommandError(`error reading ${format.startsWith('custom') ? 'template' : '--template'} ${argument}, open ${argument}: no such file or directory`);
  return p.files.readText(argument);
}

function pathPrinter(format: string, template: string, allowMissingKeys: boolean): ObjectPrinter {
  const compiled = compileJsonPath(template);
  if ('error' in compiled) throw new CommandError(`error parsing jsonpath ${template}, ${compiled.error}`);
  return (object) => {
    const answer = format === 'jsonpath-as-json' ? compiled.path.printAsJson(object, { allowMissingKeys }) : compiled.path.print(object, { allowMissingKeys });
    if ('error' in answer) {
      throw new CommandError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${answer.error}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${formatGoSyntax(object)}\n\n\n`,
      );
    }
    return answer.text;
  };
}

const templateFunctions = {
  base64decode(value: Json = '') {
    const decoded = decodeBase64(text(value));
    return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
  },
  exists: (value: Json = null, ...keys: readonly Json[]) => has(value, ...keys.map((key) => (typeof key === 'number' ? key : text(key)))),
};

function templatePrinter(template: string, allowMissingKeys: boolean): ObjectPrinter {
  const compiled = compileGoTemplate(template, templateFunctions);
  if ('error' in compiled) throw new CommandError(`error parsing template ${template}, template: output:1: ${compiled.error}`);
  return (object) => {
    const answer = compiled.print(object, { allowMissingKeys });
    if ('error' in answer) throw new CommandError(`error executing template ${JSON.stringify(template)}: ${answer.error}`);
    return answer.text;
  };
}

/** pod/web-1; of a list, each. */
function namesOf(object: JsonObject): string {
  if (text(object, 'kind').endsWith('List') && Array.isArray(object.items)) {
    return list(object, 'items').map((item) => namesOf(item as JsonObject)).join('');
  }
  const apiVersion = text(object, 'apiVersion');
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return `${text(object, 'kind').toLowerCase()}${group}/${text(object, 'metadata', 'name') || '<unknown>'}\n`;
}

function withoutManagedFields(object: JsonObject): JsonObject {
  if (Array.isArray(object.items) && text(object, 'kind').endsWith('List')) {
    return { ...object, items: list(object, 'items').map((item) => withoutManagedFields(item as JsonObject)) };
  }
  const metadata = object.metadata as JsonObject | undefined;
  if (!metadata || !Object.hasOwn(metadata, 'managedFields')) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}

const WITHOUT_LINKS_SINCE = 24;

/** What several objects become for one document: a List of them. */
export function listOf({ release }: Printing, items: readonly Json[]): JsonObject {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '', ...(release.minor < WITHOUT_LINKS_SINCE && { selfLink: '' }) } };
}
