/** Array values: `a=(one two [5]=six)` and maps with their keys. */
import type { ArrayValue, Word } from 'unbash';
import { parse } from 'unbash';
import { evaluateArithmetic } from '../language/arithmetic.ts';
import { skipQuoted } from '../language/source-scan.ts';
import { expandText, expandWords } from './expand-word.ts';
import { arithmeticVariables, element, endOf, setElement } from './parameters.ts';
import type { ListValue, Run, Shell } from './shell.ts';

export function* listValue(sh: Shell, array: ArrayValue): Run<ListValue> {
  const items: { key: string | undefined; value: string; append: boolean }[] = [];
  for (const word of array.elements) {
    const keyed = keyedElement(word);
    if (keyed) items.push({ key: yield* expandText(sh, keyed.key), value: yield* expandText(sh, keyed.value, 'assignment'), append: keyed.append });
    else for (const value of yield* expandWords(sh, [word])) items.push({ key: undefined, value, append: false });
  }
  sh.p.charge(items.length >> 1);
  return items;
}

const keyedElements = new WeakMap<Word, { key: Word; value: Word; append: boolean } | false>();

/** `[key]=value`, whose two sides are words of their own. */
function keyedElement(word: Word): { key: Word; value: Word; append: boolean } | false {
  if (!word.text.startsWith('[')) return false;
  let known = keyedElements.get(word);
  if (known === undefined) {
    known = split(word.text);
    keyedElements.set(word, known);
  }
  return known;
}

function split(text: string): { key: Word; value: Word; append: boolean } | false {
  let i = 1;
  while (i < text.length && text[i] !== ']') i = Math.max(skipQuoted(text, i), i + 1);
  const after = /^\](\+?)=/.exec(text.slice(i));
  if (!after) return false;
  const key = wordOf(blanksQuoted(text.slice(1, i)));
  const value = wordOf(text.slice(i + after[0].length));
  return key && value ? { key, value, append: after[1] === '+' } : false;
}

/** A blank in a key is of the key, quoted or not. */
function blanksQuoted(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; ) {
    const end = Math.max(skipQuoted(text, i), i + 1);
    const part = text.slice(i, end);
    out += /^\s$/.test(part) ? `\\${part}` : part;
    i = end;
  }
  return out;
}

function wordOf(text: string): Word | undefined {
  if (text === '') return { type: 'Word', text: '', value: '', pos: 0, end: 0 };
  const command = parse(`: ${text}`).commands[0]?.command;
  const [word] = command?.type === 'Command' ? command.args : [];
  return word?.type === 'Word' ? word : undefined;
}

/** Replaces the whole array, or adds to its end. */
export function assignList(sh: Shell, name: string, items: ListValue, append: boolean): void {
  const variable = sh.variables.writable(name);
  if (variable.map) {
    if (!append) variable.map.clear();
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!;
      if (item.key === undefined) variable.map.set(item.value, items[++i]?.value ?? '');
      else variable.map.set(item.key, item.append ? (variable.map.get(item.key) ?? '') + item.value : item.value);
    }
    sh.variables.changed(name, variable);
    return;
  }
  if (!append || !variable.list) {
    const first: [number, string][] = append && variable.value !== undefined ? [[0, variable.value]] : [];
    variable.list = new Map(first);
    variable.value = undefined;
    sh.variables.grown(variable, -variable.counted - variable.uncounted);
  }
  let next = endOf(variable.list);
  for (const { key, value: text, append: add } of items) {
    const value = variable.integer ? String(evaluateArithmetic(text, arithmeticVariables(sh))) : text;
    if (key === undefined) variable.list.set(next++, value);
    else {
      setElement(sh, name, key, add ? (element(sh, name, key) ?? '') + value : value);
      next = 1 + lastKey(variable.list);
    }
  }
  sh.variables.changed(name, variable);
}

function lastKey(list: ReadonlyMap<number, string>): number {
  let last = -1;
  for (const key of list.keys()) last = key;
  return last;
}
