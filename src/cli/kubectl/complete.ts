/** Completion of kubectl's command line: verbs and flags from their data, types and names from the server that the kubeconfig names. */
import type { Process, Syscall } from '../../host/index.ts';
import type { Candidate, Completer, CompletionRequest } from '../../shell/index.ts';
import { clientRelease } from './command/client-release.ts';
import type { FlagSpec } from './command/flag.ts';
import { globalFlags } from './command/global-flags.ts';
import { Invocation } from './command/invocation.ts';
import { bareValue, parseFlags } from './command/parse-flags.ts';
import { isKnown, type Verb } from './command/verb.ts';
import { list, text } from './objects/member.ts';
import { collectionPath } from './resources/info.ts';
import { findResource, preferred } from './wire/resource-mapper.ts';
import { getFormats } from './print/object-printer.ts';
import { verbs as currentVerbs } from './verbs/all.ts';

type Candidates = Generator<Syscall, readonly Candidate[] | undefined>;

/** What the words before the cursor come to. */
interface Place {
  readonly verb: Verb | undefined;
  readonly below: readonly Verb[]; // verbs that may come next
  readonly args: readonly string[];
  readonly words: readonly string[]; // flags with their values, as typed
  readonly awaits: FlagSpec | undefined; // the flag whose value is under the cursor
}

export function completerOf(releaseText: string, verbs = currentVerbs): Completer {
  const { minor } = clientRelease(releaseText);
  return function* (p, request) {
    const place = placeOf(request, verbs, minor);
    if (place.awaits) return yield* flagValues(p, place, place.awaits, releaseText);
    if (request.current.startsWith('-')) return flagNames(place, minor);
    const children = place.below.filter((verb) => !verb.hidden && isKnown(verb, minor));
    if (children.length > 0 && place.args.length === 0) {
      const own = place.verb?.run ? yield* argumentsOf(p, place, request.current, releaseText) : [];
      return [...children.map((verb): Candidate => ({ value: verb.name, kind: 'command', summary: verb.summary })), ...(own ?? [])];
    }
    return yield* argumentsOf(p, place, request.current, releaseText);
  };
}

function placeOf({ words }: CompletionRequest, verbs: readonly Verb[], minor: number): Place {
  let verb: Verb | undefined;
  let below: readonly Verb[] = verbs;
  const args: string[] = [];
  const typed: string[] = [];
  let awaits: FlagSpec | undefined;
  for (const word of words.slice(1)) {
    const specs = [...globalFlags, ...(verb?.flags ?? [])];
    if (awaits) {
      typed.push(word);
      awaits = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      typed.push(word);
      const name = /^--([^=]+)$/.exec(word)?.[1];
      const spec = specs.find((s) => (name !== undefined ? s.name === name : /^-[a-zA-Z]$/.test(word) && s.short === word[1]));
      if (spec && bareValue(spec) === undefined) awaits = spec;
    } else {
      const next = args.length === 0 ? below.find((v) => isKnown(v, minor) && (v.name === word || v.aliases?.includes(word))) : undefined;
      if (next) {
        verb = next;
        below = next.verbs ?? [];
      } else args.push(word);
    }
  }
  return { verb, below, args, words: awaits ? typed.slice(0, -1) : typed, awaits };
}

function flagNames({ verb }: Place, minor: number): Candidate[] {
  return [...(verb?.flags ?? []), ...globalFlags]
    .filter((flag) => !flag.hidden && isKnown(flag, minor))
    .map((flag) => {
      const isOpen = bareValue(flag) === undefined;
      return { value: `--${flag.name}${isOpen ? '=' : ''}`, kind: 'option', summary: flag.usage, ...(isOpen && { open: true }) };
    });
}

function* flagValues(p: Process, place: Place, flag: FlagSpec, release: string): Candidates {
  switch (flag.name) {
    case 'namespace':
      return yield* namesOf(p, place, release, 'namespaces');
    case 'output':
      return getFormats.map((value): Candidate => ({ value, kind: 'value' }));
    case 'filename':
    case 'kubeconfig':
      return undefined;
    case 'context':
      return entries(p, place, release, 'contexts');
    case 'cluster':
      return entries(p, place, release, 'clusters');
    case 'user':
      return entries(p, place, release, 'users');
    case 'container':
      return yield* containersOf(p, place, release);
    default:
      return [];
  }
}

