/** A component of a cluster as somebody stops and starts it by hand: a unit of its host's init, or a static pod of its host's kubelet. */
import { manifestPath } from '../../kube/index.ts';
import type { Container, Runtime } from '../../containers/index.ts';
import type { Host } from '../../host/index.ts';

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
  /** It ends, and stays ended. */
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
  let last: Container | undefined;
  const main = () => (last?.running ? last : (last = mainContainer(runtime, name)));
  return {
    ...facts,
    state() {
      const process = host.running ? main()?.process : undefined;
      if (process) return { state: 'running', pid: process.hostPid };
      return { state: host.running && host.files.exists(manifest) ? 'starting' : 'stopped', pid: 0 };
    },
    stop() {
      if (host.files.exists(manifest)) host.files.rename(manifest, aside);
      const process = main()?.process;
      if (process) host.kernel.send(process, 'SIGKILL'); // by the kernel: it happens though no daemon runs
    },
    start() {
      if (!host.files.exists(manifest) && host.files.exists(aside)) host.files.rename(aside, manifest);
    },
  };
}

/** Of the static pod of this name; the newest, of several that ran one after the other. */
function mainContainer(runtime: Runtime, name: string): Container | undefined {
  for (const key of runtime.store.keysBy('containers', 'owner', 'cri')) {
    const container = runtime.find(key.slice('containers/'.length));
    const labels = container?.spec.labels;
    if (container?.running && labels?.['io.kubernetes.container.name'] === name && labels['io.kubernetes.pod.namespace'] === 'kube-system') return container;
  }
  return undefined;
}
