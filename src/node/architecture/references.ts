// The identifiers by which a file reaches for something it did not declare: its use of globals, exactly. Property
// names, object keys, types and everything bound in the file (a parameter called `process`) are not that.
import type { ESTree } from 'vite';

type Node = ESTree.Node & Record<string, unknown>;
export type Reference = { name: string; start: number };

/** TypeScript's nodes that wrap an expression; every other `TS…` node is type only. */
const WRAPPERS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSInstantiationExpression']);
/** Keys under which a plain identifier is a name and not a value, unless the node is computed. */
const NAME_KEYS: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  AccessorProperty: 'key',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
  ImportSpecifier: 'imported',
  ExportSpecifier: 'exported',
  MetaProperty: 'meta',
};
const BINDING_KEYS: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  ClassExpression: ['id'],
  CatchClause: ['param'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
};

export function freeReferences(program: ESTree.Program): Reference[] {
  const found: Reference[] = [];
  const bound = new Set<string>();
  walk(program as unknown as Node, found, bound);
  return found.filter((reference) => !bound.has(reference.name));
}

function walk(node: Node, found: Reference[], bound: Set<string>): void {
  if (node.type === 'Identifier') {
    found.push({ name: node.name, start: node.start });
    return;
  }
  if (node.type.startsWith('TS') && !WRAPPERS.has(node.type)) return;
  for (const key of BINDING_KEYS[node.type] ?? []) for (const child of children(node[key])) bind(child, bound);
  const nameKey = node.computed ? undefined : NAME_KEYS[node.type];
  for (const [key, value] of Object.entries(node)) {
    if (key === nameKey || key === 'typeAnnotation' || key === 'parent') continue;
    for (const child of children(value)) walk(child, found, bound);
  }
}

function bind(pattern: Node, bound: Set<string>): void {
  if (pattern.type === 'Identifier') bound.add(pattern.name);
  const inner: Readonly<Record<string, string>> = {
    AssignmentPattern: 'left',
    RestElement: 'argument',
    ArrayPattern: 'elements',
    ObjectPattern: 'properties',
    Property: 'value',
  };
  const key = inner[pattern.type];
  if (key) for (const child of children(pattern[key])) bind(child, bound);
}

function children(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(children);
  return value !== null && typeof value === 'object' && 'type' in value ? [value as Node] : [];
}
