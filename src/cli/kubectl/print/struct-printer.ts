/** JSON as Go prints a struct: fields in the order of their declaration, maps sorted. What the client makes itself is printed so; what it reads from a file is a map. */
import { isJsonObject, printJson, quoteJson, sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';
import { kindStruct, structOf, type Struct } from './struct-order.ts';
import { text } from '../objects/member.ts';

/** Without `indent` on one line. */
export function printStruct(object: JsonObject, indent?: string): string {
  return printValue(object, kindStruct(text(object, 'kind')), indent, indent === undefined ? undefined : '\n');
}

function printValue(value: Json, struct: Struct | undefined, indent: string | undefined, newline: string | undefined): string {
  const isBranch = struct !== undefined && typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return printJson(value, { ...(indent !== undefined && { indent }), sortKeys: true, escapeHtml: true }).replaceAll('\n', newline ?? '\n');
  const inner = newline === undefined ? undefined : newline + indent;
  const parts = Array.isArray(value) ? value.map((item: Json) => printValue(item, struct, indent, inner)) : membersOf(value as JsonObject, struct).map(([key, member, below]) => `${quoteJson(key, true)}:${inner === undefined ? '' : ' '}${printValue(member, below, indent, inner)}`);
  const [open, close] = isJsonObject(value) ? '{}' : '[]';
  return `${open!}${inner ?? ''}${parts.join(`,${inner ?? ''}`)}${newline ?? ''}${close!}`;
}

/** What has no place of its own comes last. */
function membersOf(object: JsonObject, { fields }: Struct): readonly (readonly [key: string, member: Json, below: Struct | undefined])[] {
  const keys = [...[...fields.keys()].filter((key) => Object.hasOwn(object, key)), ...sortedKeys(object).filter((key) => !fields.has(key))];
  return keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]!, structOf(fields.get(key) ?? '')]);
}
