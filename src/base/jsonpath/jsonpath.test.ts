import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../json-value.ts';
import { compileJsonPath, findValues, relaxJsonPath, type JsonPathOptions } from './jsonpath.ts';

const data: Json = {
  kind: 'List',
  items: [
    { name: 'a', v: 1, ports: [80, 443], labels: { 'app.io/x': 'yes', app: 'web' } },
    { name: 'b', v: 2.5, ports: [], nested: { name: 'inner' } },
    { name: 'c', v: 3, ready: true, none: null },
  ],
  big: 9007199254740993n,
  text: 'a <b> & "c"',
  'two words': 2,
};

/** What -o jsonpath prints, or the error. */
function print(source: string, options?: JsonPathOptions): string {
  const compiled = compileJsonPath(source);
  if ('error' in compiled) return `parse: ${compiled.error}`;
  const answer = compiled.path.print(data, options);
  return 'error' in answer ? `run: ${answer.error}` : answer.text;
}

test.each([
  ['{.kind}', 'List'],
  ['{$.kind} {@.kind}', 'List List'],
  ['no braces', 'no braces'],
  ['x{.missing}y', 'xy'],
  ['{.items[*].name}', 'a b c'],
  ['{.items[0].name}{.items[-1].name}', 'ac'],
  ['{.items[0:2].name}', 'a b'],
  ['{.items[::2].name}', 'a c'],
  ['{.items[1:].name}', 'b c'],
  ['{.items[:-1].name}', 'a b'],
  ['{.items[1:1].name}', ''],
  ['{.items[0,2].name}', 'a c'],
  ["{.items[0]['name','v']}", 'a 1'],
  ["{['kind']}", 'List'],
  ['{.items[0].labels.app\\.io/x}', 'yes'],
  ["{.items[0].labels['app\\.io/x']}", 'yes'],
  ['{..name}', 'a b inner c'],
  ['{.items[*].ports[*]}', '80 443'],
  ['{.items[0].ports}', '[80,443]'],
  ['{.items[0].labels}', '{"app":"web","app.io/x":"yes"}'],
  ['{.items[?(@.name=="b")].v}', '2.5'],
  ["{.items[?(@.name != 'b')].name}", 'a c'],
  ['{.items[?(@.ready)].name}', 'c'],
  ['{.items[?(@.ready==true)].name}', 'c'],
  ['{.items[?(@.name>="b")].name}', 'b c'],
  ['{.items[?(@.name=="(")].name}', ''],
  ['{range .items[*]}{.name}={.v}{"\\n"}{end}', 'a=1\nb=2.5\nc=3\n'],
  ['{range .items[*]}{.name}:{range .ports[*]}{@},{end};{end}!', 'a:80,443,;b:;c:;!'],
  ['{range .nothing[*]}never{end}after', 'after'],
  ['{range .items[*]}{.name}', 'abc'],
  ['{"tab\\there"}', 'tab\there'],
  ["{'it\\'s'}", "it's"],
  ['{1} {-2.5} {true}', '1 -2.5 true'],
  ['{.big}', '9007199254740993'],
  ['{.items[2].none}', 'null'],
  ['{.text}', 'a <b> & "c"'],
  ['{ .kind }', 'List'],
])('%s prints %j', (source, text) => {
  expect(print(source)).toBe(text);
});

test.each([
  ['{.kind', 'parse: unclosed action'],
  ['{.items[0', 'parse: unterminated array'],
  ['{.items[x]}', 'parse: invalid array index x'],
  ['{.items[?(@.v]}', 'parse: unterminated filter'],
  ['{.items[?(@.v==1)}', 'parse: unclosed array expect ]'],
  ['{"abc}', 'parse: unterminated quoted string'],
  ['{"\\q"}', 'parse: unquote string "\\q" error invalid syntax'],
  ['{#}', "parse: unrecognized character in action: U+0023 '#'"],
  ['{....}', 'parse: invalid multiple recursive descent'],
  ['{1.2.3}', 'parse: cannot parse number 1.2.3'],
  ["{['two words']}", 'run: unrecognized identifier words'],
  ['{foo}', 'run: unrecognized identifier foo'],
  ['{end}', 'run: not in range, nothing to end'],
  ['{.items[7].name}', 'run: array index out of bounds: index 7, length 3'],
  ['{.items[2:1]}', 'run: starting index 2 is greater than ending index 1'],
  ['{.items[::0]}', 'run: step must be > 0'],
  ['{.kind[0]}', 'run: string is not array or slice'],
  ['{.items[0][0]}', 'run: map[string]interface {} is not array or slice'],
  ['{.items[0].labels[?(@.x==1)]}', 'run: map[app:web app.io/x:yes] is not array or slice and cannot be filtered'],
  ['{.items[?(@.v=1)]}', 'run: unrecognized filter operator ='],
  ['{.items[?(@.v>1)].name}', 'run: incompatible types for comparison'], // 2.5 is a float, 1 an int
  ['{.items[?(@.ready<true)]}', 'run: invalid type for comparison'],
])('%s fails: %s', (source, words) => {
  expect(print(source)).toBe(words);
});

test('a missing key is an error when it must not miss', () => {
  expect(print('{.missing}', { allowMissingKeys: false })).toBe('run: missing is not found');
  expect(print('{.items[*].ready}', { allowMissingKeys: false })).toBe('true');
});

test('jsonpath-as-json prints a list for each action', () => {
  const compiled = compileJsonPath('{.items[*].name}{.nope}');
  if ('error' in compiled) throw new Error(compiled.error);
  expect(compiled.path.printAsJson(data)).toEqual({ text: '[\n    "a",\n    "b",\n    "c"\n]\n[]\n' });
});

test('values for checks and sorting', () => {
  expect(findValues(data, '{.items[*].v}')).toEqual([1, 2.5, 3]);
  expect(findValues(data, '{.nope')).toEqual([]);
  expect(relaxJsonPath('.metadata.name')).toEqual({ source: '{.metadata.name}' });
  expect(relaxJsonPath('{metadata.name}')).toEqual({ source: '{.metadata.name}' });
  expect(relaxJsonPath('{.a}{.b}')).toHaveProperty('error');
});

test('the whole object prints as JSON with its keys in order', () => {
  expect(print('{}')).toMatch(/^\{"big":9007199254740993,"items":.*"text":"a \\u003cb\\u003e \\u0026 /);
});

test('members that nobody put there are not found', () => {
  expect(print('{.constructor}{.__proto__}{.items.length}')).toBe('');
});

test('no template crashes or hangs, whatever it is', () => {
  const pieces = ['{', '}', '[', ']', '..', '.', '*', '?(', ')', '@', '$', "'", '"', ',', ':', '-', '1', 'name', 'items', ' ', '==', '<', 'range ', 'end', '\\', '\n', '日', 'true'];
  const template = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(template, (source) => {
      expect(typeof print(source)).toBe('string');
      expect(typeof print(`{${source}}`)).toBe('string');
      expect(typeof print(`{.items[?(${source})]}`)).toBe('string');
    }),
    { numRuns: 1000 },
  );
});

test('steps that multiply what they get are bounded', () => {
  let deep: Json = 1;
  for (let i = 0; i < 60; i++) deep = [deep, deep];
  const compiled = compileJsonPath(`{${'..[*]'.repeat(30)}}`);
  if ('error' in compiled) throw new Error(compiled.error);
  expect(compiled.path.find(deep, { resultsMax: 10_000 })).toEqual({ error: 'the expression has more than 10000 results' });
});
