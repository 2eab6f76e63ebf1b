import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../json-parse.ts';
import { deepEqual, type Json } from '../json-value.ts';
import { compareNaturally } from './natural-order.ts';
import { foldLine } from './fold-line.ts';
import { printYaml, printYamlDocuments } from './print.ts';
import { parseYaml } from './yaml.ts';

test('as kubectl get -o yaml prints', () => {
  const value: Json = {
    metadata: {
      name: 'web',
      annotations: { 'deployment.kubernetes.io/revision': '1', 'last-applied': '{"a":1}\n' },
      labels: {},
      creationTimestamp: null,
    },
    kind: 'Deployment',
    spec: {
      replicas: 3,
      maxSurge: '25%',
      containers: [{ name: 'nginx', ports: [{ containerPort: 80 }], resources: {}, args: [] }],
      matrix: [[1, 2], [], ['x']],
      script: 'set -e\necho hi',
    },
    status: { conditions: [{ message: 'containers with unready status: [nginx]', status: 'False', at: '2026-11-21T20:07:30Z' }] },
  };
  expect(printYaml(value)).toBe(`kind: Deployment
metadata:
  annotations:
    deployment.kubernetes.io/revision: "1"
    last-applied: |
      {"a":1}
  creationTimestamp: null
  labels: {}
  name: web
spec:
  containers:
  - args: []
    name: nginx
    ports:
    - containerPort: 80
    resources: {}
  matrix:
  - - 1
    - 2
  - []
  - - x
  maxSurge: 25%
  replicas: 3
  script: |-
    set -e
    echo hi
status:
  conditions:
  - at: "2026-11-21T20:07:30Z"
    message: 'containers with unready status: [nginx]'
    status: "False"
`);
});

// What a scalar looks like when kubectl 1.32 prints it.
test.each([
  ['', '""'],
  ['true', '"true"'],
  ['y', '"y"'],
  ['Off', '"Off"'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['1', '"1"'],
  ['1e3', '"1e3"'],
  ['0x1f', '"0x1f"'],
  ['1_000', '"1_000"'],
  ['.5', '".5"'],
  ['.inf', '".inf"'],
  ['1:20', '"1:20"'],
  ['2001-01-01', '"2001-01-01"'],
  ['100m', '100m'],
  ['1.2.3', '1.2.3'],
  ['a: b', "'a: b'"],
  ['a:', "'a:'"],
  ['a:b', 'a:b'],
  ['- a', "'- a'"],
  ['-a', '-a'],
  ['-', "'-'"],
  ['#x', "'#x'"],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  [' a', "' a'"],
  ['a ', "'a '"],
  ["'q'", "'''q'''"],
  ['"q"', "'\"q\"'"],
  ['@a', "'@a'"],
  ['*a', "'*a'"],
  ['[a', "'[a'"],
  ['a[b]', 'a[b]'],
  ['---', "'---'"],
  ['tab\there', '"tab\\there"'],
  ['bell\x07', '"bell\\a"'],
  ['日本 é', '日本 é'],
  ['😀', '"\\U0001F600"'],
  ['=', '='],
  ['<<', '<<'],
  ['line\n\n  x', '|-\n  line\n\n    x'],
  ['x\n\n', '|+\n  x\n'],
  [' x\n', '|2\n   x'],
  ['x \n', '"x \\n"'],
  ['x\r\n', '"x\\r\\n"'],
])('%j prints as %s', (text, printed) => {
  expect(printYaml({ a: text })).toBe(`a: ${printed}\n`);
});

test('numbers', () => {
  expect(printYaml([1, -2.5, 9007199254740993n, 1e21, 1234567.5, 0.00001])).toBe('- 1\n- -2.5\n- 9007199254740993\n- 1e+21\n- 1.2345675e+06\n- 1e-05\n');
});

test('keys print in natural order, quoted where they must be', () => {
  expect(printYaml({ b: 1, a10: 1, a9: 1, '10': 1, '9': 1, B: 1, yes: 1 })).toBe('"9": 1\n"10": 1\nB: 1\na9: 1\na10: 1\nb: 1\n"yes": 1\n');
  const long = 'k'.repeat(129);
  expect(printYaml({ [long]: { x: 1, z: [2] } })).toBe(`? ${long}\n: x: 1\n  z:\n  - 2\n`);
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '0', '-', '.', '/') });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0);
    }),
  );
});

test('a long line is folded at the first single space behind column 80, where kubectl 1.35 folds it', () => {
  const words = 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.';
  expect(printYaml({ items: [{ description: words }] }, foldLine)).toBe('items:\n- description: Used for system critical pods that must run in the cluster, but can\n    be moved to another node if necessary.\n');
  const message = '0/4 nodes are available: 4 Insufficient cpu.  no new claims to deallocate, preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.';
  expect(printYaml({ message })).toBe(`message: '${message}'\n`);
  expect(printYaml({ message }, foldLine)).toBe("message: '0/4 nodes are available: 4 Insufficient cpu.  no new claims to deallocate,\n  preemption: 0/4 nodes are available: 4 No preemption victims found for incoming\n  pod.'\n");
  const escaped = `\t${'x'.repeat(80)}  y z`;
  expect(printYaml([escaped], foldLine)).toBe(`- "\\t${'x'.repeat(80)}\n  \\ y z"\n`);
  expect(parseYaml(printYaml([escaped, message, words], foldLine))).toMatchObject({ value: [escaped, message, words] });
});

test('documents are parted by three dashes', () => {
  expect(printYamlDocuments([{ a: 1 }, [2]])).toBe('a: 1\n---\n- 2\n');
});

test('what is printed reads back as the same', () => {
  const words = fc.constantFrom('yes', 'n', '1', '0x1', '~', '- ', ': ', ' #', '\n', '\n\n', ' ', '"', "'", '|', '>', '{', '[', '&a', '*a', '!t', '%', '?', '---', '\t', '\r', '\x07', 'é', '日', '😀', '\u2028', '\ufeff', '2001-01-01', '=', 'a');
  const text = fc.array(words, { maxLength: 5 }).map((parts) => parts.join('')).filter((s) => s !== '<<');
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(value, (original) => {
      const printed = printYaml(original);
      const back = parseYaml(printed);
      if ('error' in back) throw new Error(`${back.error}\n${printed}`);
      // A double such as 1e17 prints as an integer, and comes back as an exact one.
      const expected = parseJson(JSON.stringify(original, (_, v: unknown) => (typeof v === 'bigint' ? `big${v}` : v)).replace(/"big(\d+)"/g, '$1'));
      expect(deepEqual(back.value, expected)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
