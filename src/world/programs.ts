/** The programs of a world: the tables of all rooms merged, and which of them are installed on which host. */
import { imageCode, pauseProgram } from '../containers/index.ts';
import { addonCode, ingressCode, kubeadmCode } from '../kube/index.ts';
import { ProgramTable, type Program } from '../host/index.ts';
import type { Completer, completeLine } from '../shell/index.ts';
import { Asset } from '../sim/index.ts';
import { desktopCode } from './desktop-code.ts';
import { programNames, type ProgramAsset } from './program-names.ts';
import type { HostSpec, Scenario } from './scenario.ts';

type Programs = Readonly<Record<string, Program>>;

const shell = new Asset('programs-shell', () => import('../shell/index.ts').then(({ shellPrograms, completeLine }) => ({ shellPrograms, completeLine })));
const awk = new Asset('programs-awk', () => import('../shell/awk/index.ts').then(({ awkPrograms }) => awkPrograms));
const jq = new Asset('programs-jq', () => import('../shell/jq/index.ts').then(({ jqPrograms }) => jqPrograms));
const more = new Asset('programs-more', () => import('../shell/more/index.ts').then(({ morePrograms }) => morePrograms));
const system = new Asset('programs-system', () => import('../shell/system/index.ts').then(({ systemPrograms }) => systemPrograms));
const text = new Asset('programs-text', () => import('../shell/text/index.ts').then(({ textPrograms }) => textPrograms));
const manual = new Asset('programs-manual', () => import('../shell/manual/index.ts').then(({ manualPrograms }) => manualPrograms));
const darwin = new Asset('programs-darwin', () => import('../shell/darwin/index.ts').then(({ darwinPrograms }) => darwinPrograms));
const ssh = new Asset('programs-ssh', () => import('../shell/ssh/index.ts').then(({ sshPrograms }) => sshPrograms));
const cli = new Asset('programs-cli', () => import('../cli/index.ts').then(({ cliPrograms, cliCompleters }) => ({ cliPrograms, cliCompleters })));
const cliOld = new Asset('programs-cli-old', () => import('../cli/old/index.ts').then(({ oldCliPrograms, oldCliCompleters }) => ({ oldCliPrograms, oldCliCompleters })));
const nodeTools = new Asset('programs-node', () => import('../cli/node/index.ts').then(({ nodePrograms }) => nodePrograms));
const dockerClient = new Asset('programs-docker', () => import('../cli/docker/index.ts').then(({ dockerPrograms, dockerCompleters }) => ({ dockerPrograms, dockerCompleters })));

export const programAssets = [shell, awk, jq, more, manual, darwin, ssh, system, text, cli, cliOld, nodeTools, dockerClient];

const code: Readonly<Record<ProgramAsset, () => Programs>> = {
  'programs-shell': () => shell.get().shellPrograms,
  'programs-awk': () => awk.get(),
  'programs-jq': () => jq.get(),
  'programs-more': () => more.get(),
  'programs-system': () => system.get(),
  'programs-text': () => text.get(),
  'programs-manual': () => manual.get(),
  desktop: () => desktopCode.get().desktopPrograms,
  'programs-darwin': () => darwin.get(),
  'programs-ssh': () => ssh.get(),
  'programs-cli': () => cli.get().cliPrograms,
  'programs-cli-old': () => cliOld.get().oldCliPrograms,
  'programs-node': () => (kubeadmCode.get(), nodeTools.get()), // the part of kubeadm that knows the control plane is taken in the middle of what it does
  'programs-docker': () => dockerClient.get().dockerPrograms,
  images: () => imageCode.get().imagePrograms,
  addons: () => addonCode.get().addonPrograms,
  ingress: () => ingressCode.get().ingressPrograms,
};

/** What comes on demand is declared: starting it waits until its code is there. */
export function programTable(): ProgramTable {
  const table = new ProgramTable({ pause: pauseProgram });
  for (const asset of Object.keys(code) as ProgramAsset[]) for (const name of programNames[asset]) table.declare(name, () => code[asset]()[name]!);
  return table;
}

/** Completion as the shells have it. */
export function lineCompletion(): typeof completeLine {
  return shell.get().completeLine;
}

/** How a program completes its own words; undefined leaves them to file names. */
export function completerOf(program: string): Completer | undefined {
  const known = completersBeside(program);
  return known && Object.hasOwn(known, program) ? known[program] : undefined;
}

function completersBeside(program: string): Readonly<Record<string, Completer>> | undefined {
  if (programNames['programs-cli-old'].includes(program)) return cliOld.get().oldCliCompleters;
  if (programNames['programs-docker'].includes(program)) return dockerClient.get().dockerCompleters;
  return programNames['programs-cli'].includes(program) ? cli.get().cliCompleters : undefined;
}

/** Everyday programs everywhere; kubectl and docker where somebody uses them. */
export function installedOn(host: HostSpec, scenario: Scenario): Readonly<Record<string, string>> {
  if (host.kernel === 'Darwin') return desktopCode.get().darwinInstalled();
  const everyday = (['programs-shell', 'programs-awk', 'programs-jq', 'programs-more', 'programs-system', 'programs-text', 'programs-manual'] as const).flatMap((asset) => programNames[asset]).map((name) => [`/usr/bin/${name}`, name]);
  const kubectl = host === scenario.hosts[0] || isControlPlane(host, scenario) ? [['/usr/local/bin/kubectl', kubectlOf(scenario)]] : [];
  const docker = host.docker ? [['/usr/bin/docker', 'docker'], ['/usr/bin/dockerd', dockerdOf(host.docker.release)], ...(host.docker.release === '28' ? [['/usr/libexec/docker/cli-plugins/docker-buildx', 'docker']] : [])] : [];
  const administration = ['journalctl', 'rsync', 'ssh', 'ssh-copy-id', 'ssh-keygen', 'systemctl'].map((name) => [`/usr/bin/${name}`, name]);
  return Object.fromEntries([...everyday, ...kubectl, ...docker, ...administration, ['/usr/sbin/sshd', 'sshd'], ['/usr/sbin/nologin', 'nologin']]);
}

function isControlPlane(host: HostSpec, scenario: Scenario): boolean {
  return scenario.clusters.some((c) => c.controlPlane === host.name);
}

/** The release is in the name of its program; the current one has none. */
function dockerdOf(release: string): string {
  const name = `dockerd-${release}`;
  return programNames['programs-docker'].includes(name) ? name : 'dockerd';
}

/** The client's release is in the name of its program; the current one has none. */
function kubectlOf(scenario: Scenario): string {
  const name = `kubectl-${scenario.clusters[0]?.client ?? ''}`;
  return programNames['programs-cli'].includes(name) || programNames['programs-cli-old'].includes(name) ? name : 'kubectl';
}
