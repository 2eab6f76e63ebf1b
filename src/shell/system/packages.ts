/** apt-get, apt and apk: this world has no package mirrors, so they fail as they do on a machine without a way out. */
import { connectTo, NetError, netWords, write } from '../../host/index.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const FAILED = 100;
const TIMEOUT_MS = 30_000;

interface Source {
  readonly url: string;
  readonly suite: string;
}

function sourcesOf({ p }: ToolCall): Source[] {
  const text = tried(() => p.files.readText('/etc/apt/sources.list'));
  const lines = 'error' in text ? [] : text.value.split('\n');
  return lines.flatMap((line) => {
    const [, url, suite] = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line) ?? [];
    return url === undefined || suite === undefined ? [] : [{ url, suite }];
  });
}

export const apt: Tool = {
  usage: '[options] command',
  usageCode: FAILED,
  options: { flags: 'yqsdmVfu', values: 'ot', long: { yes: 'y', quiet: 'q', 'assume-yes': 'y' }, longValues: ['no-install-recommends?', 'no-install-suggests?', 'allow-unauthenticated?'] },
  *run(call) {
    const [verb, ...names] = call.operands;
    if (verb === undefined) {
      yield* print(`apt 2.7.14 (amd64)\nUsage: ${call.name} [options] command\n`);
      return 0;
    }
    if (verb === 'clean' || verb === 'autoclean') return 0;
    if (!['update', 'install', 'upgrade', 'remove', 'purge', 'autoremove', 'dist-upgrade', 'full-upgrade'].includes(verb)) return yield* failed(`Invalid operation ${verb}`);
    if (call.p.uid !== 0) {
      const lock = verb === 'update' ? '/var/lib/apt/lists/lock' : '/var/lib/dpkg/lock-frontend';
      return yield* failed(`Could not open lock file ${lock} - open (13: Permission denied)`, verb === 'update' ? 'Unable to lock directory /var/lib/apt/lists/' : `Unable to acquire the dpkg frontend lock (${lock}), are you root?`);
    }
    if (verb === 'update') return yield* update(call);
    yield* print('Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n');
    if (verb === 'install' && names.length > 0) return yield* failed(...names.map((name) => `Unable to locate package ${name}`));
    if (names.length > 0) yield* print(names.map((name) => `Package '${name}' is not installed, so not removed\n`).join(''));
    yield* print('0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
    return 0;
  },
};

/** Each mirror is really called: it is the world that has no way to it. */
function* update(call: ToolCall): ToolRun {
  const sources = sourcesOf(call);
  const warnings: string[] = [];
  for (const [i, { url, suite }] of sources.entries()) {
    const why = yield* unreachable(call, hostOf(url));
    yield* print(`Ign:${i + 1} ${url} ${suite} InRelease\nErr:${i + 1} ${url} ${suite} InRelease\n  ${why}\n`);
    warnings.push(`W: Failed to fetch ${url}/dists/${suite}/InRelease  ${why}\n`);
  }
  yield* print('Reading package lists... Done\n');
  if (warnings.length > 0) yield write(2, `${warnings.join('')}W: Some index files failed to download. They have been ignored, or old ones used instead.\n`);
  return 0;
}

function hostOf(url: string): string {
  return url.replace(/^\w+:\/\//, '').replace(/\/.*/, '');
}

/** Why the mirror cannot be used; one that answers has no packages for this world. */
function* unreachable(call: ToolCall, host: string): ToolRun<string> {
  try {
    const fd: number = yield connectTo({ host, port: 80 }, TIMEOUT_MS);
    call.p.close(fd);
    return '404  Not Found';
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    if (error.code === 'EAI_AGAIN') return `Temporary failure resolving '${host}'`;
    return error.code === 'ENOTFOUND' ? `Could not resolve '${host}'` : `Could not connect to ${host}:80 (${netWords(error.code)})`;
  }
}

function* failed(...messages: readonly string[]): ToolRun {
  yield write(2, messages.map((message) => `E: ${message}\n`).join(''));
  return FAILED;
}

export const apk: Tool = {
  usage: '[<OPTIONS>...] COMMAND [<ARGUMENTS>...]',
  options: { flags: 'qvfU', values: 'pXt', longValues: ['no-cache?', 'update?', 'virtual', 'repository'] },
  *run(call) {
    const { p, operands } = call;
    const [verb, ...names] = operands;
    if (verb === undefined) {
      yield* print('apk-tools 2.14.4, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n');
      return 1;
    }
    if (!['add', 'update', 'del', 'upgrade', 'info', 'search'].includes(verb)) return yield* complain(call, `'${verb}' is not an apk command. See 'apk --help'.`);
    if (p.uid !== 0 && verb !== 'info' && verb !== 'search') {
      yield write(2, 'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n');
      return 99;
    }
    const text = tried(() => p.files.readText('/etc/apk/repositories'));
    const mirrors = 'error' in text ? (reason(text.error), []) : text.value.split('\n').filter((line) => /^https?:/.test(line));
    for (const url of verb === 'add' || verb === 'update' || verb === 'upgrade' ? mirrors : []) {
      yield* print(`fetch ${url}/x86_64/APKINDEX.tar.gz\n`);
      const why = yield* unreachable(call, hostOf(url));
      yield write(2, `WARNING: fetching ${url}: ${why.startsWith('Could not resolve') ? 'DNS: name does not exist' : 'temporary error (try again later)'}\n`);
    }
    if (verb === 'add' && names.length > 0) {
      yield write(2, `ERROR: unable to select packages:\n${names.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`).join('')}`);
      return names.length;
    }
    if (verb === 'update') yield write(2, `${mirrors.length} unavailable, 0 stale; 0 distinct packages available\n`);
    return verb === 'update' ? mirrors.length : 0;
  },
};
