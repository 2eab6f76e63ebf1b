/** cli/node: what one administers the machines of a cluster with; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { crictl } from './crictl/crictl.ts';
import { etcdctl, etcdutl } from './etcdctl/etcdctl.ts';
import { journalctl } from './journalctl/journalctl.ts';
import { kubeadm } from './kubeadm/kubeadm.ts';
import { systemctl } from './systemctl/systemctl.ts';

export const nodePrograms: Readonly<Record<string, Program>> = { crictl, etcdctl, etcdutl, journalctl, kubeadm, systemctl };
