/** The verbs and flags of kubectl 1.11: what came later is taken from the current ones, what has gone since is added. */
import type { FlagSpec } from '../kubectl/command/flag.ts';
import type { Verb } from '../kubectl/command/verb.ts';
import { verbs } from '../kubectl/verbs/all.ts';
import { rollingUpdateVerb } from './rolling-update.ts';
import { runVerb } from './run.ts';

/** Verbs that came later, with the path of those above them. */
const later: ReadonlySet<string> = new Set(['diff', 'events', 'kustomize', 'debug', 'auth whoami', 'create cronjob', 'create ingress', 'create token', 'plugin list', 'rollout restart']);

/** Flags that came later, of whatever verb. */
const laterFlags: ReadonlySet<string> = new Set(words(`
  kustomize show-managed-fields field-manager server-side force-conflicts subresource output-watch-events interactive annotations privileged override-type
  disable-eviction skip-wait-for-delete-timeout delete-emptydir-data tls-server-name warnings-as-errors disable-compression as-uid watch-only`));

const uninitialized = bool('include-uninitialized', 'Take objects too that an initializer has not let go yet.');

/** Flags that have gone since, by verb. */
const gone: Readonly<Record<string, readonly FlagSpec[]>> = {
  get: [
    uninitialized,
    bool('export', 'Leave out what belongs to this cluster.'),
    { ...bool('show-all', 'Pods too that have ended.', 'true'), short: 'a', deprecated: 'will be removed in an upcoming release' },
  ],
  drain: [bool('delete-local-data', 'Go on although pods lose the data of their empty directories.')],
  ...Object.fromEntries(['annotate', 'apply', 'delete', 'describe', 'edit', 'label', 'autoscale', 'cordon', 'patch'].map((verb) => [verb, [uninitialized]])),
};

/** Short forms that came later. */
const laterShort: ReadonlySet<string> = new Set(['all-namespaces', 'replicas']);

export const oldVerbs: readonly Verb[] = [...verbs.filter(({ name }) => name !== 'run').flatMap((verb) => asItWas(verb, '')), rollingUpdateVerb, runVerb].sort((a, b) => (a.name < b.name ? -1 : 1));

function asItWas(verb: Verb, above: string): readonly Verb[] {
  const path = `${above}${verb.name}`;
  if (later.has(path)) return [];
  const flags = [...(verb.flags ?? []).filter(({ name }) => !laterFlags.has(name)).map(flagAsItWas), ...(gone[path] ?? [])];
  return [{ ...verb, flags, ...(verb.verbs && { verbs: verb.verbs.flatMap((child) => asItWas(child, `${path} `)) }) }];
}

function flagAsItWas(flag: FlagSpec): FlagSpec {
  if (flag.name === 'dry-run') return { ...flag, type: 'bool', initial: 'false', usage: 'Only print what would be sent.' };
  if (flag.name === 'cascade') return { ...flag, type: 'bool', initial: 'true', usage: 'Delete what the object owns too.' };
  if (!laterShort.has(flag.name)) return flag;
  const { short: _, ...long } = flag;
  return long;
}

function bool(name: string, usage: string, initial = 'false'): FlagSpec {
  return { name, type: 'bool', initial, usage };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
