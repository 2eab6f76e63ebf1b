/** shell/text: programs that take bytes and lines apart and put them together; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { asCalled } from '../tool/as-called.ts';
import type { Tool } from '../tool/tool.ts';
import { bc } from '../bc/bc.ts';
import { column } from './column.ts';
import { dd } from './dd.ts';
import { expand, fold, unexpand } from './fold.ts';
import { hexdump } from './hexdump.ts';
import { install, link, mkfifo, mknod, sync, unlink } from './install.ts';
import { join } from './join.ts';
import { cal, cksum, factor } from './numbers.ts';
import { od } from './od.ts';
import { shuf } from './shuf.ts';
import { split } from './split.ts';
import { strings } from './strings.ts';
import { fallocate, truncate } from './truncate.ts';
import { xxd } from './xxd.ts';

const tools: Readonly<Record<string, Tool>> = { bc, cal, cksum, column, dd, expand, factor, fallocate, fold, hexdump, install, join, link, mkfifo, mknod, od, shuf, split, strings, sync, truncate, unexpand, unlink, xxd };

export const textPrograms: Readonly<Record<string, Program>> = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, asCalled(tool)]));
