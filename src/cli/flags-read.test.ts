/**
 * No flag is taken and ignored: whatever flag a file of a client declares is read by that file, or by one that it imports, or else by all
 * that take it from there. What is known to have nothing to act upon is named below, with the reason.
 */
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['./**/*.ts', '!./**/*.test.ts', '!./kubectl/test-server/**'], { query: '?raw', import: 'default', eager: true });

const withoutEffect: Readonly<Record<string, readonly string[]>> = {
  'logging of the client library itself': ['kubectl/command/global-flags.ts --log-flush-frequency', 'kubectl/command/global-flags.ts --vmodule', 'docker/command/global-flags.ts --debug', 'docker/command/global-flags.ts --log-level', 'node/crictl/crictl.ts --debug', 'node/etcdctl/etcd-client.ts --debug'],
  'a file of profiles is refused without one': ['kubectl/command/global-flags.ts --profile-output'],
  'nothing is cached: every look is fresh': ['kubectl/command/global-flags.ts --cache-dir', 'kubectl/verbs/api-resources.ts --cached'],
  'how bytes travel shows nowhere': ['kubectl/command/global-flags.ts --disable-compression', 'kubectl/verbs/top.ts --use-protocol-buffers'],
  'requests take no time, one after the other or at once': ['kubectl/verbs/diff.ts --concurrency', 'node/crictl/create-verbs.ts --cancel-timeout', 'node/etcdctl/key-verbs.ts --range', 'node/etcdctl/key-verbs.ts --physical'],
  'a connection comes about at once or not at all, and an address says whether it is one of TLS': ['dial-timeout', 'keepalive-time', 'keepalive-timeout', 'insecure-transport'].map((flag) => `node/etcdctl/etcd-client.ts --${flag}`),
  'etcd asks nobody who he is: auth enable is refused': ['node/etcdctl/etcd-client.ts --password'],
  'a machine has one journal and one manager, who asks for no password, and an entry is one line': ['node/journalctl/journalctl.ts --system', 'node/journalctl/journalctl.ts --merge', 'node/journalctl/journalctl.ts --truncate-newline', 'node/systemctl/systemctl.ts --system', 'node/systemctl/systemctl.ts --no-ask-password'],
  'the patch is the same, wherever the schema comes from': ['kubectl/verbs/apply.ts --openapi-patch'],
  'the real one waits for no pod there either': ['kubectl/verbs/cluster-info-dump.ts --pod-running-timeout'],
  'the real one only says that they have no effect': ['kubectl/verbs/run.ts --generator', 'kubectl/verbs/run.ts --replicas', 'kubectl/verbs/run.ts --schedule', 'kubectl/kinds/generate.ts --generator'],
  'no cluster here has initializers': ['old/old-verbs.ts --include-uninitialized'],
  'output goes to the terminal at once': ['node/journalctl/journalctl.ts --no-pager', 'node/systemctl/systemctl.ts --no-pager'],
  'no message here has an explanation': ['node/journalctl/journalctl.ts --catalog'],
  'every machine keeps UTC': ['node/journalctl/journalctl.ts --utc'],
  'without a pager no field is shortened': ['node/journalctl/journalctl.ts --full'],
};

/** `{ name: 'quiet', short: 'q', type: 'bool'`, and `bool('quiet', 'Only …`. */
const declared = [/\bname: '([a-z][a-z0-9-]*)',(?: short: '.',)? type: '(?:bool|string|int|duration|list|array|optional)'/g, /(?<![.\w]|refused\(|const platformFlag = )(?:bool|text|list|int|bytes|duration)\('([a-z][a-z0-9-]*)', ['"`]/g];
const reading = /\.(?:bool|text|int|list|has|get)\(\s*'([a-z][a-z0-9-]*)'/g;
/** A name kept in a variable: then every word of that file that declares nothing may be what it holds. */
const readingAny = /\bflags\.(?:bool|text|int|list|has)\((?!['"`])/;
const words = /(?<!\bname: |\b(?:bool|text|list|int|bytes)\()'([a-z][a-z0-9-]*)'/g;

function all(pattern: RegExp, text: string): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

function pathOf(from: string, relative: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

interface Source {
  /** By the exported constant in which the flag is declared; '' is the file's own. */
  readonly declares: readonly (readonly [flag: string, constant: string])[];
  readonly reads: ReadonlySet<string>;
  readonly imports: readonly { readonly path: string; readonly names: readonly string[] }[];
}

function sourceOf(path: string, text: string): Source {
  const pieces = text.split(/^(?=(?:export )?(?:const|function))/m);
  return {
    declares: pieces.flatMap((piece) => declared.flatMap((pattern) => all(pattern, piece)).map((flag) => [flag, /^export (?:const|function) (\w+)/.exec(piece)?.[1] ?? ''] as const)),
    reads: new Set([...all(reading, text), ...(readingAny.test(text) ? all(words, text) : [])]),
    imports: [...text.matchAll(/^(?:import|export) ([^;]*?) from '(\.[^']+)'/gm)].map(([, names = '', relative = '']) => ({ path: pathOf(path, relative), names: names.match(/\w+/g) ?? [] })),
  };
}

const files = new Map(Object.entries(sources).map(([path, text]) => [path, sourceOf(path, text)]));

/** The file and all that it imports. */
function reachOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (!seen.has(path) && files.has(path)) {
    seen.add(path);
    for (const next of files.get(path)!.imports) reachOf(next.path, seen);
  }
  return seen;
}

function isRead(path: string, flag: string): boolean {
  return [...reachOf(path)].some((one) => files.get(one)!.reads.has(flag));
}

/** Those who take the constant with the flag; of those that run, all have to read it. */
function isReadByUsers(path: string, flag: string, constant: string): boolean {
  const users = [...files].filter(([, { imports }]) => imports.some((one) => one.path === path && one.names.includes(constant))).map(([user]) => user);
  const verbs = users.filter((user) => /\/(?:verbs|kinds)\//.test(user));
  return verbs.length > 0 ? verbs.every((user) => isRead(user, flag)) : users.some((user) => isRead(user, flag));
}

const ignored = [...files].flatMap(([path, { declares }]) => declares.filter(([flag, constant]) => !isRead(path, flag) && !isReadByUsers(path, flag, constant)).map(([flag]) => `${path.slice(2)} --${flag}`));
const known = Object.values(withoutEffect).flat();

test('every flag that is declared is read, or known to have nothing to act upon', () => {
  expect([...files.values()].flatMap(({ declares }) => declares).length).toBeGreaterThan(600);
  expect(ignored.filter((flag) => !known.includes(flag))).toEqual([]);
});

test('what is said to have nothing to act upon is not read', () => {
  expect(known.filter((flag) => !ignored.includes(flag))).toEqual([]);
});