function* argumentsOf(p: Process, place: Place, current: string, release: string): Candidates {
  switch (place.verb?.completes) {
    case 'types':
      return yield* types(p, place, release);
    case 'resources':
      return yield* resources(p, place, current, release);
    case 'pods':
      return current.includes('/') ? yield* tuples(p, place, current, release) : place.args.length === 0 ? yield* namesOf(p, place, release, 'pods') : [];
    case 'nodes':
      return place.verb.name === 'taint' && place.args.length === 0 ? [{ value: 'nodes', kind: 'value' }] : yield* namesOf(p, place, release, 'nodes');
    case 'contexts':
    case 'clusters':
    case 'users':
      return entries(p, place, release, place.verb.completes);
    case 'none':
      return [];
    default:
      return undefined;
  }
}

/** TYPE, then names of it; or TYPE/NAME. */
function* resources(p: Process, place: Place, current: string, release: string): Candidates {
  if (current.includes('/')) return yield* tuples(p, place, current, release);
  if (place.args.length === 0 || place.args[0]!.includes('/')) return yield* types(p, place, release);
  return yield* namesOf(p, place, release, place.args[0]!);
}

function* tuples(p: Process, place: Place, current: string, release: string): Candidates {
  const type = current.slice(0, current.indexOf('/'));
  const names = yield* namesOf(p, place, release, type);
  return names?.map((candidate) => ({ ...candidate, value: `${type}/${candidate.value}` }));
}

function* types(p: Process, place: Place, release: string): Candidates {
  return yield* asking(p, place, release, function* (k) {
    const discovery = yield* k.discovery();
    return preferred(discovery).filter((resource) => resource.verbs.includes('list')).map((resource) => ({
      value: resource.group === '' || preferred(discovery).filter((other) => other.plural === resource.plural).length === 1 ? resource.plural : `${resource.plural}.${resource.group}`,
      kind: 'value',
      summary: resource.kind,
    }));
  });
}

function* namesOf(p: Process, place: Place, release: string, typed: string): Candidates {
  return yield* asking(p, place, release, function* (k) {
    const found = findResource(yield* k.discovery(), typed.split(',')[0]!);
    if (!found) return [];
    const path = collectionPath(found.resource, found.resource.namespaced ? k.namespace : '');
    return list(yield* k.client.get(path), 'items').map((item) => ({ value: text(item, 'metadata', 'name'), kind: 'value' }));
  });
}

function* containersOf(p: Process, place: Place, release: string): Candidates {
  const pod = place.args[0]?.split('/').at(-1);
  if (pod === undefined) return [];
  return yield* asking(p, place, release, function* (k) {
    const found = yield* k.client.get(`/api/v1/namespaces/${k.namespace}/pods/${pod}`);
    return ['containers', 'initContainers'].flatMap((field) => list(found, 'spec', field)).map((container) => ({ value: text(container, 'name'), kind: 'value' }));
  });
}

function entries(p: Process, place: Place, release: string, section: 'contexts' | 'clusters' | 'users'): readonly Candidate[] {
  try {
    return [...invocationOf(p, place, release).kubeconfig.entries[section].keys()].map((value) => ({ value, kind: 'value' }));
  } catch {
    return [];
  }
}

/** A server that cannot be asked has nothing to offer. */
function* asking(p: Process, place: Place, release: string, ask: (k: Invocation) => Generator<Syscall, readonly Candidate[]>): Candidates {
  try {
    return yield* ask(invocationOf(p, place, release));
  } catch {
    return [];
  }
}

function invocationOf(p: Process, place: Place, release: string): Invocation {
  const verb = place.verb ?? currentVerbs[0]!;
  const specs = [...globalFlags, ...(verb.flags ?? [])];
  let { flags } = parseFlags([], specs);
  try {
    ({ flags } = parseFlags(place.words, specs));
  } catch {
    // What is typed so far need not be right.
  }
  return new Invocation(p, clientRelease(release), verb, 'kubectl', { flags, args: place.args, dashAt: -1 });
}
