/** The programs of a world: the tables of all rooms merged, and which of them are installed on which host. */
import { cliPrograms } from '../cli/index.ts';
import { imagePrograms } from '../containers/index.ts';
import { ProgramTable } from '../host/index.ts';
import { shellPrograms } from '../shell/index.ts';
import type { HostSpec, Scenario } from './scenario.ts';

export function programTable(): ProgramTable {
  return new ProgramTable(shellPrograms, imagePrograms, cliPrograms);
}

/** Shells in /bin and the everyday programs in /usr/bin everywhere; kubectl and docker where somebody uses them. */
export function installedOn(host: HostSpec, scenario: Scenario): Readonly<Record<string, string>> {
  const everyday = Object.keys(shellPrograms).map((name) => [`${name === 'sh' || name === 'bash' ? '/bin' : '/usr/bin'}/${name}`, name]);
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
  return Object.hasOwn(cliPrograms, name) ? name : 'kubectl';
}
