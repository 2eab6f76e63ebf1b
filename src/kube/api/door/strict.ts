/** What a strict reader has to say of a body: members that it gives twice, and members that nobody knows, in the server's words and order. */
import { duplicateMembers, membersAtFault, type Json } from '../../../base/index.ts';

export interface Findings {
  /** As one error names them. */
  readonly refused: readonly string[];
  /** As warnings, one each. */
  readonly warned: readonly string[];
}

/** A body as it was given, once it is known what of it nobody knows. */
export type GivenBody = (unknown: readonly string[]) => Findings;

export const nothingGiven: GivenBody = (unknown) => alike(unknown.map(unknownField));

export function givenAsJson(text: string, value: Json): GivenBody {
  return (unknown) => alike(membersAtFault(text, value, unknown).map(({ path, isUnknown }) => (isUnknown ? unknownField(path) : duplicateField(path))));
}

/** YAML is made JSON first, whose members are in order. */
export function givenAsYaml(duplicates: readonly { readonly key: string; readonly at: { readonly line: number } }[]): GivenBody {
  const lines = duplicates.map(({ key, at }) => `line ${at.line}: key "${key}" already set in map`);
  return (unknown) => {
    const rest = inOrder(unknown).map(unknownField);
    return { refused: [...(lines.length > 0 ? [`yaml: unmarshal errors:${lines.map((line) => `\n  ${line}`).join('')}`] : []), ...rest], warned: [...lines, ...rest] };
  };
}

/** Of a patch, the patch itself is looked at for what it gives twice, and what comes of it for what is unknown. */
export function givenAsPatch(text: string, patch: Json, isJsonPatch: boolean): GivenBody {
  const own = isJsonPatch && Array.isArray(patch) ? faultsOfOperations(text, patch as readonly Json[]) : duplicateMembers(text, patch).map(duplicateField);
  return (unknown) => alike([...own, ...inOrder(unknown).map(unknownField)]);
}

const operationMembers = new Set(['op', 'path', 'from', 'value']);

function faultsOfOperations(text: string, operations: readonly Json[]): readonly string[] {
  const unknown = operations.flatMap((operation, i) => (operation !== null && typeof operation === 'object' ? Object.keys(operation).filter((name) => !operationMembers.has(name)).map((name) => `[${i}].${name}`) : []));
  const ofOperation = /^\[\d+\]\.[^.[]+$/;
  return membersAtFault(text, operations, unknown).filter(({ path }) => ofOperation.test(path)).map(({ path, isUnknown }) => `json patch ${isUnknown ? unknownField(path) : duplicateField(path)}`);
}

const unknownField = (path: string): string => `unknown field "${path}"`;
const duplicateField = (path: string): string => `duplicate field "${path}"`;
const alike = (words: readonly string[]): Findings => ({ refused: words, warned: words });

/** As the members of a printed object stand: by name, and by index. */
function inOrder(paths: readonly string[]): readonly string[] {
  const keyOf = (path: string): string => path.replace(/\[(\d+)\]/g, (_, index: string) => `\u0001${index.padStart(9, '0')}`).replaceAll('.', '\u0000');
  return paths.map((path) => [keyOf(path), path] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}
