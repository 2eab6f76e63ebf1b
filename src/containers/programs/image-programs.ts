/** The programs that images of the catalogue bring beside the everyday ones, by the names in their executables. */
import type { Program } from '../../host/index.ts';
import { helloWorld } from './hello-world.ts';
import { pauseProgram } from './pause.ts';

export const imagePrograms: Readonly<Record<string, Program>> = {
  'hello-world': helloWorld,
  pause: pauseProgram,
};
