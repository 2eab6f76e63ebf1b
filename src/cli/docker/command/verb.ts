/** A verb of docker as data and one generator: the shape of every file in `verbs`. */
import type { Process } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { DockerFlag } from './docker-flag.ts';
import type { Invocation } from './invocation.ts';

/** What completion offers for its arguments. */
export type Completes = 'containers' | 'running' | 'stopped' | 'images' | 'networks' | 'volumes' | 'files' | 'none';

export interface DockerVerb {
  readonly name: string;
  readonly summary: string; // no full stop: the list of verbs
  readonly usage: string; // after "docker ": run [OPTIONS] IMAGE [COMMAND] [ARG...]
  readonly details?: string;
  /** Other names under the same parent: `docker container ps` for `ls`. */
  readonly aliases?: readonly string[];
  /** Whole command lines that mean the same, as help lists them. */
  readonly alsoAs?: readonly string[];
  readonly flags?: readonly DockerFlag[];
  readonly args: readonly [min: number, max: number];
  /** Flags end at the first argument. */
  readonly stopsAtArgument?: true;
  readonly completes?: Completes;
  readonly examples?: readonly string[];
  /** Said on standard error before anything else, even before the arguments are looked at. */
  readonly warns?: (p: Process) => string;
  /** It works on this machine's files alone, whatever daemon is spoken with. */
  readonly local?: true;
  /** What other programs call: no help tells of it. */
  readonly hidden?: true;
  readonly run: (d: Invocation) => Task<number | void>;
}

/** A name that holds verbs: `docker network`. */
export interface DockerGroup {
  readonly name: string;
  readonly summary: string;
  readonly verbs: readonly DockerVerb[];
}
