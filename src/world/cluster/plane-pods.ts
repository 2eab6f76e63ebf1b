/** The control plane as kubeadm sets it up: manifests, certificates and kubeconfigs on its host, whose kubelet runs them as static pods. */
import { assert } from '../../base/index.ts';
import { executableText } from '../../host/index.ts';
import { componentImage, pauseImageOf, planeComponents, planeKubeconfigs, planeManifests, clusterPaths, uploadConfig, type PlaneSpec } from '../../kube/index.ts';
import type { ClusterSpec } from '../scenario.ts';
import type { World } from '../world.ts';
import { keySeed, reaches, writeFiles } from './placing.ts';
import { staticPodComponent, type Component } from './component.ts';
import { planeActors } from './plane-actors.ts';

export function addPlanePods(world: World, spec: ClusterSpec, plane: PlaneSpec, pki: Readonly<Record<string, string>>): Component[] {
  const host = world.hostNamed(spec.controlPlane);
  const runtime = world.runtimes.get(spec.controlPlane);
  assert(runtime && spec.nodes.some((n) => n.host === spec.controlPlane), 'scenario: a control plane of static pods needs a kubelet on its host', { host: spec.controlPlane });
  for (const name of planeComponents) runtime.preload(componentImage(name, plane.release));
  for (const image of [pauseImageOf(plane.release), componentImage('coredns', plane.release)]) runtime.preload(image);
  writeFiles(host, { ...pki, ...planeKubeconfigs(plane, pki[clusterPaths.authority]!, keySeed(spec)), ...planeManifests(plane) });
  const version = /:(\d+\.\d+\.\d+)/.exec(componentImage('etcd', plane.release))![1]!;
  for (const tool of version.startsWith('3.6.') ? ['etcdctl', 'etcdutl'] : ['etcdctl']) host.files.writeFile(`/usr/local/bin/${tool}`, `${executableText(tool)}version ${version}\n`, { mode: 0o755 });
  const options = { api: { address: plane.address, port: plane.port }, release: plane.release, latencyMs: () => world.latency.loopMs };
  host.init.add({ name: 'kubeadm-upload-config', description: 'What kubeadm leaves for nodes that join', argv: ['/usr/bin/kubeadm', 'init', 'phase', 'upload-config', 'all'], program: uploadConfig(options, plane), after: ['kubelet'] });
  return planeComponents.map((name) => {
    const component: Component = staticPodComponent({ host, name, cluster: spec.name, actors: planeActors[name], connected: () => component.state().state === 'running' && reaches(world, host, spec) }, runtime);
    return component;
  });
}
