/** Slips in manifests, known by what the server says to them: what was meant and, where that is certain, the mend on its line. */
import { suggestNames } from '../../base/index.ts';
import type { Fix, Problem } from '../../client/index.ts';
import { successorOf } from './successors.ts';
import { indentMend } from './yaml-indent.ts';

export interface Manifest {
  readonly lines: readonly string[];
  readonly apiVersion: string;
  readonly kind: string;
  readonly lineOf: (path: readonly (string | number)[]) => number;
  /** Names of the fields below a path, as the server's schema has them. */
  readonly fields: (path: readonly string[]) => readonly string[];
  readonly kinds: () => readonly string[]; // that the server serves in this version
}

type Told = Pick<Problem, 'hint' | 'fix'>;

interface Slip {
  readonly when: RegExp;
  readonly tell: (match: RegExpExecArray, manifest: Manifest, problem: Problem) => Told | undefined;
}

const SLIPS: readonly Slip[] = [
  { when: /^no matches for kind "([^"]*)" in version "([^"]*)"/, tell: ([, kind = '', version = ''], manifest) => unknownKind(kind, version, manifest) },
  { when: /unknown field "([^"]+)"/, tell: ([, field = ''], manifest, problem) => unknownField(field, manifest, problem) },
  {
    when: /^([\w.[\]]+): Invalid value: "([^"]*[A-Z_][^"]*)": a lowercase RFC 1123/,
    tell: ([, , name = ''], _, { line }) => {
      const meant = name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
      return { hint: { code: 'name-case', args: { name, meant } }, fix: { line, from: name, to: meant } };
    },
  },
  { when: /cannot unmarshal (\w+) into Go struct field [\w.]*?\.([\w.]+) of type (\S+)/, tell: ([, found = '', field = '', wanted = ''], { lines }, { line }) => wrongType(found, field, wanted, lines[line - 1] ?? '', line) },
  { when: /^spec\.selector: Required value/, tell: () => ({ hint: { code: 'needs-selector', args: {} } }) },
  { when: /`selector` does not match template `labels`/, tell: () => ({ hint: { code: 'selector-apart', args: {} } }) },
  { when: /Unsupported value: "([^"]*)": supported values: (.+)/, tell: ([, value = '', known = ''], _, { line }) => unknownValue(value, [...known.matchAll(/"([^"]*)"/g)].map((m) => m[1]!), line) },
  { when: /mapping values are not allowed/, tell: (_, { lines }, { line }) => blankInValue(lines, line) },
  {
    when: /found character that cannot start any token|[Tt]abs? (?:are|character)/,
    tell: (_, { lines }, { line }) => ((lines[line - 1] ?? '').includes('\t') ? { hint: { code: 'yaml-tab', args: {} }, fix: { line, from: '\t', to: '  ' } } : undefined),
  },
  { when: /^yaml: .*did not find expected|bad indentation/, tell: (_, { lines }, { line }) => misplaced(lines, line) },
];

/** The problem, with what there is to say beside it. */
export function explained(problem: Problem, manifest: Manifest): Problem {
  for (const { when, tell } of SLIPS) {
    const match = when.exec(problem.message);
    const told = match && tell(match, manifest, problem);
    if (told) return { ...problem, ...told };
  }
  return problem;
}

function unknownKind(kind: string, version: string, manifest: Manifest): Told | undefined {
  const to = successorOf(version, kind);
  if (to !== undefined) return { hint: { code: 'moved-kind', args: { kind, from: version, to } }, fix: { line: manifest.lineOf(['apiVersion']), from: version, to } };
  const known = suggestNames(kind, manifest.kinds());
  const meant = known.find((k) => k.toLowerCase() === kind.toLowerCase()) ?? (known.length === 1 ? known[0] : undefined);
  if (meant === undefined) return undefined;
  return { hint: { code: meant.toLowerCase() === kind.toLowerCase() ? 'kind-case' : 'meant', args: { kind, name: kind, meant } }, fix: { line: manifest.lineOf(['kind']), from: kind, to: meant } };
}

function unknownValue(value: string, known: readonly string[], line: number): Told | undefined {
  const near = suggestNames(value, known);
  const meant = known.find((k) => k.toLowerCase() === value.toLowerCase()) ?? (near.length === 1 ? near[0] : undefined);
  return meant === undefined ? undefined : { hint: { code: 'meant', args: { name: value, meant } }, fix: { line, from: value, to: meant } };
}

function unknownField(field: string, manifest: Manifest, { line }: Problem): Told | undefined {
  const parents = field.replace(/\[\d+\]/g, '').split('.');
  const name = parents.pop() ?? '';
  const near = suggestNames(name, manifest.fields(parents));
  const meant = near.length === 1 ? near[0] : near.find((n) => n.toLowerCase() === name.toLowerCase());
  if (meant === undefined) return { hint: { code: 'no-place', args: { kind: manifest.kind, name: field } }, ...takenOut(name, manifest.lines, line) };
  return { hint: { code: 'meant', args: { name, meant } }, fix: { line, from: name, to: meant } };
}

/** The line of a field with all that is below it; an item of a list, and what stands within brackets, is left to its author. */
function takenOut(name: string, lines: readonly string[], line: number): { readonly fix?: Fix } {
  const depth = (text: string) => /^ */.exec(text)![0].length;
  const first = lines[line - 1] ?? '';
  if (!first.trimStart().startsWith(`${name}:`)) return {};
  let end = line;
  while (end < lines.length && (lines[end]!.trim() === '' || depth(lines[end]!) > depth(first))) end++;
  return { fix: { line, from: lines.slice(line - 1, end).join('\n') + (end < lines.length ? '\n' : ''), to: '' } };
}

/** A number in quotes is text, and text without them may be a number. */
function wrongType(found: string, field: string, wanted: string, text: string, line: number): Told {
  if (found === 'string' && / \/\//.test(text)) return { hint: { code: 'yaml-comment', args: {} }, fix: { line, from: '//', to: '#' } };
  const hint: Problem['hint'] = { code: 'wrong-type', args: { found, field, wanted } };
  const value = /:\s*(?:-\s*)?(["']?)([^"'#]+)\1\s*(?:#.*)?$/.exec(text);
  const quoted = value?.[1] ?? '';
  const bare = value?.[2]?.trim() ?? '';
  if (found === 'string' && /^(?:u?int|float|bool)/.test(wanted) && quoted !== '') return { hint, fix: { line, from: `${quoted}${bare}${quoted}`, to: bare } };
  if ((found === 'number' || found === 'bool') && wanted === 'string' && quoted === '' && bare !== '') return { hint, fix: { line, from: bare, to: `"${bare}"` } };
  return { hint };
}

function misplaced(lines: readonly string[], line: number): Told | undefined {
  const fix = indentMend(lines, line);
  return fix && { hint: { code: 'yaml-indent', args: {} }, fix };
}

/** `image: nginx: 1.7.9` has a blank where there is none; where a value is a whole line of its own, that line is misplaced. */
function blankInValue(lines: readonly string[], line: number): Told {
  const hint: Problem['hint'] = { code: 'yaml-mapping', args: {} };
  const parts = /:\s+(\S+):\s+(\S+)\s*$/.exec(lines[line - 1] ?? '');
  if (!parts) return misplaced(lines, line) ?? { hint };
  const fix: Fix = { line, from: parts[0].replace(/^:\s+/, ''), to: `${parts[1]}:${parts[2]}` };
  return { hint, fix };
}
