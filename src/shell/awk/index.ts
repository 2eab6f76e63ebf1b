/** shell/awk: awk, loaded when somebody runs it. */
import type { Program } from '../../host/index.ts';
import { programOf } from '../tool/tool.ts';
import { awk } from './awk.ts';

export const awkPrograms: Readonly<Record<string, Program>> = { awk: programOf(awk), gawk: programOf(awk), mawk: programOf(awk) };
