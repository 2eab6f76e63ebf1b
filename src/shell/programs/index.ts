/** Every program of this room by the name that executables carry. */
import type { Program } from '../../host/index.ts';
import { runShell } from '../interpreter/main.ts';
import { programOf, type Tool } from '../tool/tool.ts';
import { basename, dirname } from './basename.ts';
import { cat } from './cat.ts';
import { cut } from './cut.ts';
import { echo } from './echo.ts';
import { env, printenv } from './env.ts';
import { head } from './head.ts';
import { printf } from './printf.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { tr } from './tr.ts';
import { falsehood, truth } from './true.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { yes } from './yes.ts';

export const tools: Readonly<Record<string, Tool>> = {
  '[': bracket,
  basename,
  cat,
  cut,
  dirname,
  echo,
  env,
  false: falsehood,
  head,
  printenv,
  printf,
  seq,
  sleep,
  tail,
  tee,
  test,
  tr,
  true: truth,
  uniq,
  wc,
  yes,
};

const shells: Readonly<Record<string, Program>> = {
  bash: (p) => runShell(p, 'bash'),
  dash: (p) => runShell(p, 'dash'),
  ash: (p) => runShell(p, 'ash'),
};

export const shellPrograms: Readonly<Record<string, Program>> = {
  ...shells,
  sh: shells.dash!,
  ...Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, programOf(tool)])),
};
