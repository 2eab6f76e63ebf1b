// Kustomizations of a few lines that make very much, or very deep things: they end, and in words.
import { expect, test } from 'vitest';
import { TestLaptop, type Ran } from '../test-server/test-laptop.ts';

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {__proto__: l}}\ndata: {a: b}\n';

function build(lines: string, files: Readonly<Record<string, string>> = {}): Ran {
  const laptop = new TestLaptop();
  laptop.laptop.files.mkdir('/root/k');
  laptop.file('/root/k/a.yaml', map).file('/root/k/kustomization.yaml', lines);
  for (const [path, content] of Object.entries(files)) {
    laptop.laptop.files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    laptop.file(path, content);
  }
  return laptop.run('kubectl kustomize k');
}

const resources = 'resources: [a.yaml]\n';
const numbers = (count: number): readonly number[] => [...Array(count).keys()];

test('copies of copies come to the end of memory', () => {
  const replacement = (i: number, field: string): string => `- {source: {kind: ConfigMap, fieldPath: ${field}}, targets: [{select: {kind: ConfigMap}, options: {create: true}, fieldPaths: [data.x${i}]}]}\n`;
  expect(build(`${resources}replacements:\n${numbers(3).map((i) => replacement(i, 'data')).join('')}`).out).toContain('x2:\n    a: b\n    x0:\n      a: b\n');
  expect(build(`${resources}replacements:\n${numbers(40).map((i) => replacement(i, 'data')).join('')}`)).toMatchObject({ out: '', err: 'kubectl: mmap: Cannot allocate memory\n' });
});

test('a directory that names the next twice, thirty times over', () => {
  const files = Object.fromEntries(numbers(30).map((i) => [`/root/d${i}/kustomization.yaml`, i === 29 ? 'namePrefix: x\n' : `resources: [../d${i + 1}, ../d${i + 1}]\n`]));
  expect(build('resources: [../d0]\n', files)).toMatchObject({ out: '', err: 'kubectl: mmap: Cannot allocate memory\n' });
});

test('a path of more steps than a document may be deep', () => {
  const path = (steps: number, between: string): string => Array<string>(steps).fill('a').join(between);
  const replaced = (steps: number): Ran => build(`${resources}replacements:\n- source: {kind: ConfigMap, fieldPath: metadata.name}\n  targets: [{select: {kind: ConfigMap}, options: {create: true}, fieldPaths: [spec.${path(steps, '.')}]}]\n`);
  expect(replaced(50).out.match(/^ +a:/gm)).toHaveLength(51);
  expect(replaced(200_000).err).toBe('error: yaml: exceeded max depth of 500\n');
  expect(build(`${resources}labels: [{pairs: {a: b}, fields: [{create: true, path: ${path(200_000, '/')}}]}]\n`).err).toBe('error: yaml: exceeded max depth of 500\n');
});

test('labels for a field without a name', () => {
  for (const field of ['null', '{create: true}', '{path: /, create: true}']) expect(build(`${resources}labels: [{pairs: {a: b}, fields: [${field}]}]\n`).err).toMatch(/^error: considering field '\/?' of object ConfigMap\.v1\.\[noGrp\]\/a\.\[noNs\]: cannot set or create an empty field name\n$/);
});

test('what a patch says of a member named __proto__ is a member', () => {
  const patch = (value: string): Ran => build(`${resources}patches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {__proto__: ${value}, c: d}}'\n`);
  expect(patch('e').out).toContain('data:\n  __proto__: e\n  a: b\n  c: d\n');
  expect(patch('{kind: f}').out).toContain('data:\n  __proto__:\n    kind: f\n');
});
