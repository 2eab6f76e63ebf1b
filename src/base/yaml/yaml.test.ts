import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../json-value.ts';
import { parseYaml, parseYamlDocuments } from './yaml.ts';

function valueOf(text: string): Json {
  const answer = parseYaml(text);
  if ('error' in answer) throw new Error(answer.error);
  return answer.value;
}

function errorOf(text: string): string | undefined {
  const answer = parseYaml(text);
  return 'error' in answer ? answer.error : undefined;
}

test('a manifest', () => {
  const text = `apiVersion: apps/v1 # comment
kind: Deployment
metadata:
  name: web
  labels: {app: web, "tier": 'front'}
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: nginx
        image: nginx:1.22
        ports:
          - containerPort: 80
        command: ["sh", "-c", "echo hi; sleep 1"]
        args:
        - |
          line one
            line two

          end
        - >-
          folded
          text
`;
  expect(valueOf(text)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web', tier: 'front' } },
    spec: {
      replicas: 3,
      template: {
        spec: {
          containers: [
            {
              name: 'nginx',
              image: 'nginx:1.22',
              ports: [{ containerPort: 80 }],
              command: ['sh', '-c', 'echo hi; sleep 1'],
              args: ['line one\n  line two\n\nend\n', 'folded text'],
            },
          ],
        },
      },
    },
  });
});

test.each<[string, Json]>([
  ['a: yes', { a: true }],
  ['a: Off', { a: false }],
  ['y: n', { true: false }],
  ['a: ~', { a: null }],
  ['a:', { a: null }],
  ['a: 0644', { a: 420 }],
  ['a: 0o17', { a: 15 }],
  ['a: 0x1F', { a: 31 }],
  ['a: 0b101', { a: 5 }],
  ['a: 1_000', { a: 1000 }],
  ['a: 089', { a: 89 }],
  ['a: 1e3', { a: 1000 }],
  ['a: .5', { a: 0.5 }],
  ['a: 1:20', { a: '1:20' }],
  ['a: 2001-01-01', { a: '2001-01-01' }],
  ['a: 1.2.3', { a: '1.2.3' }],
  ['a: 100m', { a: '100m' }],
  ['a: 9007199254740993', { a: 9007199254740993n }],
  ['a: 18446744073709551616', { a: 18446744073709551616 }],
  ['a: "1"', { a: '1' }],
  ["a: 'it''s'", { a: "it's" }],
  ['a: "\\x41\\u65e5\\t"', { a: 'A日\t' }],
  ['a: "one\n  two\\\n  three\n\n  four"', { a: 'one twothree\nfour' }],
  ['a: !!str 1', { a: '1' }],
  ['a: !!int "3"', { a: 3 }],
  ['a: !!binary aGk=', { a: 'hi' }],
  ['a: !custom x', { a: 'x' }],
  ['1: a\n0x10: b\n1.5: c\ntrue: d', { '1': 'a', '16': 'b', '1.5': 'c', true: 'd' }],
  ['{a: 1, b: [x, w: z, ], }', { a: 1, b: ['x', { w: 'z' }] }],
  ['{a:1, "b":2}', { 'a:1': null, b: 2 }],
  ['- - a\n  - b\n- c', [['a', 'b'], 'c']],
  ['base: &b {x: 1, z: 2}\nc:\n  <<: *b\n  z: 3', { base: { x: 1, z: 2 }, c: { x: 1, z: 3 } }],
  ['<<: [{a: 1}, {a: 2, b: 3}]', { a: 1, b: 3 }],
  ['"<<": {a: 1}', { '<<': { a: 1 } }],
  ['a: 1\na: 2', { a: 2 }],
  ['a: |+\n x\n\nb: |2\n    y\n', { a: 'x\n\n', b: '  y\n' }],
  ['a: >\n one\n two\n\n three\n  four\n five\n', { a: 'one two\nthree\n four\nfive\n' }],
  ['a: b\r\nc: |\r\n  d\r\n', { a: 'b', c: 'd\n' }],
  ['\ufeffa: b', { a: 'b' }],
  ['%YAML 1.1\n---\na: b', { a: 'b' }],
  ['', null],
  ['# nothing\n', null],
  ['plain', 'plain'],
])('%j is read', (text, value) => {
  expect(valueOf(text)).toEqual(value);
});

