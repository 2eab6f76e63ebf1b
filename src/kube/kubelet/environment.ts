/** A container's environment: the services of its namespace, its pod's own facts, config maps and secrets, and what it sets itself. */
import { decodeBase64, decodeUtf8 } from '../../base/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { ConfigMap } from '../kinds/config-map/config-map.ts';
import type { Container, EnvFromSource, EnvVar, EnvVarSource } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Secret } from '../kinds/secret/secret.ts';
import type { Service } from '../kinds/service/service.ts';
import { ConfigError } from './config-error.ts';
import { expand } from './expansion.ts';
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
    const env: Env = new Map(shared);
    for (const source of container.envFrom ?? []) this.addAll(env, pod, source);
    for (const variable of container.env ?? []) {
      const value = this.valueOf(env, pod, container, variable, podIp);
      if (value !== undefined) env.set(variable.name, value);
    }
    return env;
  }

  private valueOf(env: Env, pod: Pod, container: Container, { value, valueFrom }: EnvVar, podIp: string): string | undefined {
    if (valueFrom) return this.fromSource(pod, container, valueFrom, podIp);
    return expand(value ?? '', env);
  }

  private fromSource(pod: Pod, container: Container, source: EnvVarSource, podIp: string): string | undefined {
    const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
    if (fieldRef) return clusterCode.get().fieldOf(pod, fieldRef.fieldPath, { podIp, hostIp: this.context.hostIp });
    if (resourceFieldRef) return clusterCode.get().resourceFieldOf(pod, container, resourceFieldRef);
    const namespace = pod.metadata.namespace;
    if (configMapKeyRef) {
      const { name = '', key, optional } = configMapKeyRef;
      const map = this.configMap(namespace, name, optional);
      const found = map?.data?.[key];
      if (found === undefined && !optional) throw new ConfigError(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`);
      return found;
    }
    if (!secretKeyRef) return '';
    const { name = '', key, optional } = secretKeyRef;
    const secret = this.secret(namespace, name, optional);
    const found = secret?.data?.[key];
    if (found === undefined && !optional) throw new ConfigError(`couldn't find key ${key} in Secret ${namespace}/${name}`);
    return found === undefined ? undefined : textOf(found);
  }

  private addAll(env: Env, pod: Pod, { prefix = '', configMapRef, secretRef }: EnvFromSource): void {
    const namespace = pod.metadata.namespace;
    if (configMapRef) {
      const map = this.configMap(namespace, configMapRef.name ?? '', configMapRef.optional);
      for (const [key, value] of Object.entries(map?.data ?? {})) env.set(prefix + key, value);
    }
    if (secretRef) {
      const secret = this.secret(namespace, secretRef.name ?? '', secretRef.optional);
      for (const [key, value] of Object.entries(secret?.data ?? {})) env.set(prefix + key, textOf(value));
    }
  }

  private configMap(namespace: string, name: string, optional: boolean | undefined): ConfigMap | undefined {
    const map = this.context.client.view.get(`configmaps/${namespace}/${name}`) as ConfigMap | undefined;
    if (!map && !optional) throw new ConfigError(`configmap "${name}" not found`);
    return map;
  }

  private secret(namespace: string, name: string, optional: boolean | undefined): Secret | undefined {
    const secret = this.context.client.view.get(`secrets/${namespace}/${name}`) as Secret | undefined;
    if (!secret && !optional) throw new ConfigError(`secret "${name}" not found`);
    return secret;
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

function textOf(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
