/** The code of kubeadm that knows what a control plane is made of. */
import { Asset } from '../sim/index.ts';
import type * as Kubeadm from './kubeadm/index.ts';

const { './kubeadm/index.ts': fetch } = import.meta.glob<typeof Kubeadm>('./kubeadm/index.ts');

export const kubeadmCode = new Asset('kubernetes-kubeadm', fetch!);