test('__proto__ is an ordinary key', () => {
  const value = valueOf('__proto__: {a: 1}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
});

// The words and lines are those of kubectl 1.32 given the same text; a first line is never named.
test.each([
  ['kind: Pod\nspec:\n  image: nginx: 1.7.9', 'yaml: line 3: mapping values are not allowed in this context'],
  ['kind: Pod\n foo: x', 'yaml: line 2: mapping values are not allowed in this context'],
  ['a: b\n\tc: d', 'yaml: line 2: found a tab character that violates indentation'],
  ['a:\n\tb: c', 'yaml: line 2: found character that cannot start any token'],
  ['kind: Pod\na: [1,2', "yaml: line 2: did not find expected ',' or ']'"],
  ['a: {b: c\nd: e', "yaml: line 1: did not find expected ',' or '}'"],
  ['kind: "Pod\n', 'yaml: line 2: found unexpected end of stream'],
  ['- a\nb: c', "yaml: line 1: did not find expected '-' indicator"],
  ['kind: Pod\n- a', 'yaml: line 1: did not find expected key'],
  ['a:\n  b: 1\n c: 2', 'yaml: line 2: did not find expected key'],
  ['a: *x', "yaml: unknown anchor 'x' referenced"],
  ['a: &x [*x]', "yaml: anchor 'x' value contains itself"],
  ['a: %x', 'yaml: found character that cannot start any token'],
  ['a: @x', 'yaml: found character that cannot start any token'],
  ['a: |x\n b', 'yaml: did not find expected comment or line break'],
  ['a: "\\q"', 'yaml: found unknown escape character'],
  ['x: 1\na: - b', 'yaml: line 2: block sequence entries are not allowed in this context'],
  ['x: 1\nlong\ny: 2', "yaml: line 3: could not find expected ':'"],
  ['x: 1\na: }', 'yaml: line 1: did not find expected node content'],
  ['x: 1\n: y', 'yaml: line 1: did not find expected key'],
  ['x: 1\na: |\n\t b', 'yaml: line 3: found a tab character where an indentation space is expected'],
  ['x: 1\na: !h!b c', 'yaml: line 1: found undefined tag handle'],
  ['a: !!int x', 'yaml: cannot decode !!str `x` as a !!int'],
  ['a: .nan', 'json: unsupported value: NaN'],
  ['<<: 3', 'yaml: map merge requires map or sequence of maps as the value'],
  ['[a]: b', 'yaml: invalid map key: []interface {}{"a"}'],
  ['~: b', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "b"'],
  ['a: "\x01"', 'yaml: control characters are not allowed'],
  ['%YAML 1.2\n---\na: b', 'yaml: found incompatible YAML document'],
])('%j fails: %s', (text, error) => {
  expect(errorOf(text)).toBe(error);
});

test('aliases that multiply are refused before they cost anything', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 30; i++) lines.push(`a${i}: &a${i} [${Array(10).fill(`*a${i - 1}`).join(', ')}]`);
  expect(errorOf(lines.join('\n'))).toBe('yaml: document contains excessive aliasing');
});

test('depth and length are bounded', () => {
  expect(errorOf('['.repeat(100_000))).toMatch(/exceeded max depth of 500/);
  expect(errorOf('- '.repeat(100_000))).toMatch(/exceeded max depth of 500/);
  expect(errorOf(`a: ${'{b: '.repeat(2000)}`)).toMatch(/exceeded max depth of 500/);
  expect(parseYaml('abc', { lengthMax: 2 })).toHaveProperty('error');
});

test('documents are cut as kubectl cuts them, their lines counted from the cut and from the top', () => {
  const documents = parseYamlDocuments('---\na: 1\n--- # second\n\nb: c: d\n---\n# none\n---x\ne: |\n  f\n');
  expect(documents).toHaveLength(5);
  expect(documents[0]).toMatchObject({ value: { a: 1 }, line: 2 });
  expect(documents[1]).toEqual({
    error: 'yaml: line 2: mapping values are not allowed in this context',
    at: { line: 5, column: 5, endLine: 5, endColumn: 5 },
  });
  expect(documents[2]).toMatchObject({ value: null, line: 7 });
  expect(documents[3]).toMatchObject({ error: 'invalid Yaml document separator: x', at: { line: 8 } });
  expect(documents[4]).toMatchObject({ value: { e: 'f\n' }, line: 9 });
});

test('every part knows its place', () => {
  const [, document] = parseYamlDocuments('x: 1\n---\nspec:\n  containers:\n  - name: a\n    image: "b"\n  other: {k: v}\n');
  if (document === undefined || 'error' in document) throw new Error('it is well-formed');
  expect(document.locate(['spec', 'containers', 0, 'image'])).toEqual({ line: 6, column: 12, endLine: 6, endColumn: 15 });
  expect(document.locate(['spec', 'containers', 0, 'image'], 'key')).toEqual({ line: 6, column: 5, endLine: 6, endColumn: 10 });
  expect(document.locate(['spec', 'other', 'k'])).toMatchObject({ line: 7, column: 14 });
  expect(document.locate(['spec', 'nope'])).toBeUndefined();
  expect(document.locate(['spec', 'containers', 0, 'name', 'deeper'])).toBeUndefined();
});

test('keys given twice are told', () => {
  const document = parseYaml('a: 1\nb:\n  c: 1\n  c: 2\n');
  expect(document).toMatchObject({ duplicates: [{ key: 'c', at: { line: 4, column: 3 } }] });
});

test('no text makes it throw or hang', () => {
  const pieces = ['a', 'b: ', ': ', '- ', '? ', '\n', '  ', '\t', '"', "'", '{', '}', '[', ']', ',', '|', '>', '&x ', '*x', '!t ', '#', '---\n', '...\n', '%', '<<: ', '\\', '1', '\r', '\u2028'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (parts) => {
      for (const document of parseYamlDocuments(parts.join(''))) {
        if ('error' in document) expect(document.at.line).toBeGreaterThan(0);
        else expect(document.value).toBeDefined();
      }
    }),
    { numRuns: 2000 },
  );
});
