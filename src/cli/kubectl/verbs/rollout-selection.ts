/** How every verb of `kubectl rollout` is told what it is about. */
import type { FlagSpec } from '../command/flag.ts';
import { fileFlags, selectorFlag } from '../resources/fetch.ts';

/** The first client that takes a selector there. */
const SELECTOR_SINCE = 24;

export const rolloutSelectionFlags: readonly FlagSpec[] = [...fileFlags('what is rolled out'), { ...selectorFlag, since: SELECTOR_SINCE }];
