/** The verbs that this kubectl has. */
import type { Verb } from '../command/verb.ts';
import { applyVerb } from './apply.ts';
import { createVerb } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describeVerb } from './describe.ts';
import { getVerb } from './get.ts';
import { optionsVerb } from './options.ts';
import { rolloutVerb } from './rollout.ts';
import { scaleVerb } from './scale.ts';

export const verbs: readonly Verb[] = [applyVerb, createVerb, deleteVerb, describeVerb, getVerb, optionsVerb, rolloutVerb, scaleVerb];
