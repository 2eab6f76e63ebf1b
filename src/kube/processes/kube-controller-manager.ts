/** kube-controller-manager: the process in which the controllers' loops live. */
import type { Signer } from '../../base/index.ts';
import type { Program } from '../../host/index.ts';
import { lateCrews, type Crew } from '../controllers/crews.ts';
import { garbageCollector } from '../controllers/garbage-collector/garbage-collector.ts';
import { ownersOf } from '../controllers/garbage-collector/owners.ts';
import { namespaceController } from '../controllers/namespace/namespace-controller.ts';
import { defaultClusterRange, nodeIpamController, type ClusterRange } from '../controllers/node-lifecycle/node-ipam-controller.ts';
import { NodeLifecycleController } from '../controllers/node-lifecycle/node-lifecycle-controller.ts';
import { TaintEvictionController } from '../controllers/node-lifecycle/taint-eviction-controller.ts';
import { podGcController } from '../controllers/pod-gc/pod-gc-controller.ts';
import { rootCaPublisher } from '../controllers/service-accounts/root-ca-publisher.ts';
import { serviceAccountController } from '../controllers/service-accounts/service-account-controller.ts';
import { allKinds } from '../kinds/all.ts';
import { KindRegistry } from '../kinds/registry.ts';
import { Component, type ComponentOptions } from './component.ts';
import { untilTerminated } from './until-terminated.ts';

export interface ControllerManagerOptions extends ComponentOptions {
  /** The range that the nodes' ranges come from. */
  readonly range?: ClusterRange;
  /** Ranges that are meant for certain nodes, by name. */
  readonly nodeRanges?: Readonly<Record<string, string>>;
  /** The certificate of the cluster's authority, as pods get it. */
  readonly rootCertificate?: string;
  /** With which it answers requests for certificates. */
  readonly signer?: Signer;
  /** Whether it looks after the tokens with which nodes join. */
  readonly signsTokens?: boolean;
}

/** Those that live here, and in which releases. */
const crews: readonly { readonly name: Crew; readonly until?: number }[] = [
  { name: 'workloads' }, { name: 'daemonSets' }, { name: 'quotas' }, { name: 'budgets' }, { name: 'customKinds' }, { name: 'endpoints' }, { name: 'tokens', until: 24 },
  ...lateCrews.map((name) => ({ name })),
];

const account = (name: string) => `system:serviceaccount:kube-system:${name}`;

const insecureHealthPort = 10_252;
const healthPort = 10_257;

export function kubeControllerManager(options: ControllerManagerOptions): Program {
  return function* run(p) {
    const component = new Component(p, options);
    const kinds = new KindRegistry(allKinds, options.release);
    const { range = defaultClusterRange, nodeRanges = {}, rootCertificate = '', signer } = options;
    component.loop(account('generic-garbage-collector'), 'garbage-collector-controller', (context) => garbageCollector(context, ownersOf(() => (context.client.connected ? context.client.server.kinds : kinds))));
    component.loop(account('namespace-controller'), 'namespace-controller', (context) => namespaceController(context, kinds.kinds));
    component.loop(account('node-controller'), 'node-controller', (context) => new NodeLifecycleController(context));
    component.loop(account('node-controller'), options.release.atLeast(29) ? 'taint-eviction-controller' : 'taint-controller', (context) => new TaintEvictionController(context));
    component.loop(account('node-controller'), 'cidrAllocator', (context) => nodeIpamController(context, range, nodeRanges));
    component.loop(account('pod-garbage-collector'), 'pod-garbage-collector', podGcController);
    component.loop(account('service-account-controller'), 'service-account-controller', serviceAccountController);
    if (options.release.atLeast(20)) component.loop(account('root-ca-cert-publisher'), 'root-ca-cert-publisher', (context) => rootCaPublisher(context, rootCertificate));
    for (const crew of crews) if (options.release.has(crew)) component.loopsOnDemand(crew.name, { rootCertificate, ...(signer && { signer }) });
    if (options.signsTokens) component.loopsOnDemand('bootstrap');
    component.serveHealth(healthPort, insecureHealthPort);
    component.link.start();
    try {
      return yield* untilTerminated(p);
    } finally {
      component.stop();
    }
  };
}
