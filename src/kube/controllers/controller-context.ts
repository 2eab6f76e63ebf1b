/** What every loop of a component is given, and how it says what it had read. */
import type { ApiClient } from '../client/api-client.ts';
import type { Release } from '../meta/release.ts';
import type { Clock, Random, Read, Trace } from '../../sim/index.ts';

export interface ControllerContext {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly random: Random;
  readonly release: Release;
  /** Virtual ms between a change and the loop's turn. */
  readonly latencyMs: () => number;
}

/** A field of an object that an act was decided by, with the act that had set it. */
export function reading(client: ApiClient, key: string, field: string): Read {
  const { store } = client.view;
  return { store: store.name, key, field, trace: store.origin(key, field) };
}
