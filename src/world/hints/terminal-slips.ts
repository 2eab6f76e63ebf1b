/**
 * Slips that people make at a terminal, known by what the product answers. The answer stays as it is; beside it the page says what
 * was meant and, where that is certain, the command that does it.
 */
import { suggestNames } from '../../base/index.ts';
import type { HintArgs, HintCode } from '../../client/index.ts';
import { successorOf } from './successors.ts';

/** What surrounds a slip: enough to guess the name that was meant. */
export interface Surroundings {
  readonly line: string; // as typed
  readonly commands: () => readonly string[];
  readonly files: (folder: string) => readonly string[];
  readonly fullMemoryBytes: number | undefined; // what all files may keep in memory, when it is that which was used up
}

interface Slip {
  readonly code: HintCode;
  readonly when: RegExp; // on what was printed
  /** Undefined: not this slip after all. `command` is offered to be typed. */
  readonly args: (match: RegExpExecArray, around: Surroundings) => HintArgs | undefined;
}

const SLIPS: readonly Slip[] = [
  {
    code: 'unknown-command',
    when: /(?:^|\n)-?(?:ba)?sh: (?:line \d+: |\d+: )?([\w.-]+): (?:command )?not found/,
    args: ([, name = ''], { line, commands }) => {
      const meant = onlyOne(suggestNames(name, commands().filter((c) => Math.abs(c.length - name.length) < 3 && c.length > 2)));
      return meant === undefined ? undefined : { name, meant, command: replaceWord(line, name, meant) };
    },
  },
  {
    code: 'unknown-verb',
    when: /error: unknown command "([^"]+)" for "[^"]+"\n\nDid you mean this\?\n\t(\S+)\n(?!\t)/,
    args: ([, name = '', meant = ''], { line }) => ({ name, meant, command: replaceWord(line, name, meant) }),
  },
  {
    code: 'rolling-update-gone',
    when: /error: unknown command "rolling-update"/,
    args: () => ({}),
  },
  {
    code: 'old-flag',
    when: /error: unknown flag: --(record|include-uninitialized|export|generator)\b/,
    args: ([, flag = ''], { line }) => ({ flag: `--${flag}`, command: withoutFlag(line, `--${flag}`) }),
  },
  {
    code: 'moved-kind',
    when: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    args: ([, kind = '', from = '']) => {
      const to = successorOf(from, kind);
      return to === undefined ? undefined : { kind, from, to };
    },
  },
  {
    code: 'kind-case',
    when: /no matches for kind "([a-z][^"]*)" in version|no kind "([a-z][^"]*)" is registered for version/,
    args: ([, a, b]) => ({ kind: a ?? b ?? '' }),
  },
  { code: 'unknown-field', when: /([A-Z]\w+) in version "[^"]+" cannot be handled as a \w+: strict decoding error: unknown field "([^"]+)"/, args: ([, kind = '', field = '']) => ({ field, command: explain(kind, field) }) },
  { code: 'wrong-type', when: /cannot unmarshal (string|number|bool|object|array) into Go struct field [\w.]*?\.(\S+) of type (\S+)/, args: ([, found = '', field = '', wanted = '']) => ({ found, field, wanted }) },
  { code: 'yaml-mapping', when: /mapping values are not allowed in this context/, args: () => ({}) },
  { code: 'yaml-tab', when: /found character that cannot start any token/, args: () => ({}) },
  { code: 'name-case', when: /Invalid value: "([^"]*[A-Z_][^"]*)": a lowercase RFC 1123/, args: ([, name = '']) => ({ name, meant: asName(name) }) },
  { code: 'selector-fixed', when: /spec\.selector: Invalid value: .*: field is immutable/, args: (_, { line }) => replaced(line) },
  { code: 'pod-fixed', when: /spec: Forbidden: pod updates may not change fields other than/, args: (_, { line }) => replaced(line) },
  { code: 'selector-apart', when: /`selector` does not match template `labels`/, args: () => ({}) },
  {
    code: 'no-file',
    when: /error: the path "([^"]+)" does not exist|-?bash: ([^:\s]+): No such file or directory|: cannot access '([^']+)': No such file/,
    args: ([, a, b, c], { line, files }) => {
      const path = a ?? b ?? c ?? '';
      const slash = path.lastIndexOf('/') + 1;
      const meant = onlyOne(suggestNames(path.slice(slash), files(path.slice(0, slash) || '.')));
      return meant === undefined ? undefined : { name: path, meant: path.slice(0, slash) + meant, command: replaceWord(line, path, path.slice(0, slash) + meant) };
    },
  },
  { code: 'not-found', when: /Error from server \(NotFound\): (\S+) "([^"]+)" not found/, args: ([, resource = '', name = '']) => (resource === 'namespaces' ? { name, command: 'kubectl get namespaces' } : { name, command: `kubectl get ${resource} -A` }) },
  { code: 'no-container', when: /Error response from daemon: No such container: (\S+)/, args: ([, name = '']) => ({ name, command: 'docker ps -a' }) },
  { code: 'name-taken', when: /Conflict\. The container name "\/([^"]+)" is already in use/, args: ([, name = '']) => ({ name, command: `docker rm -f ${name}` }) },
  { code: 'pull-denied', when: /pull access denied for (\S+), repository does not exist|manifest for (\S+) not found/, args: ([, a, b]) => ({ name: a ?? b ?? '' }) },
  { code: 'api-down', when: /The connection to the server (\S+) was refused/, args: ([, server = '']) => ({ server }) },
  { code: 'api-away', when: /Unable to connect to the server: (?:dial tcp|net\/http)/, args: () => ({}) },
  { code: 'docker-down', when: /Cannot connect to the Docker daemon at (\S+?)\. /, args: ([, server = '']) => ({ server }) },
  { code: 'docker-daemon', when: /unknown command: docker daemon/, args: () => ({}) },
  { code: 'no-metrics', when: /error: Metrics API not available/, args: () => ({}) },
  { code: 'one-explain', when: /error: unrecognized character in action: U\+002C/, args: (_, { line }) => ({ command: line.replace(/,\S*/, '') }) },
  { code: 'name-and-selector', when: /error: name cannot be provided when a selector is specified/, args: () => ({}) },
  { code: 'memory-full', when: /No space left on device|no space left on device/, args: (_, { fullMemoryBytes: full }) => (full === undefined ? undefined : { limit: String(full / 2 ** 20) }) },
  { code: 'zsh-expansion', when: /\$\{\$\(.*: bad substitution/, args: () => ({}) },
];

/** The first slip that fits: a hint is one thing to try, not a list. */
export function slipOf(printed: string, around: Surroundings): { readonly code: HintCode; readonly args: HintArgs } | undefined {
  for (const { code, when, args } of SLIPS) {
    const match = when.exec(printed);
    const found = match && args(match, around);
    if (found) return { code, args: found };
  }
  return undefined;
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

function replaceWord(line: string, word: string, by: string): string {
  const at = line.indexOf(word);
  return at < 0 ? by : line.slice(0, at) + by + line.slice(at + word.length);
}

function withoutFlag(line: string, flag: string): string {
  return line
    .split(' ')
    .filter((word) => word !== flag && !word.startsWith(`${flag}=`))
    .join(' ');
}

function explain(kind: string, field: string): string {
  const parents = field.replace(/\[\d+\]/g, '').split('.').slice(0, -1);
  return `kubectl explain ${[kind.toLowerCase(), ...parents].join('.')}`;
}

function asName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
}

function replaced(line: string): HintArgs {
  const file = /(?:-f|--filename)[= ](\S+)/.exec(line)?.[1];
  return file === undefined || file === '-' ? {} : { command: `kubectl replace --force -f ${file}` };
}
