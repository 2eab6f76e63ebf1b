/** kubeadm reset: what init or join made on this machine goes. */
import { read, until, type Process } from '../../../host/index.ts';
import { decodeUtf8 } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { NodeVerb } from '../tool.ts';
import { criSocketFlag } from './preflight.ts';

const folders = ['/etc/kubernetes/manifests', '/var/lib/kubelet', '/etc/kubernetes/pki'];
const files = ['admin.conf', 'super-admin.conf', 'kubelet.conf', 'bootstrap-kubelet.conf', 'controller-manager.conf', 'scheduler.conf'].map((name) => `/etc/kubernetes/${name}`);

export const resetVerb: NodeVerb = {
  name: 'reset',
  summary: "Performs a best effort revert of changes made to this host by 'kubeadm init' or 'kubeadm join'",
  usage: 'reset',
  flags: [
    { name: 'force', short: 'f', type: 'bool', initial: 'false', usage: 'Reset without asking.' },
    { name: 'cleanup-tmp-dir', type: 'bool', initial: 'false', usage: 'Remove the /etc/kubernetes/tmp directory too.' },
    criSocketFlag,
  ],
  *run({ p, flags }) {
    if (p.uid !== 0) throw new CommandError('error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR IsPrivilegedUser]: user is not running as root');
    if (!flags.bool('force')) yield* confirm(p);
    yield* p.print('[preflight] Running pre-flight checks\n');
    if (!p.files.exists(flags.text('cri-socket').replace(/^unix:\/\//, ''))) throw new CommandError(`error execution phase cleanup-node: failed to create new CRI runtime service: dial unix ${flags.text('cri-socket')}: connect: no such file or directory`);
    const hadEtcd = p.files.exists('/etc/kubernetes/manifests/etcd.yaml');
    yield* p.print('[reset] Stopping the kubelet service\n');
    yield* stopKubelet(p);
    yield* p.print('[reset] Unmounting mounted directories in "/var/lib/kubelet"\n');
    endPods(p);
    const emptied = [...folders, ...(hadEtcd ? ['/var/lib/etcd'] : []), ...(flags.bool('cleanup-tmp-dir') ? ['/etc/kubernetes/tmp'] : [])];
    for (const path of emptied) empty(p, path);
    yield* p.print(`[reset] Deleting contents of directories: [${emptied.join(' ')}]\n`);
    for (const path of files) if (p.files.exists(path)) p.files.unlink(path);
    yield* p.print(`[reset] Deleting files: [${files.join(' ')}]\n`);
    yield* p.print('\nThe reset process does not perform cleanup of CNI plugin configuration,\nnetwork filtering rules and kubeconfig files.\n\n');
  },
};

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
