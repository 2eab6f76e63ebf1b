/** What only the client knows of a kind, as data and functions: everything else about kinds it learns from the server. */
import type { JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Info } from '../resources/info.ts';

export interface ClientKind {
  readonly group: string;
  readonly kind: string;
  /** The text of `describe`. */
  describe?(this: void, k: Invocation, info: Info, options: DescribeOptions): Task<string>;
  /** Where the spec of its pods is: ['spec'] of a pod, ['spec', 'template', 'spec'] of what makes pods. */
  readonly podSpec?: readonly string[];
  /** The label selector of its pods, in text form: for logs, exec, expose and port-forward. Undefined when it has none. */
  podSelector?(this: void, object: JsonObject): string | undefined;
  /** What it holds is shown to nobody who only compares. */
  readonly hidesData?: true;
  readonly rollout?: Rollout;
  /** What `debug` makes for it: a container in it or in a copy of it, or a pod beside it. */
  readonly debugs?: 'inside' | 'beside';
  readonly expose?: Expose;
}

export interface DescribeOptions {
  readonly showEvents: boolean;
}

export interface Rollout {
  /** What `rollout status` says, and whether it is over; throws when it never will be. */
  status?(this: void, object: JsonObject, revision: number): { readonly text: string; readonly done: boolean };
  /** Revisions, oldest first, with the reason kept for each and the template that it had. */
  history?(this: void, k: Invocation, info: Info): Task<readonly Revision[]>;
  /** Asks for an earlier template; answers what to say of it. */
  undo?(this: void, k: Invocation, info: Info, toRevision: number): Task<string>;
  readonly canPause?: boolean;
  readonly canRestart?: boolean;
}

export interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: JsonObject;
  readonly object: JsonObject; // what the server keeps it in
}

export interface Expose {
  /** Selector, labels and ports (as text with protocol) that a service of it takes over. */
  selector(this: void, object: JsonObject): JsonObject | undefined;
  ports(this: void, object: JsonObject): readonly { readonly port: number; readonly protocol: string }[];
}
