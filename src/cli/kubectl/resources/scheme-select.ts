/** Fetching for the verbs that know the shape of what they change: files stand for what the server has of them. */
import { throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { fetchSelected, selectionFlags } from './fetch.ts';
import type { Info } from './info.ts';
import type { SelectOptions } from './select.ts';

export interface Current {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
}

/** What could not be fetched is kept for the end: the rest is dealt with first. */
export function* fetchCurrent(k: Invocation, options: Partial<SelectOptions> = {}): Task<Current> {
  const { infos, errors } = yield* fetchSelected(k, { ...selectionFlags(k), latest: true, ...options });
  if (infos.length === 0) throwCollected(errors);
  return { infos, errors };
}
