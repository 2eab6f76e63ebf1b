/** cli/docker: Docker's client, loaded when somebody runs it. */
import type { Program } from '../../host/index.ts';
import type { Completer } from '../../shell/index.ts';
import { dockerCompleterOf } from './complete.ts';
import { makeDocker } from './docker.ts';

export const dockerPrograms: Readonly<Record<string, Program>> = { docker: makeDocker({ release: '28' }) };

export const dockerCompleters: Readonly<Record<string, Completer>> = { docker: dockerCompleterOf('28') };
