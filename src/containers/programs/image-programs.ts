/** The programs that images of the catalogue bring beside the everyday ones, by the names in their executables. */
import type { Program } from '../../host/index.ts';
import { dockerEntrypoint } from './docker-entrypoint.ts';
import { helloWorld } from './hello-world.ts';
import { httpd } from './httpd.ts';
import { nginx } from './nginx.ts';

export const imagePrograms: Readonly<Record<string, Program>> = {
  'docker-entrypoint': dockerEntrypoint,
  'hello-world': helloWorld,
  httpd,
  nginx,
};
