/** All verbs of docker: those of the first rank, the groups, and how words become one of them. */
import type { Process } from '../../../host/index.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { exportVerb, importVerb, loadVerb, saveVerb } from './archives.ts';
import { buildVerb, hasBuildx } from './build.ts';
import { builderGroup, buildxGroup } from './builder.ts';
import { killVerb, pauseVerb, renameVerb, restartVerb, rmVerb, stopVerb, unpauseVerb, updateVerb, waitVerb } from './container-life.ts';
import { contextGroup } from './context.ts';
import { cpVerb } from './copy.ts';
import { diffVerb, portVerb, topVerb } from './container-looks.ts';
import { execVerb } from './exec.ts';
import { commitVerb, historyVerb, pushVerb, rmiVerb, searchVerb, tagVerb } from './image-verbs.ts';
import { imagesVerb } from './images.ts';
import { inspectOf, inspectVerb } from './inspect.ts';
import { loginVerb, logoutVerb } from './login.ts';
import { logsVerb } from './logs.ts';
import { networkGroup } from './networks.ts';
import { psVerb } from './ps.ts';
import { pullVerb } from './pull.ts';
import { createVerb, runVerb } from './run.ts';
import { attachVerb, startVerb } from './start.ts';
import { statsVerb } from './stats.ts';
import { containerPrune, eventsVerb, imagePrune, infoVerb, systemGroup, versionVerb } from './system.ts';
import { volumeGroup } from './volumes.ts';

export const commonVerbs: readonly DockerVerb[] = [runVerb, execVerb, psVerb, buildVerb, pullVerb, pushVerb, imagesVerb, loginVerb, logoutVerb, searchVerb, versionVerb, infoVerb];
export const otherVerbs: readonly DockerVerb[] = [
  attachVerb,
  commitVerb,
  cpVerb,
  createVerb,
  diffVerb,
  eventsVerb,
  exportVerb,
  historyVerb,
  importVerb,
  inspectVerb,
  killVerb,
  loadVerb,
  logsVerb,
  pauseVerb,
  portVerb,
  renameVerb,
  restartVerb,
  rmVerb,
  rmiVerb,
  saveVerb,
  startVerb,
  statsVerb,
  stopVerb,
  tagVerb,
  topVerb,
  unpauseVerb,
  updateVerb,
  waitVerb,
];

function named(verb: DockerVerb, name: string): DockerVerb {
  return { ...verb, name };
}

const containerVerbs = [attachVerb, commitVerb, cpVerb, createVerb, diffVerb, execVerb, exportVerb, inspectOf('container', 'CONTAINER'), killVerb, logsVerb, named(psVerb, 'ls'), pauseVerb, portVerb, containerPrune, renameVerb, restartVerb, rmVerb, runVerb, startVerb, statsVerb, stopVerb, topVerb, unpauseVerb, updateVerb, waitVerb];
const imageVerbs = [buildVerb, historyVerb, importVerb, inspectOf('image', 'IMAGE'), named(imagesVerb, 'ls'), loadVerb, imagePrune, pullVerb, pushVerb, named(rmiVerb, 'rm'), saveVerb, tagVerb];

export const groups: readonly DockerGroup[] = [
  { name: 'container', summary: 'Manage containers', verbs: containerVerbs },
  { name: 'image', summary: 'Manage images', verbs: imageVerbs },
  builderGroup,
  contextGroup,
  networkGroup,
  systemGroup,
  volumeGroup,
];

/** With those that plugins bring. */
export function groupsOf(p: Process): readonly DockerGroup[] {
  return hasBuildx(p) ? [...groups, buildxGroup] : groups;
}

export type Found =
  | { readonly verb: DockerVerb; readonly path: string; readonly words: readonly string[] }
  | { readonly group: DockerGroup }
  | { readonly unknown: string; readonly group: string | undefined };

export function findVerb([first = '', ...words]: readonly string[], all: readonly DockerGroup[]): Found {
  const verb = [...commonVerbs, ...otherVerbs].find(({ name }) => name === first);
  if (verb) return { verb, path: `docker ${first}`, words };
  const group = all.find(({ name }) => name === first);
  if (!group) return { unknown: `docker ${first}`, group: undefined };
  const [second = '', ...rest] = words;
  if (second === '' || second === '--help' || second === '-h') return { group };
  const below = group.verbs.find(({ name, aliases }) => name === second || aliases?.includes(second));
  if (!below) return { unknown: `docker ${first} ${second}`, group: first };
  return { verb: below, path: `docker ${first} ${below.name}`, words: rest };
}
