/** kube-proxy: the process of a node that writes the rules for services. The rules stay in the kernel when it ends. */
import type { Program } from '../../../host/index.ts';
import { ControlLoop } from '../../../sim/index.ts';
import { underItsName } from '../../kubelet/node/node-reporter.ts';
import type { Node } from '../../kinds/node/node.ts';
import { klog } from '../../meta/klog.ts';
import { Component, type ComponentOptions } from '../../processes/component.ts';
import { untilTerminated } from '../../processes/until-terminated.ts';
import { Proxy } from '../../proxy/proxy.ts';

export interface ProxyOptions extends ComponentOptions {
  readonly nodeName: string;
  /** The account that it is; one of the cluster's own when left out. */
  readonly user?: string;
}

export function kubeProxy(options: ProxyOptions): Program {
  return function* run(p) {
    const component = new Component(p, options);
    const context = component.context(options.user ?? 'system:kube-proxy', 'kube-proxy');
    const { clock, trace, client, latencyMs } = context;
    const proxy = new Proxy(context, options.nodeName, p.namespaces.net.nat);
    const loop = new ControlLoop(proxy, { clock, trace, view: client.view, latencyMs });
    loop.start();
    const isStructured = options.release.atLeast(24); // of its log
    const { gitVersion } = options.release;
    klog(p, 'I', 'server_linux.go:66', isStructured ? '"Using iptables proxy"' : 'Using iptables Proxier.');
    klog(p, 'I', 'server.go:872', isStructured ? `"Version info" version="${gitVersion}"` : `Version: ${gitVersion}`);
    let told = false;
    const tell = (): void => {
      const node = client.view.get(`nodes/${options.nodeName}`) as Node | undefined;
      if (told || !node || !client.connected) return;
      told = true;
      klog(p, 'I', 'shared_informer.go:320', options.release.atLeast(33) ? '"Caches are synced" controller="service config"' : 'Caches are synced for service config');
      client.event({ regarding: underItsName(node), type: 'Normal', reason: 'Starting', message: options.release.atLeast(29) ? '' : 'Starting kube-proxy.' });
    };
    const soon = (): void => void (told || clock.after(0, p.name, tell));
    const cancel = client.view.subscribe({ table: 'nodes' }, soon);
    component.link.onChange((connected) => {
      if (!connected) return;
      for (const key of proxy.known) loop.enqueue(key);
      // Policies bring their own agent; the filter of an earlier process may have outlived the last of them.
      if (client.view.keys('networkpolicies.networking.k8s.io').length === 0) delete p.host.network.filter;
      soon();
    });
    component.loopsOnDemand('networkPolicies', { network: p.host.network });
    component.link.start();
    try {
      return yield* untilTerminated(p);
    } finally {
      cancel();
      loop.stop();
      component.stop();
    }
  };
}
