/** What the server fills in of a container: pull policy by tag, protocol of ports, numbers of probes. */
import type { Container, EnvVar, LifecycleHandler, Probe, ProbeHandler } from './container.ts';

export function defaultContainer(container: Container): Container {
  const { env, ports, livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  return {
    imagePullPolicy: pullPolicy(container.image ?? ''),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    ...(env && { env: env.map(defaultEnv) }),
    ...(ports && { ports: ports.map((port) => (port.protocol === undefined ? { ...port, protocol: 'TCP' as const } : port)) }),
    ...(livenessProbe && { livenessProbe: defaultProbe(livenessProbe) }),
    ...(readinessProbe && { readinessProbe: defaultProbe(readinessProbe) }),
    ...(startupProbe && { startupProbe: defaultProbe(startupProbe) }),
    ...(lifecycle && {
      lifecycle: {
        ...lifecycle,
        ...(lifecycle.postStart && { postStart: defaultHandler(lifecycle.postStart) }),
        ...(lifecycle.preStop && { preStop: defaultHandler(lifecycle.preStop) }),
      },
    }),
  };
}

/** Always for the tag latest, written or meant; an image by digest or other tag is pulled once. */
function pullPolicy(image: string): 'Always' | 'IfNotPresent' {
  if (image === '' || image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultEnv(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef;
  const resourceFieldRef = variable.valueFrom?.resourceFieldRef;
  if (fieldRef && fieldRef.apiVersion === undefined) return { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: { apiVersion: 'v1', ...fieldRef } } };
  if (resourceFieldRef && resourceFieldRef.divisor === undefined) {
    return { ...variable, valueFrom: { ...variable.valueFrom, resourceFieldRef: { ...resourceFieldRef, divisor: '0' } } };
  }
  return variable;
}

function defaultProbe(probe: Probe): Probe {
  const { grpc } = probe;
  return {
    failureThreshold: 3,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
    ...defaultHandler(probe),
    ...(grpc && { grpc: { service: '', ...grpc } }),
  };
}

function defaultHandler<H extends ProbeHandler | LifecycleHandler>(handler: H): H {
  if (!handler.httpGet) return handler;
  return { ...handler, httpGet: { path: '/', scheme: 'HTTP', ...handler.httpGet } };
}
