/** The programs of a world: the tables of all rooms merged, and which of them are installed on which host. */
import { imagePrograms } from '../containers/index.ts';
import { ProgramTable, type Program } from '../host/index.ts';
import type { Completer, completeLine } from '../shell/index.ts';
import { NeedsAsset } from '../sim/index.ts';
import { programNames, type ProgramAsset } from './program-names.ts';
import type { HostSpec, Scenario } from './scenario.ts';

/** What an asset brings. */
interface Programs {
  readonly programs: Readonly<Record<string, Program>>;
  readonly completers?: Readonly<Record<string, Completer>>;
  readonly completeLine?: typeof completeLine;
}

const loaders: Readonly<Record<ProgramAsset, () => Promise<Programs>>> = {
  'programs-shell': async () => {
    const shell = await import('../shell/index.ts');
    return { programs: shell.shellPrograms, completeLine: shell.completeLine };
  },
  'programs-cli': async () => {
    const cli = await import('../cli/index.ts');
    return { programs: cli.cliPrograms, completers: cli.cliCompleters };
  },
};

const loaded = new Map<ProgramAsset, Programs>();

export const programAssets = Object.keys(programNames) as readonly ProgramAsset[];

/** Rejects when the code cannot be had. */
export async function loadPrograms(asset: ProgramAsset): Promise<void> {
  loaded.set(asset, await loaders[asset]());
}

/** What comes on demand is declared: starting it waits until its code is there. */
export function programTable(): ProgramTable {
  const table = new ProgramTable(imagePrograms);
  for (const asset of programAssets) for (const name of programNames[asset]) table.declare(name, () => programOf(asset, name));
  return table;
}

function programOf(asset: ProgramAsset, name: string): Program {
  return loadedAsset(asset).programs[name]!;
}

function loadedAsset(asset: ProgramAsset): Programs {
  const found = loaded.get(asset);
  if (!found) throw new NeedsAsset(asset);
  return found;
}

/** Completion as the shells have it. */
export function lineCompletion(): typeof completeLine {
  return loadedAsset('programs-shell').completeLine!;
}

/** How a program completes its own words; undefined leaves them to file names. */
export function completerOf(program: string): Completer | undefined {
  const asset = programAssets.find((a) => programNames[a].includes(program));
  const completers = asset && loadedAsset(asset).completers;
  return completers && Object.hasOwn(completers, program) ? completers[program] : undefined;
}

/** Shells in /bin and the everyday programs in /usr/bin everywhere; kubectl and docker where somebody uses them. */
export function installedOn(host: HostSpec, scenario: Scenario): Readonly<Record<string, string>> {
  const everyday = programNames['programs-shell'].map((name) => [`${name === 'sh' || name === 'bash' ? '/bin' : '/usr/bin'}/${name}`, name]);
  const kubectl = host === scenario.hosts[0] || isControlPlane(host, scenario) ? [['/usr/local/bin/kubectl', kubectlOf(scenario)]] : [];
  const docker = host.docker ? [['/usr/bin/docker', 'docker']] : [];
  return Object.fromEntries([...everyday, ...kubectl, ...docker]);
}

function isControlPlane(host: HostSpec, scenario: Scenario): boolean {
  return scenario.clusters.some((c) => c.controlPlane === host.name);
}

/** The client's release is in the name of its program; the current one has none. */
function kubectlOf(scenario: Scenario): string {
  const name = `kubectl-${scenario.clusters[0]?.client ?? ''}`;
  return programNames['programs-cli'].includes(name) ? name : 'kubectl';
}
