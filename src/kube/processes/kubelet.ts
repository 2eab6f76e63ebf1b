/** kubelet: the process of a node that runs its pods. */
import type { Runtime } from '../../containers/index.ts';
import { OnDemandDoor, type Program } from '../../host/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Taint } from '../kinds/node/node.ts';
import { pauseImageOf } from '../cluster-files/component-images.ts';
import { ContainerRuntime } from '../kubelet/cri/container-runtime.ts';
import { PodNetwork } from '../kubelet/cri/pod-network.ts';
import { Kubelet } from '../kubelet/kubelet.ts';
import { HostFiles } from '../kubelet/node/host-files.ts';
import { NodeReporter } from '../kubelet/node/node-reporter.ts';
import { kubeletLog } from '../kubelet/log.ts';
import { ProbeNetwork } from '../kubelet/node/probe-network.ts';
import { runtimeVersion } from '../kubelet/runtime-name.ts';
import { StaticPods } from '../kubelet/static-pods.ts';
import type { KubeletAccess } from '../kubelet/server/access.ts';
import type { Labels } from '../meta/object.ts';
import { Component, type ComponentOptions } from './component.ts';
import { untilTerminated } from './until-terminated.ts';

export interface KubeletProgramOptions extends ComponentOptions {
  readonly runtime: Runtime;
  /** The host's name when left out. */
  readonly nodeName?: string;
  readonly labels?: Labels;
  readonly taints?: readonly Taint[];
  readonly podsMax?: number; // 110
  /** The name server that pods are given; '' for none. */
  readonly clusterDns?: string;
  readonly clusterDomain?: string;
  readonly manifests?: string; // /etc/kubernetes/manifests
  readonly pauseImage?: string;
  readonly access?: KubeletAccess; // left out: whom roles allow
  /** How long a change in the runtime may go unnoticed. */
  readonly relistMs: () => number;
  /** How long a pod's network takes to set up. */
  readonly sandboxMs: () => number;
  readonly statusMs?: () => number;
  readonly pullWaits?: Map<string, number>;
}

const port = 10_250;

export function kubelet(options: KubeletProgramOptions): Program {
  return function* run(p) {
    const { host } = p;
    const { release, runtime, latencyMs, relistMs } = options;
    const nodeName = options.nodeName ?? host.name;
    const nodeIp = host.network.address;
    const component = new Component(p, options);
    const client = component.client(`system:node:${nodeName}`, 'kubelet');
    const network = new PodNetwork(host);
    const cri = new ContainerRuntime({
      runtime,
      process: p,
      release,
      network,
      names: { dns: options.clusterDns ?? '', domain: options.clusterDomain ?? 'cluster.local' },
      pauseImage: options.pauseImage ?? pauseImageOf(release),
      sandboxMs: options.sandboxMs,
    });
    const log = kubeletLog(p);
    const node = new Kubelet({
      nodeName,
      client,
      runtime: cri,
      clock: host.clock,
      random: p.random,
      trace: host.trace,
      release,
      epochMs: host.wallMs - host.clock.now,
      hostIp: nodeIp,
      latencyMs,
      relistMs,
      ...(options.statusMs && { statusMs: options.statusMs }),
      ...(options.pullWaits && { pullWaits: options.pullWaits }),
      transport: new ProbeNetwork(p, release),
      files: new HostFiles(host),
      log,
    });
    log('kubelet-begins', { version: release.gitVersion, node: nodeName, manifests: options.manifests ?? '' });
    const config = { nodeName, nodeIp, labels: options.labels ?? {}, podsMax: options.podsMax ?? 110, runtimeVersion: runtimeVersion(release) };
    const reporter = new NodeReporter({ context: node.context, host, runtime, network, config, taints: options.taints ?? [] });
    const manifests = new StaticPods(node, host, options.manifests ?? '/etc/kubernetes/manifests');
    p.listen({ port, door: new OnDemandDoor(host, 'kubelet', () => new (clusterCode.get().KubeletDoor)({ host, kubelet: node, runtime: cri, access: options.access ?? { anonymous: false, alwaysAllow: false } })) });
    let ending = false;
    component.link.onRefusal((why) => log('kubelet-is-refused', { node: nodeName, message: `Post "https://${options.api.address}:${options.api.port}/api/v1/nodes": ${why}` }));
    component.link.onChange((connected) => {
      if (!connected && !ending) log('kubelet-loses-server', { node: nodeName, address: `${options.api.address}:${options.api.port}` });
      if (!connected) return;
      host.clock.after(0, p.name, () => {
        if (!component.link.connected) return;
        reporter.connected();
        node.connected();
        manifests.mirrorAll();
      });
    });
    node.start();
    manifests.start();
    reporter.start();
    component.link.start();
    try {
      return yield* untilTerminated(p);
    } finally {
      ending = true;
      component.stop();
      reporter.stop();
      manifests.stop();
      node.stop();
      cri.stop();
    }
  };
}
