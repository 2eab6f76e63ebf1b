/** The verbs that this kubectl has. */
import type { Verb } from '../command/verb.ts';
import { getVerb } from './get.ts';
import { optionsVerb } from './options.ts';

export const verbs: readonly Verb[] = [getVerb, optionsVerb];
