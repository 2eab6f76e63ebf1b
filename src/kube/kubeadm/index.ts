/** What `kubeadmCode` brings: the part of kubeadm that makes a control plane. */
export { kubeadmImages, kubeadmPlane } from './plane.ts';
