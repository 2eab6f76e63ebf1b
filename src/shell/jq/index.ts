/** shell/jq: jq, loaded when somebody runs it. */
import type { Program } from '../../host/index.ts';
import { programOf } from '../tool/tool.ts';
import { jq } from './jq.ts';

export const jqPrograms: Readonly<Record<string, Program>> = { jq: programOf(jq) };
