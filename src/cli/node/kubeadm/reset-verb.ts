/** kubeadm reset: what init or join made on this machine goes. */
import { read, until, type Process } from '../../../host/index.ts';
import { decodeUtf8 } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { criSocketFlag } from './preflight.ts';

const folders = ['/etc/kubernetes/manifests', '/var/lib/kubelet', '/etc/kubernetes/pki'];
const files = ['admin.conf', 'super-admin.conf', 'kubelet.conf', 'bootstrap-kubelet.conf', 'controller-manager.conf', 'scheduler.conf'].map((name) => `/etc/kubernetes/${name}`);

const phases = ['preflight', 'remove-etcd-member', 'cleanup-node'];
const etcdData = '/var/lib/etcd';

export const resetFlags: readonly FlagSpec[] = [
  { name: 'force', short: 'f', type: 'bool', initial: 'false', usage: 'Reset without asking.' },
  { name: 'cleanup-tmp-dir', type: 'bool', initial: 'false', usage: 'Remove the /etc/kubernetes/tmp directory too.' },
  { name: 'dry-run', type: 'bool', initial: 'false', usage: "Don't apply any changes; just output what would be done." },
  { name: 'ignore-preflight-errors', type: 'list', usage: 'Checks whose errors are shown as warnings.' },
  criSocketFlag,
];

export const resetVerb: NodeVerb = {
  name: 'reset',
  summary: "Performs a best effort revert of changes made to this host by 'kubeadm init' or 'kubeadm join'",
  usage: 'reset',
  flags: [...resetFlags, { name: 'skip-phases', type: 'list', usage: 'Phases to be left out.' }],
  *run(call) {
    const { p, flags } = call;
    const skipped = flags.list('skip-phases');
    const strange = skipped.find((name) => !phases.includes(name));
    if (strange !== undefined) throw new CommandError(`invalid phase name: ${strange}`);
    for (const phase of phases) if (!skipped.includes(phase)) yield* runPhase(call, phase);
    yield* p.print('\nThe reset process does not perform cleanup of CNI plugin configuration,\nnetwork filtering rules and kubeconfig files.\n\nFor information on how to perform this cleanup manually, please see:\n    https://k8s.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/\n\n');
  },
};

export const resetPhaseVerb: NodeVerb = {
  name: 'reset phase',
  summary: 'Use this command to invoke single phase of the "reset" workflow',
  usage: 'reset phase [command]',
  flags: resetFlags,
  *run(call) {
    const { p, args } = call;
    const [phase] = args;
    if (phase === undefined) return yield* p.print(`Use this command to invoke single phase of the "reset" workflow\n\nUsage:\n  kubeadm reset phase [command]\n\nAvailable Commands:\n${phases.map((name) => `  ${name}\n`).join('')}`);
    if (!phases.includes(phase)) throw new CommandError(`unknown command ${JSON.stringify(phase)} for "kubeadm reset phase"`);
    yield* runPhase(call, phase);
  },
};

function runPhase(call: NodeCall, phase: string): Task {
  return phase === 'preflight' ? preflight(call) : phase === 'cleanup-node' ? cleanUp(call) : removeMember(call);
}

function* preflight({ p, flags }: NodeCall): Task {
  if (!flags.bool('force') && !flags.bool('dry-run')) yield* confirm(p);
  yield* p.print('[preflight] Running pre-flight checks\n');
  if (p.uid === 0) return;
  const isIgnored = flags.list('ignore-preflight-errors').some((name) => ['all', 'isprivilegeduser'].includes(name.toLowerCase()));
  if (isIgnored) yield* p.error('\t[WARNING IsPrivilegedUser]: user is not running as root\n');
  else throw new CommandError('error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR IsPrivilegedUser]: user is not running as root\n[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`');
}

/** Of one member, it is all that there is of etcd. */
function* removeMember({ p, flags }: NodeCall): Task {
  if (!p.files.exists('/etc/kubernetes/manifests/etcd.yaml')) return;
  if (flags.bool('dry-run')) return yield* p.print(`[reset] Would delete contents of the etcd data directory: ${etcdData}\n`);
  empty(p, etcdData);
  yield* p.print(`[reset] Deleted contents of the etcd data directory: ${etcdData}\n`);
}

function* cleanUp({ p, flags }: NodeCall): Task {
  const socket = flags.text('cri-socket');
  if (!p.files.exists(socket.replace(/^unix:\/\//, ''))) throw new CommandError(`error execution phase cleanup-node: failed to create new CRI runtime service: dial unix ${socket}: connect: no such file or directory`);
  const isDry = flags.bool('dry-run');
  yield* p.print(isDry ? '[reset] Would stop the kubelet service\n[reset] Would unmount mounted directories in "/var/lib/kubelet"\n[reset] Would remove Kubernetes-managed containers\n' : '[reset] Stopping the kubelet service\n');
  const emptied = [...folders, ...(flags.bool('cleanup-tmp-dir') ? ['/etc/kubernetes/tmp'] : [])];
  if (!isDry) {
    yield* stopKubelet(p);
    yield* p.print('[reset] Unmounting mounted directories in "/var/lib/kubelet"\n');
    endPods(p);
    for (const path of emptied) empty(p, path);
  }
  yield* p.print(`[reset] ${isDry ? 'Would delete' : 'Deleting'} contents of directories: [${emptied.join(' ')}]\n`);
  if (!isDry) for (const path of files) if (p.files.exists(path)) p.files.unlink(path);
  yield* p.print(`[reset] ${isDry ? 'Would delete' : 'Deleting'} files: [${files.join(' ')}]\n`);
}

function* confirm(p: Process): Task {
  yield* p.print('W [reset] WARNING: Changes made to this host by \'kubeadm init\' or \'kubeadm join\' will be reverted.\n[reset] Are you sure you want to proceed? [y/N]: ');
  const bytes: Uint8Array | null = yield read(0, 64);
  const answer = bytes === null ? '' : decodeUtf8(bytes).trim();
  if (!/^y(?:es)?$/i.test(answer)) throw new CommandError('error execution phase preflight: aborted reset operation');
}

function* stopKubelet(p: Process): Task {
  const { init } = p.host;
  if (!init.mainProcess('kubelet')) return void init.stop('kubelet');
  yield until((wake) => {
    const cancel = init.onStopped('kubelet', wake);
    init.stop('kubelet');
    return cancel;
  });
}

/** The processes of all pods; the next kubelet clears away what is left of their containers. */
function endPods(p: Process): void {
  for (const process of p.host.cgroups.find('kubepods.slice')?.allProcesses() ?? []) p.host.kernel.send(process, 'SIGKILL');
}

function empty(p: Process, folder: string): void {
  if (!p.files.exists(folder)) return;
  for (const name of p.files.readdir(folder)) p.files.rm(`${folder}/${name}`, { recursive: true });
}
