/**
 * Which flags the real clients of three releases have, verb by verb: `name/short@releases`, where no releases means all three. Each has to be known
 * here to the client of that release, or be named below with the reason why it is not: what is typed then fails as unknown, and never passes silently.
 */
import { expect, test } from 'vitest';
import { globalFlags } from '../command/global-flags.ts';
import type { FlagSpec } from '../command/flag.ts';
import { isKnown, type Verb } from '../command/verb.ts';
import { verbs } from './all.ts';

const text = Object.values(import.meta.glob<string>('./flags-of-releases.txt', { query: '?raw', import: 'default', eager: true }))[0]!;
const releases: readonly (readonly [mark: string, minor: number])[] = [['a', 20], ['b', 31], ['c', 35]];

/** Verb, or * for all: flags that are not here, and why. */
const missing: Readonly<Record<string, readonly [why: string, ...flags: string[]]>> = {
  '(all)': ['logging of the client library itself', 'add-dir-header', 'alsologtostderr', 'log-backtrace-at', 'log-dir', 'log-file', 'log-file-max-size', 'logtostderr', 'one-output', 'skip-headers', 'skip-log-headers', 'stderrthreshold'],
  alpha: ['a file of preferences that this client does not read'],
  'alpha kuberc': ['a file of preferences that this client does not read'],
  'alpha kuberc set': ['a file of preferences that this client does not read', 'appendarg', 'command', 'kuberc', 'name', 'option', 'overwrite', 'prependarg', 'section'],
  'alpha kuberc view': ['a file of preferences that this client does not read', 'allow-missing-template-keys', 'kuberc', 'output', 'show-managed-fields', 'template'],
  kustomize: ['programs and plugins that kustomize would start', 'as-current-user', 'enable-alpha-plugins', 'env', 'helm-api-versions', 'helm-debug', 'helm-kube-version', 'mount', 'network', 'network-name'],
  proxy: ['it passes on what it is asked for, and serves no files', 'append-server-path', 'keepalive', 'unix-socket', 'www', 'www-prefix'],
  'apply edit-last-applied': ['a word of old clients in an annotation that this one leaves alone', 'record'],
  'top node': ['no machine here has swap', 'show-swap'],
  'top pod': ['no machine here has swap, and metrics are chosen by labels', 'field-selector', 'show-swap'],
};

interface Known {
  readonly minor: number;
  readonly verb: string;
  readonly flag: string;
  readonly short: string;
}

const real: readonly Known[] = text.trim().split('\n').flatMap((line) => {
  const [verb = '', words = ''] = line.split(/: ?/);
  return words.split(' ').filter(Boolean).flatMap((word) => {
    const [, flag = '', short = '', marks] = /^([^/@]+)(?:\/(.))?(?:@(.+))?$/.exec(word)!;
    return releases.filter(([mark]) => marks === undefined || marks.includes(mark)).map(([, minor]) => ({ minor, verb, flag, short }));
  });
});

function flagsOf(path: string, minor: number): readonly FlagSpec[] {
  if (path === '(all)') return globalFlags.filter((flag) => isKnown(flag, minor));
  let [at, list]: [Verb | undefined, readonly Verb[]] = [undefined, verbs];
  for (const word of path.split(' ')) {
    at = list.find((verb) => verb.name === word && isKnown(verb, minor));
    list = at?.verbs ?? [];
  }
  return at === undefined ? [] : [...(at.flags ?? []), ...globalFlags].filter((flag) => isKnown(flag, minor));
}

test('every flag of the real clients is known, or missing with a reason', () => {
  const unknown = real.filter(({ minor, verb, flag, short }) => {
    const own = flagsOf(verb, minor).find(({ name }) => name === flag);
    return missing[verb]?.includes(flag) !== true && (own === undefined || (short !== '' && own.short !== short));
  });
  expect(unknown.map(({ minor, verb, flag }) => `1.${minor} ${verb} --${flag}`)).toEqual([]);
});

test('what is said to be missing is', () => {
  const there = Object.entries(missing).flatMap(([verb, [, ...flags]]) => flags.filter((flag) => flagsOf(verb, 35).some(({ name }) => name === flag)).map((flag) => `${verb} --${flag}`));
  expect(there).toEqual([]);
});

test('no client knows a flag that the real one of its release lacks', () => {
  const paths = text.trim().split('\n').map((line) => line.split(/: ?/)[0]!);
  const extra = paths.flatMap((path) => releases.flatMap(([, minor]) => {
    const own = path === '(all)' ? flagsOf(path, minor) : flagsOf(path, minor).filter((flag) => !globalFlags.includes(flag));
    return own.filter((flag) => flag.hidden !== true && !real.some((one) => one.verb === path && one.minor === minor && one.flag === flag.name)).map((flag) => `1.${minor} ${path} --${flag.name}`);
  }));
  expect(extra).toEqual([]);
});
