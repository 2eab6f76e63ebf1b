/** The verbs that this kubectl has. */
import type { Verb } from '../command/verb.ts';
import { annotateVerb } from './annotate.ts';
import { applyVerb } from './apply.ts';
import { createVerb } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describeVerb } from './describe.ts';
import { getVerb } from './get.ts';
import { labelVerb } from './label.ts';
import { optionsVerb } from './options.ts';
import { patchVerb } from './patch.ts';
import { replaceVerb } from './replace.ts';
import { rolloutVerb } from './rollout.ts';
import { scaleVerb } from './scale.ts';
import { setVerb } from './set.ts';
import { waitVerb } from './wait.ts';

export const verbs: readonly Verb[] = [
  annotateVerb,
  applyVerb,
  createVerb,
  deleteVerb,
  describeVerb,
  getVerb,
  labelVerb,
  optionsVerb,
  patchVerb,
  replaceVerb,
  rolloutVerb,
  scaleVerb,
  setVerb,
  waitVerb,
];
