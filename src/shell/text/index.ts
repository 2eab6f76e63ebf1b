/** shell/text: programs that take bytes and lines apart and put them together; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { asCalled } from '../tool/as-called.ts';
import type { Tool } from '../tool/tool.ts';
import { base32 } from './base32.ts';
import { bc } from '../bc/bc.ts';
import { b2sum, sha224sum, sha384sum } from './checksums.ts';
import { column } from './column.ts';
import { csplit } from './csplit.ts';
import { dd } from './dd.ts';
import { fmt } from './fmt.ts';
import { expand, fold, unexpand } from './fold.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { hexdump } from './hexdump.ts';
import { install, link, mkfifo, mknod, sync, unlink } from './install.ts';
import { join } from './join.ts';
import { numfmt } from './numfmt.ts';
import { cal, cksum, factor } from './numbers.ts';
import { od } from './od.ts';
import { shuf } from './shuf.ts';
import { split } from './split.ts';
import { strings } from './strings.ts';
import { tar } from './tar.ts';
import { fallocate, truncate } from './truncate.ts';
import { tsort } from './tsort.ts';
import { xxd } from './xxd.ts';

const tools: Readonly<Record<string, Tool>> = { b2sum, base32, bc, cal, cksum, column, csplit, dd, expand, factor, fallocate, fmt, fold, gunzip, gzip, hexdump, install, join, link, mkfifo, mknod, numfmt, od, sha224sum, sha384sum, shuf, split, strings, sync, tar, truncate, tsort, unexpand, unlink, xxd, zcat };

export const textPrograms: Readonly<Record<string, Program>> = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, asCalled(tool)]));
