/** The environment of a container that sets something of its own: values, its pod's facts, config maps and secrets. */
import { decodeBase64, decodeUtf8 } from '../../base/index.ts';
import type { ConfigMap } from '../kinds/config-map/config-map.ts';
import type { Container, EnvFromSource, EnvVar, EnvVarSource } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Secret } from '../kinds/secret/secret.ts';
import { ConfigError } from './config-error.ts';
import { fieldOf, resourceFieldOf } from './downward.ts';
import { expand } from './expansion.ts';
import type { KubeletContext } from './kubelet-context.ts';

type Env = Map<string, string>;

/** Throws ConfigError. */
export function ownEnvironment(context: KubeletContext, shared: ReadonlyMap<string, string>, pod: Pod, container: Container, podIp: string): ReadonlyMap<string, string> {
  const env: Env = new Map(shared);
  for (const source of container.envFrom ?? []) addAll(context, env, pod, source);
  for (const variable of container.env ?? []) {
    const value = valueOf(context, env, pod, container, variable, podIp);
    if (value !== undefined) env.set(variable.name, value);
  }
  return env;
}

function valueOf(context: KubeletContext, env: Env, pod: Pod, container: Container, { value, valueFrom }: EnvVar, podIp: string): string | undefined {
  if (valueFrom) return fromSource(context, pod, container, valueFrom, podIp);
  return expand(value ?? '', env);
}

function fromSource(context: KubeletContext, pod: Pod, container: Container, source: EnvVarSource, podIp: string): string | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef) return fieldOf(pod, fieldRef.fieldPath, { podIp, hostIp: context.hostIp });
  if (resourceFieldRef) return resourceFieldOf(pod, container, resourceFieldRef);
  const namespace = pod.metadata.namespace;
  if (configMapKeyRef) {
    const { name = '', key, optional } = configMapKeyRef;
    const map = configMapNamed(context, namespace, name, optional);
    const found = map?.data?.[key];
    if (found === undefined && !optional) throw new ConfigError(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`);
    return found;
  }
  if (!secretKeyRef) return '';
  const { name = '', key, optional } = secretKeyRef;
  const secret = secretNamed(context, namespace, name, optional);
  const found = secret?.data?.[key];
  if (found === undefined && !optional) throw new ConfigError(`couldn't find key ${key} in Secret ${namespace}/${name}`);
  return found === undefined ? undefined : textOf(found);
}

function addAll(context: KubeletContext, env: Env, pod: Pod, { prefix = '', configMapRef, secretRef }: EnvFromSource): void {
  const namespace = pod.metadata.namespace;
  if (configMapRef) {
    const map = configMapNamed(context, namespace, configMapRef.name ?? '', configMapRef.optional);
    for (const [key, value] of Object.entries(map?.data ?? {})) env.set(prefix + key, value);
  }
  if (secretRef) {
    const secret = secretNamed(context, namespace, secretRef.name ?? '', secretRef.optional);
    for (const [key, value] of Object.entries(secret?.data ?? {})) env.set(prefix + key, textOf(value));
  }
}

function configMapNamed({ client }: KubeletContext, namespace: string, name: string, optional: boolean | undefined): ConfigMap | undefined {
  const map = client.view.get(`configmaps/${namespace}/${name}`) as ConfigMap | undefined;
  if (!map && !optional) throw new ConfigError(`configmap "${name}" not found`);
  return map;
}

function secretNamed({ client }: KubeletContext, namespace: string, name: string, optional: boolean | undefined): Secret | undefined {
  const secret = client.view.get(`secrets/${namespace}/${name}`) as Secret | undefined;
  if (!secret && !optional) throw new ConfigError(`secret "${name}" not found`);
  return secret;
}

function textOf(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
