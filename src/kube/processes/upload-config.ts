/** What kubeadm leaves in a cluster that it has set up, for nodes that are to join: the cluster's description, its settings, the kubelets' settings. */
import { printYaml } from '../../base/index.ts';
import { until, type Program } from '../../host/index.ts';
import { addonCode } from '../addon-code.ts';
import { kubeconfigText } from '../cluster-files/kubeconfigs.ts';
import type { ConfigMap } from '../kinds/config-map/config-map.ts';
import { kubeletFiles } from '../cluster-files/kubelet-files.ts';
import type { KubeObject } from '../meta/object.ts';
import { paths, serverOf, type PlaneSpec } from '../cluster-files/plane-spec.ts';
import { Component, type ComponentOptions } from './component.ts';

/** What of it is to be done; everything when nothing is named. */
export interface UploadParts {
  readonly config?: boolean;
  readonly dns?: boolean;
  readonly proxy?: boolean;
}

export function uploadConfig(options: ComponentOptions, plane: PlaneSpec, { config = false, dns = false, proxy = false }: UploadParts = { config: true, dns: true, proxy: true }): Program {
  return function* upload(p) {
    const component = new Component(p, options);
    const client = component.client('kubernetes-admin', 'kubeadm');
    component.link.start();
    try {
      if (!client.connected) yield until((wake) => component.link.onChange((connected) => connected && p.host.clock.after(0, p.name, wake)));
      for (const map of config ? configMaps(plane, p.files.readText(paths.authority)) : []) {
        const { namespace, name } = map.metadata;
        if (client.view.get(`configmaps/${namespace}/${name}`) === undefined) client.create<ConfigMap>(map);
      }
      yield until((wake) => p.host.clock.after(0, p.name, () => {
        const { clusterDns, clusterProxy, kubeadmAccess } = addonCode.get();
        const { kinds } = client.server;
        const isNew = (object: KubeObject) => client.view.get(kinds.keyOf(object)) === undefined;
        const hasDns = plane.dnsAddress === '' || client.view.get('services/kube-system/kube-dns') !== undefined;
        for (const object of [...(config ? kubeadmAccess(plane.release) : []), ...(proxy ? clusterProxy(plane) : [])].filter(isNew)) client.create(object);
        if (dns && !hasDns) for (const object of clusterDns(plane.release, plane.dnsAddress)) client.create(object);
        wake();
      }));
    } finally {
      component.stop();
    }
    return 0;
  };
}

export function configMaps(plane: PlaneSpec, authority: string): ConfigMap[] {
  const { clusterName, release, podCidr, serviceCidr, dnsAddress, endpoint, dataDir = paths.etcdData, kubelet } = plane;
  const make = (namespace: string, name: string, data: Readonly<Record<string, string>>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }) as unknown as ConfigMap;
  const server = serverOf(plane);
  const settings = {
    apiVersion: release.atLeast(31) ? 'kubeadm.k8s.io/v1beta4' : 'kubeadm.k8s.io/v1beta2',
    certificatesDir: paths.pki,
    clusterName,
    ...(endpoint && { controlPlaneEndpoint: endpoint }),
    controllerManager: {},
    dns: {},
    etcd: { local: { dataDir } },
    imageRepository: release.atLeast(25) ? 'registry.k8s.io' : 'k8s.gcr.io',
    kind: 'ClusterConfiguration',
    kubernetesVersion: release.gitVersion,
    networking: { dnsDomain: 'cluster.local', podSubnet: podCidr, serviceSubnet: serviceCidr },
    scheduler: {},
  };
  const files = kubeletFiles({ release, clusterDns: dnsAddress, ...(kubelet && { config: kubelet }) });
  return [
    make('kube-public', 'cluster-info', { kubeconfig: kubeconfigText({ cluster: '', server, authority, user: '', context: '', credentials: {} }) }),
    make('kube-system', 'kubeadm-config', { ClusterConfiguration: printYaml(settings) }),
    make('kube-system', release.atLeast(24) ? 'kubelet-config' : `kubelet-config-${release.text}`, { kubelet: files[paths.kubeletConfig]! }),
  ];
}
