/** Completion of docker's command line: verbs and flags from their data, names of containers, images, networks and volumes from the daemon. */
import type { Process, Syscall } from '../../host/index.ts';
import type { Candidate, Completer } from '../../shell/index.ts';
import { bareValue, parseFlags } from '../kubectl/command/parse-flags.ts';
import type { Task } from '../kubectl/command/task.ts';
import { dockerClientRelease } from './command/client-release.ts';
import type { DockerFlag } from './command/docker-flag.ts';
import { configFolder, globalFlags } from './command/global-flags.ts';
import type { Completes, DockerVerb } from './command/verb.ts';
import { commonVerbs, findVerb, groupsOf, otherVerbs } from './verbs/all.ts';
import { engineAddress, type EngineAddress } from './wire/engine-address.ts';
import { EngineClient } from './wire/engine-client.ts';

type Candidates = Generator<Syscall, readonly Candidate[] | undefined>;

/** What the words before the cursor come to. */
interface Place {
  readonly args: readonly string[];
  readonly awaits: DockerFlag | undefined; // the flag whose value is under the cursor
}

const FLAG_WORDS: Readonly<Record<string, readonly string[]>> = {
  'log-level': ['debug', 'info', 'warn', 'error', 'fatal'],
  pull: ['always', 'missing', 'never'],
  restart: ['no', 'always', 'on-failure', 'unless-stopped'],
  signal: ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGUSR1', 'SIGUSR2', 'SIGTERM', 'SIGSTOP', 'SIGCONT'],
  type: ['container', 'image', 'network', 'volume'],
};
const FLAG_NAMES: Readonly<Record<string, Completes>> = { network: 'networks', net: 'networks', link: 'containers', 'volumes-from': 'containers' };
const FLAG_FILES = new Set(['file', 'env-file', 'label-file', 'cidfile', 'iidfile', 'config', 'volume', 'output', 'input', 'mount']);

export function dockerCompleterOf(release: string): Completer {
  return function* (p, { words, current }) {
    const typed = words.slice(1);
    const before = placeOf(typed, globalFlags, true);
    if (before.awaits) return yield* flagValues(p, before.awaits, release, typed);
    const found = findVerb(before.args, groupsOf(p));
    if (before.args.length === 0) return current.startsWith('-') ? flagNames(globalFlags) : [...named([...commonVerbs, ...otherVerbs]), ...named(groupsOf(p))];
    if ('unknown' in found) return [];
    if ('group' in found) return named(found.group.verbs.filter(({ hidden }) => !hidden));
    const { verb } = found;
    const place = placeOf(found.words, verb.flags ?? [], verb.stopsAtArgument ?? false);
    if (place.awaits) return yield* flagValues(p, place.awaits, release, typed);
    if (current.startsWith('-') && !(verb.stopsAtArgument && place.args.length > 0)) return flagNames(verb.flags ?? []);
    return yield* argumentsOf(p, verb, { args: place.args, current, release, typed });
  };
}

function named(verbs: readonly { readonly name: string; readonly summary: string }[]): Candidate[] {
  return verbs.map(({ name, summary }) => ({ value: name, kind: 'command', summary }));
}

function placeOf(words: readonly string[], flags: readonly DockerFlag[], stops: boolean): Place {
  const args: string[] = [];
  let awaits: DockerFlag | undefined;
  for (const word of words) {
    if (awaits) awaits = undefined;
    else if (word.startsWith('-') && word !== '-' && !(stops && args.length > 0)) awaits = valueless(word, flags);
    else args.push(word);
  }
  return { args, awaits };
}

/** The flag of this word, when its value has to come in the next. */
function valueless(word: string, flags: readonly DockerFlag[]): DockerFlag | undefined {
  if (word.includes('=')) return undefined;
  const last = word.at(-1);
  const flag = word.startsWith('--') ? flags.find((f) => f.name === word.slice(2)) : flags.find((f) => f.short === last);
  return flag && bareValue(flag) === undefined ? flag : undefined;
}

function flagNames(flags: readonly DockerFlag[]): Candidate[] {
  return flags.filter((flag) => !flag.hidden).map(({ name, usage }) => ({ value: `--${name}`, kind: 'option', summary: usage.split('\n')[0]! }));
}

function* flagValues(p: Process, flag: DockerFlag, release: string, typed: readonly string[]): Candidates {
  if (FLAG_FILES.has(flag.name)) return undefined;
  const kind = FLAG_NAMES[flag.name];
  if (kind) return yield* names(p, kind, release, typed);
  return (FLAG_WORDS[flag.name] ?? []).map((value) => ({ value, kind: 'value' }));
}

interface Asked {
  readonly args: readonly string[];
  readonly current: string;
  readonly release: string;
  readonly typed: readonly string[];
}

function* argumentsOf(p: Process, verb: DockerVerb, { args, current, release, typed }: Asked): Candidates {
  const { completes = 'none' } = verb;
  if (completes === 'files') return undefined;
  if (completes === 'none' || args.length >= (verb.stopsAtArgument ? 1 : verb.args[1])) return [];
  const found = yield* names(p, completes, release, typed);
  if (verb.name !== 'cp') return found.filter((candidate) => !args.includes(candidate.value));
  // Of the two places, one is in a container and one is a file.
  const places = found.map((c): Candidate => ({ ...c, value: `${c.value}:`, open: true })).filter((c) => c.value.startsWith(current));
  return places.length > 0 && !args.some((word) => word.includes(':')) ? places : undefined;
}

/** A daemon that cannot be asked has nothing to offer. */
function* names(p: Process, kind: Completes, release: string, typed: readonly string[]): Task<readonly Candidate[]> {
  try {
    const engine = new EngineClient(p, addressTyped(p, typed), dockerClientRelease(release));
    return (yield* namesOf(engine, kind)).map((value) => ({ value, kind: 'value' }));
  } catch {
    return [];
  }
}

/** Throws while what is typed is not right yet. */
function addressTyped(p: Process, typed: readonly string[]): EngineAddress {
  const { flags } = parseFlags(typed, globalFlags, { stopsAtArgument: true });
  return engineAddress(p, configFolder(p, flags), { host: flags.list('host').at(-1), context: flags.text('context') });
}

function* namesOf(engine: EngineClient, kind: Completes): Task<readonly string[]> {
  switch (kind) {
    case 'containers':
    case 'running':
    case 'stopped': {
      const all = yield* engine.json<readonly { Names: readonly string[]; State: string }[]>('GET', '/containers/json', { query: [['all', '1']] });
      const fits = ({ State }: { readonly State: string }) => kind === 'containers' || (kind === 'running') === (State === 'running' || State === 'paused');
      return all.filter(fits).map(({ Names }) => Names[0]!.slice(1));
    }
    case 'images': {
      const all = yield* engine.json<readonly { RepoTags: readonly string[] | null }[]>('GET', '/images/json');
      return all.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => !tag.startsWith('<none>'));
    }
    case 'networks':
      return (yield* engine.json<readonly { Name: string }[]>('GET', '/networks')).map(({ Name }) => Name);
    case 'volumes':
      return ((yield* engine.json<{ Volumes: readonly { Name: string }[] | null }>('GET', '/volumes')).Volumes ?? []).map(({ Name }) => Name);
    case 'files':
    case 'none':
      return [];
  }
}
