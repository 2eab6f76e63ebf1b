/** A verb as data and one generator: the shape of every file in `verbs`. */
import type { FlagSpec } from './flag.ts';
import type { Invocation } from './invocation.ts';
import type { Task } from './task.ts';

export interface Example {
  readonly does: string;
  readonly command: string;
}

/** What completion offers for the words that are no flags. */
export type Completes = 'types' | 'resources' | 'pods' | 'nodes' | 'files' | 'contexts' | 'clusters' | 'users' | 'none';

export interface Verb {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string; // one line, no full stop: the list of verbs
  readonly details?: string; // what --help says below it
  readonly usage: string; // after "kubectl ": get (TYPE | TYPE/NAME) [flags]
  readonly examples?: readonly Example[];
  readonly flags?: readonly FlagSpec[];
  readonly verbs?: readonly Verb[]; // what comes below it: rollout status
  readonly group?: VerbGroup; // where the list of verbs has it
  readonly completes?: Completes;
  readonly hidden?: true;
  /** Added to the exit code of what fails: 1 has a meaning of its own. */
  readonly failsBy?: number;
  /** A name that only groups verbs writes its help to standard error and fails, but where it is said otherwise. */
  readonly alone?: { readonly toOutput: true; readonly exitCode: number; readonly takesAnything?: true };
  readonly since?: number;
  readonly until?: number;
  run?(k: Invocation): Task<number | void>;
}

export const verbGroups = [
  'Basic Commands (Beginner)',
  'Basic Commands (Intermediate)',
  'Deploy Commands',
  'Cluster Management Commands',
  'Troubleshooting and Debugging Commands',
  'Advanced Commands',
  'Settings Commands',
  'Other Commands',
] as const;

export type VerbGroup = (typeof verbGroups)[number];

/** Is it known to a client of this minor release? */
export function isKnown(thing: { readonly since?: number; readonly until?: number }, minor: number): boolean {
  return minor >= (thing.since ?? 0) && minor < (thing.until ?? Infinity);
}
