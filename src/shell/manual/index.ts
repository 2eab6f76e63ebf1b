/** shell/manual: pages on programs and on what they are about; loaded when somebody asks for the first of them. */
import type { Program } from '../../host/index.ts';
import { programOf } from '../tool/tool.ts';
import { apropos, man, whatis } from './man.ts';

export const manualPrograms: Readonly<Record<string, Program>> = { apropos: programOf(apropos), man: programOf(man), whatis: programOf(whatis) };
