/** shell/more: programs that one uses now and then; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { asCalled } from '../tool/as-called.ts';
import type { Tool } from '../tool/tool.ts';
import { clear, reset, tty } from './clear.ts';
import { cmp } from './cmp.ts';
import { comm } from './comm.ts';
import { curl } from './curl.ts';
import { diff } from './diff.ts';
import { dig } from './dig.ts';
import { nano, vi } from './editors.ts';
import { envsubst } from './envsubst.ts';
import { expr } from './expr.ts';
import { free, uptime } from './free.ts';
import { less } from './less.ts';
import { paste, rev, tac } from './lines.ts';
import { nl } from './nl.ts';
import { nslookup } from './nslookup.ts';
import { killall, pgrep, pidof, pkill } from './pgrep.ts';
import { netstat } from './netstat.ts';
import { top } from './top.ts';
import { wget } from './wget.ts';

const tools: Readonly<Record<string, Tool>> = {
  clear,
  cmp,
  comm,
  curl,
  diff,
  dig,
  envsubst,
  expr,
  free,
  killall,
  less,
  more: less,
  nano,
  netstat,
  nl,
  nslookup,
  paste,
  pgrep,
  pidof,
  pkill,
  reset,
  rev,
  tac,
  top,
  tty,
  uptime,
  vi,
  vim: vi,
  wget,
};

export const morePrograms: Readonly<Record<string, Program>> = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, asCalled(tool)]));
