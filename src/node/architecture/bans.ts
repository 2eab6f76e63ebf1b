// What an engine room must not use, because it would come out differently in another browser, at another hour, in
// another language, or not return at all. Each ban carries what to use instead.
import { Visitor, type ESTree } from 'vite';
import type { Breach } from './breach.ts';
import { freeReferences } from './references.ts';
import { isDeterministic, isSynchronous } from './rooms-table.ts';
import type { SourceFile } from './source-file.ts';

const CLOCK = 'take time from the Clock that the world hands over';
const ORDER = "compare by base's byte order";
const FORMAT = 'format by hand or by a function of base: the result must not depend on locale or zone';

const GLOBALS: Readonly<Record<string, string>> = {
  Intl: FORMAT,
  setTimeout: CLOCK,
  setInterval: CLOCK,
  setImmediate: CLOCK,
  queueMicrotask: CLOCK,
  requestAnimationFrame: CLOCK,
  performance: CLOCK,
  crypto: 'draw from the Random of the actor; digest with base',
  fetch: 'dial a door over the world network, or declare an asset',
  process: 'the engine runs in a browser; what needs Node lives in node',
  document: 'the engine has no page; send rows through client',
  window: 'the engine has no page; send rows through client',
  WeakRef: 'garbage collection is not part of the history; hold the value or drop it',
  FinalizationRegistry: 'garbage collection is not part of the history; release by hand',
};

const MEMBERS: Readonly<Record<string, string>> = {
  'Date.now': CLOCK,
  'Date.parse': 'parse with base: engines disagree on what a date is',
  'Math.random': 'draw from the Random of the actor',
};

const METHODS: Readonly<Record<string, string>> = {
  localeCompare: ORDER,
  toLocaleString: FORMAT,
  toLocaleDateString: FORMAT,
  toLocaleTimeString: FORMAT,
  toLocaleLowerCase: 'use toLowerCase',
  toLocaleUpperCase: 'use toUpperCase',
  toDateString: FORMAT,
  toTimeString: FORMAT,
  getTimezoneOffset: 'all times are UTC',
  getFullYear: 'use getUTCFullYear',
  getHours: 'use getUTCHours',
};

/** Exact on integers everywhere; the transcendental ones differ in their last bit from engine to engine. */
const EXACT_MATH = new Set(['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'round', 'sign', 'trunc']);

export function checkBans(file: SourceFile): Breach[] {
  if (file.isTest || !isDeterministic(file.room)) return [];
  const breaches: Breach[] = [];
  const ban: Ban = (node, says, remedy) =>
    breaches.push({ path: file.path, line: file.lineAt(node.start), says, remedy });
  banGlobals(file, ban);
  banDates(file, ban);
  banPatterns(file, ban);
  if (isSynchronous(file.room)) banAwait(file, ban);
  return breaches;
}

type Ban = (node: { start: number }, says: string, remedy: string) => void;

function banGlobals(file: SourceFile, ban: Ban): void {
  for (const reference of freeReferences(file.program)) {
    const remedy = Object.hasOwn(GLOBALS, reference.name) ? GLOBALS[reference.name] : undefined;
    if (remedy) ban(reference, `uses ${reference.name}`, remedy);
  }
  new Visitor({
    MemberExpression(node) {
      if (node.property.type !== 'Identifier' || node.computed) return;
      const name = node.property.name;
      const object = node.object.type === 'Identifier' ? node.object.name : '';
      const remedy = Object.hasOwn(METHODS, name) ? METHODS[name] : MEMBERS[`${object}.${name}`];
      if (remedy) ban(node, `uses ${object ? `${object}.` : '….'}${name}`, remedy);
      else if (object === 'Math' && !EXACT_MATH.has(name)) {
        ban(node, `uses Math.${name}`, `only ${[...EXACT_MATH].join(', ')} are exact everywhere; work in integers`);
      }
    },
  }).visit(file.program);
}

function banDates(file: SourceFile, ban: Ban): void {
  new Visitor({
    NewExpression(node) {
      if (!isNamed(node.callee, 'Date')) return;
      const [first, ...more] = node.arguments;
      if (!first) ban(node, 'reads the wall clock with new Date()', CLOCK);
      else if (more.length > 0) ban(node, 'makes a date in local time', 'use Date.UTC');
      else if (isText(first)) ban(node, 'parses a date', 'parse with base: engines disagree on what a date is');
    },
    CallExpression(node) {
      if (isNamed(node.callee, 'Date')) ban(node, 'reads the wall clock with Date()', CLOCK);
    },
  }).visit(file.program);
}

function banPatterns(file: SourceFile, ban: Ban): void {
  const remedy = "a user's pattern may take for ever: use base's pattern, which is linear; write your own as a literal";
  const check = (node: ESTree.NewExpression | ESTree.CallExpression) => {
    const [pattern] = node.arguments;
    const literal = pattern?.type === 'Literal' && typeof pattern.value === 'string';
    if (isNamed(node.callee, 'RegExp') && !literal) ban(node, 'builds a RegExp of a value', remedy);
  };
  new Visitor({ NewExpression: check, CallExpression: check }).visit(file.program);
}

function banAwait(file: SourceFile, ban: Ban): void {
  const remedy = 'the engine is synchronous: schedule an event on the clock, or yield a system call';
  const checkFunction = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    if (node.async) ban(node, 'has an async function', remedy);
  };
  new Visitor({
    AwaitExpression: (node) => ban(node, 'awaits', remedy),
    ForOfStatement: (node) => node.await && ban(node, 'awaits', remedy),
    ImportExpression: (node) => ban(node, 'imports at run time', 'declare an asset; only world loads'),
    FunctionDeclaration: checkFunction,
    FunctionExpression: checkFunction,
    ArrowFunctionExpression: checkFunction,
  }).visit(file.program);
  for (const reference of freeReferences(file.program)) {
    if (reference.name === 'Promise') ban(reference, 'uses Promise', remedy);
  }
}

function isNamed(node: ESTree.Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** A string, a template, a sum of texts or String(…): what makes `new Date` parse. */
function isText(node: ESTree.Node): boolean {
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'CallExpression') return isNamed(node.callee, 'String');
  return node.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right));
}
