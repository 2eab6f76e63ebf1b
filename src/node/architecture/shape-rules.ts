// The shape of a file: how long, how named, and that it says at its head what it is.
import { Visitor, type ESTree } from 'vite';
import type { Breach } from './breach.ts';
import type { SourceFile } from './source-file.ts';

export const FILE_LINES_MAX = 400;
export const TEST_LINES_MAX = 300;
export const FUNCTION_LINES_MAX = 70;

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** Words that say nothing wherever they stand in a name; and names that say nothing when they stand alone. */
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'misc']);
const EMPTY_NAMES = new Set(['common', 'manager', 'shared', 'stuff', 'lib']);

export function checkShape(file: SourceFile): Breach[] {
  return [...checkLength(file), ...checkFunctions(file), ...checkName(file), ...checkHeader(file)];
}

function checkLength(file: SourceFile): Breach[] {
  const max = file.isTest ? TEST_LINES_MAX : FILE_LINES_MAX;
  if (file.lineCount <= max) return [];
  const remedy = file.isTest ? 'split it by what it tests' : 'part it by what it holds: data from run, one thing a file';
  return [{ path: file.path, line: max, says: `${file.lineCount} lines, at most ${max}`, remedy }];
}

function checkFunctions(file: SourceFile): Breach[] {
  const breaches: Breach[] = [];
  const suites = new Set<number>();
  const check = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    if (!node.body || suites.has(node.start)) return;
    const line = file.lineAt(node.start);
    const lines = file.lineAt(node.end) - line + 1;
    if (lines <= FUNCTION_LINES_MAX) return;
    const says = `a function of ${lines} lines, at most ${FUNCTION_LINES_MAX}`;
    breaches.push({ path: file.path, line, says, remedy: 'name its parts and call them' });
  };
  new Visitor({
    // A test suite is a list of tests, not a function that does one thing.
    CallExpression(node) {
      if (!file.isTest || !/^describe\b/.test(file.text.slice(node.start, node.start + 9))) return;
      for (const argument of node.arguments) suites.add(argument.start);
    },
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  }).visit(file.program);
  return breaches;
}

function checkName(file: SourceFile): Breach[] {
  const segments = file.path.split('/').slice(1);
  return segments.flatMap((segment) => {
    const stem = segment.replace(/(?:\.test|\.slow\.test)?\.(?:ts|tsx|mjs)$/, '');
    const breach = (says: string, remedy: string) => [{ path: file.path, line: 1, says, remedy }];
    if (!KEBAB.test(segment)) return breach(`"${segment}" is not kebab-case`, 'write it in lower case with hyphens');
    if (EMPTY_NAMES.has(stem) || stem.split(/[-.]/).some((word) => EMPTY_WORDS.has(word))) {
      return breach(`"${segment}" names no thing`, 'name it for the one thing it holds');
    }
    return [];
  });
}

function checkHeader(file: SourceFile): Breach[] {
  if (file.isTest || /^(?:#!.*\n)?(?:\/\/ ?\S|\/\*\*?\s*\S)/.test(file.text)) return [];
  const says = 'does not say at its head what it is';
  return [{ path: file.path, line: 1, says, remedy: 'begin with a comment of a sentence: what it is, and why' }];
}

/** Each room of the table that exists has a door with a header; `folders` are the rooms found. */
export function checkDoors(folders: readonly string[], files: readonly SourceFile[]): Breach[] {
  const paths = new Set(files.map((file) => file.path));
  return folders
    .map((folder) => `src/${folder}/index.ts`)
    .filter((path) => !paths.has(path))
    .map((path) => ({ path, line: 1, says: 'the room has no door', remedy: 'add index.ts: what the room is for, and its exports' }));
}
