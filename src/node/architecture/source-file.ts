// One file of `src/` with what the rules ask about it: its room, its lines, its syntax tree and its imports.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor, type ESTree, type ParseResult } from 'vite';

export interface Import {
  /** As written: `../kube/index.ts`, `yaml`, `node:fs`, or a glob. */
  readonly specifier: string;
  readonly line: number;
}

export interface SourceFile {
  /** Below the project's root, with forward slashes: `src/kube/index.ts`. */
  readonly path: string;
  /** `kube`, or the entry file's own name. */
  readonly room: string;
  readonly isTest: boolean;
  readonly text: string;
  readonly lineCount: number;
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
  readonly imports: readonly Import[];
  lineAt(offset: number): number;
}

const CODE = /\.(?:ts|tsx|mjs)$/;

/** Every code file below `src/`; a file that does not parse is left to the compiler, which says so better. */
export function readSourceFiles(root: string): SourceFile[] {
  const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => CODE.test(path))
    .toSorted()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  const lineCount = text.endsWith('\n') ? starts.length - 1 : starts.length;
  return {
    path,
    room: path.split('/')[1] ?? '',
    isTest: /\.test\.tsx?$/.test(path),
    text,
    lineCount,
    program: parsed.program,
    comments: parsed.comments,
    imports: importsOf(parsed, lineAt),
    lineAt,
  };
}

/** Static and dynamic imports, re-exports, `import.meta.glob` and `new URL('…', import.meta.url)`: all that reaches a file. */
function importsOf(parsed: ParseResult, lineAt: (offset: number) => number): Import[] {
  const imports: Import[] = [];
  const add = (node: { value?: unknown; start: number } | undefined | null) => {
    if (typeof node?.value === 'string') imports.push({ specifier: node.value, line: lineAt(node.start) });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(literal(node.source)),
    TSImportType: (node) => add(literal(node.source)),
    CallExpression(node) {
      if (!isMetaMember(node.callee, 'glob')) return;
      const [patterns] = node.arguments;
      if (patterns?.type === 'ArrayExpression') for (const pattern of patterns.elements) add(literal(pattern));
      else add(literal(patterns));
    },
    NewExpression(node) {
      const [target, base] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'URL' && isMetaMember(base, 'url')) add(literal(target));
    },
  }).visit(parsed.program);
  return imports;
}

function literal(node: ESTree.Node | null | undefined): ESTree.StringLiteral | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node : undefined;
}

function isMetaMember(node: ESTree.Node | null | undefined, name: string): boolean {
  return (
    node?.type === 'MemberExpression' &&
    node.object.type === 'MetaProperty' &&
    node.property.type === 'Identifier' &&
    node.property.name === name
  );
}
