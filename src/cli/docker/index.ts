/** cli/docker: Docker's client, and the daemon's command, loaded when somebody runs it. */
import type { Program } from '../../host/index.ts';
import type { Completer } from '../../shell/index.ts';
import { dockerCompleterOf } from './complete.ts';
import { makeDocker } from './docker.ts';
import { makeDockerd } from './dockerd.ts';

export const dockerPrograms: Readonly<Record<string, Program>> = {
  docker: makeDocker({ release: '28' }),
  dockerd: makeDockerd('28.2.2, build 45873be'),
  'dockerd-17.09': makeDockerd('17.09.0-ce, build afdb6d4'),
  'dockerd-26': makeDockerd('26.1.5, build 411e817'),
};

export const dockerCompleters: Readonly<Record<string, Completer>> = { docker: dockerCompleterOf('28') };
