/** A component of a cluster as somebody stops and starts it by hand: a unit of its host's init, a static pod of its host's kubelet, or a pod of a DaemonSet. */
import { manifestPath } from '../../kube/index.ts';
import type { Container, Runtime } from '../../containers/index.ts';
import type { Host, Process } from '../../host/index.ts';

export interface ComponentState {
  readonly state: 'running' | 'starting' | 'stopped' | 'failed';
  readonly pid: number; // 0 while it does not run
}

export interface Component {
  readonly host: Host;
  readonly name: string; // "kube-scheduler"
  readonly cluster: string; // '' for what belongs to none
  /** The actors of the trace that speak for it. */
  readonly actors: readonly string[];
  /** Whether it reaches what it works on. */
  connected(): boolean;
  state(): ComponentState;
  /** It ends, and stays ended where it is this host that says so. */
  stop(): void;
  start(): void;
}

type ComponentFacts = Pick<Component, 'host' | 'name' | 'cluster' | 'actors' | 'connected'>;

const unitStates: Readonly<Record<string, ComponentState['state']>> = { active: 'running', activating: 'starting', deactivating: 'running', failed: 'failed', inactive: 'stopped' };

export function unitComponent(facts: ComponentFacts): Component {
  const { host, name } = facts;
  return {
    ...facts,
    state() {
      const status = host.init.status(name);
      return { state: unitStates[status?.state ?? 'inactive']!, pid: status?.pid ?? 0 };
    },
    stop: () => void host.init.stop(name),
    start: () => void host.init.start(name),
  };
}

/**
 * Stopped as an administrator stops one: its manifest is moved out of the kubelet's sight. What runs of it ends in the same
 * instant, so that it ends too while no kubelet is there to see to it.
 */
export function staticPodComponent(facts: ComponentFacts, runtime: Runtime): Component {
  const { host, name } = facts;
  const manifest = manifestPath(name);
  const aside = `/etc/kubernetes/${name}.yaml`;
  const main = mainProcess(runtime, host, name);
  return {
    ...facts,
    state() {
      const process = main();
      if (process) return { state: 'running', pid: process.hostPid };
      return { state: host.running && host.files.exists(manifest) ? 'starting' : 'stopped', pid: 0 };
    },
    stop() {
      if (host.files.exists(manifest)) host.files.rename(manifest, aside);
      const process = main();
      if (process) host.kernel.send(process, 'SIGKILL'); // by the kernel: it happens though no daemon runs
    },
    start() {
      if (!host.files.exists(manifest) && host.files.exists(aside)) host.files.rename(aside, manifest);
    },
  };
}

/** A pod that the cluster wants on the node: it can be ended there, not kept from beginning again. */
export function podComponent(facts: ComponentFacts, runtime: Runtime): Component {
  const { host, name } = facts;
  const main = mainProcess(runtime, host, name);
  return {
    ...facts,
    state() {
      const process = main();
      return process ? { state: 'running', pid: process.hostPid } : { state: 'stopped', pid: 0 };
    },
    stop() {
      const process = main();
      if (process) host.kernel.send(process, 'SIGKILL');
    },
    start() {}, // as soon as its kubelet gets to it
  };
}

function mainProcess(runtime: Runtime, host: Host, name: string): () => Process | undefined {
  let last: Container | undefined;
  return () => {
    if (!host.running) return undefined;
    if (!last?.running) last = mainContainer(runtime, name);
    return last?.process;
  };
}

/** Of the pod of this name; the newest, of several that ran one after the other. */
function mainContainer(runtime: Runtime, name: string): Container | undefined {
  for (const container of runtime.list('cri')) {
    const { labels } = container.spec;
    if (container.running && labels?.['io.kubernetes.container.name'] === name && labels['io.kubernetes.pod.namespace'] === 'kube-system') return container;
  }
  return undefined;
}
