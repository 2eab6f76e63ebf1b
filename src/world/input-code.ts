/** What each input does: loaded before the first. */
import { Asset } from '../sim/index.ts';
import type * as ApplyInput from './apply-input.ts';

const { './apply-input.ts': fetch } = import.meta.glob<typeof ApplyInput>('./apply-input.ts');

export const inputCode = new Asset('inputs', fetch!);
