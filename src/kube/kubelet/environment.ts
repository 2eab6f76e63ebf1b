/** A container's environment: the services of its namespace, its pod's own facts, config maps and secrets, and what it sets itself. */
import { clusterCode } from '../cluster-code.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Service } from '../kinds/service/service.ts';
import type { KubeletContext } from './kubelet-context.ts';

type Env = Map<string, string>;

export class EnvironmentMaker {
  private readonly context: KubeletContext;
  /** The services' variables by namespace, until a service changes. */
  private readonly services = new Map<string, ReadonlyMap<string, string>>();

  constructor(context: KubeletContext) {
    this.context = context;
  }

  /** A service has come, gone or changed. */
  forgetServices(): void {
    this.services.clear();
  }

  /** Throws ConfigError. Containers that set nothing of their own share one value. */
  of(pod: Pod, container: Container, podIp: string): ReadonlyMap<string, string> {
    const shared = this.serviceEnv(pod);
    if (!container.env?.length && !container.envFrom?.length) return shared;
    return clusterCode.get().ownEnvironment(this.context, shared, pod, container, podIp);
  }

  /** The variables of Docker's links: for each service with an address, and for the API server wherever the pod is. */
  private serviceEnv(pod: Pod): ReadonlyMap<string, string> {
    const { namespace } = pod.metadata;
    const wantsLinks = pod.spec.enableServiceLinks !== false;
    const id = wantsLinks ? namespace : '';
    const known = this.services.get(id);
    if (known) return known;
    const { view } = this.context.client;
    const master = view.get('services/default/kubernetes') as Service | undefined;
    const own = wantsLinks ? [...view.keysBy('services', 'namespace', namespace)].sort().map((key) => view.get(key) as Service) : [];
    const from = master && !own.includes(master) ? [master, ...own] : own;
    const env = new Map<string, string>();
    for (const service of from) addLinks(env, service);
    this.services.set(id, env);
    return env;
  }
}

function addLinks(env: Env, { metadata, spec }: Service): void {
  const { clusterIP = '', ports = [] } = spec;
  if (clusterIP === '' || clusterIP === 'None' || ports.length === 0) return;
  const name = variableName(metadata.name);
  const first = ports[0]!;
  env.set(`${name}_SERVICE_HOST`, clusterIP);
  env.set(`${name}_SERVICE_PORT`, String(first.port));
  for (const port of ports) if (port.name) env.set(`${name}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
  ports.forEach((port, i) => {
    const protocol = (port.protocol ?? 'TCP').toLowerCase();
    const prefix = `${name}_PORT_${port.port}_${protocol.toUpperCase()}`;
    const url = `${protocol}://${clusterIP}:${port.port}`;
    if (i === 0) env.set(`${name}_PORT`, url);
    env.set(prefix, url);
    env.set(`${prefix}_PROTO`, protocol);
    env.set(`${prefix}_PORT`, String(port.port));
    env.set(`${prefix}_ADDR`, clusterIP);
  });
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
