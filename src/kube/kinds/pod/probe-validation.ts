/** What the server refuses of probes and of what runs at a container's start and end. */
import { forbiddenField, invalidTexts, invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkHeaderName } from '../../meta/names.ts';
import type { Container, HttpGetAction, Lifecycle, LifecycleHandler, Probe } from './container.ts';
import type { PodSpec } from './pod.ts';
import { validatePortOrName } from './port-validation.ts';

export function validateProbes(container: Container, path: string): readonly FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  return [
    ...validateProbe(livenessProbe, `${path}.livenessProbe`),
    ...onlyOneSuccess(livenessProbe, `${path}.livenessProbe`),
    ...validateProbe(readinessProbe, `${path}.readinessProbe`),
    ...(readinessProbe?.terminationGracePeriodSeconds === undefined
      ? []
      : [invalidValue(`${path}.readinessProbe.terminationGracePeriodSeconds`, readinessProbe.terminationGracePeriodSeconds, 'must not be set for readinessProbes')]),
    ...validateProbe(startupProbe, `${path}.startupProbe`),
    ...onlyOneSuccess(startupProbe, `${path}.startupProbe`),
  ];
}

function onlyOneSuccess(probe: Probe | undefined, path: string): readonly FieldError[] {
  if (probe === undefined || probe.successThreshold === 1) return [];
  return [invalidValue(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1')];
}

function validateProbe(probe: Probe | undefined, path: string): readonly FieldError[] {
  if (probe === undefined) return [];
  const fields = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;
  const grace = probe.terminationGracePeriodSeconds;
  return [
    ...validateHandler(probe, undefined, path),
    ...fields.flatMap((field) => nonNegative(`${path}.${field}`, probe[field])),
    ...(grace !== undefined && grace <= 0 ? [invalidValue(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')] : []),
  ];
}

export function validateLifecycle(lifecycle: Lifecycle | undefined, spec: PodSpec, path: string): readonly FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, grace, `${path}.postStart`) : []),
    ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, grace, `${path}.preStop`) : []),
  ];
}

function validateHandler(handler: LifecycleHandler, graceSeconds: number | undefined, path: string): readonly FieldError[] {
  const checks: Readonly<Record<string, () => readonly FieldError[]>> = {
    exec: () => ((handler.exec!.command ?? []).length === 0 ? [requiredValue(`${path}.exec.command`)] : []),
    httpGet: () => validateHttpGet(handler.httpGet!, `${path}.httpGet`),
    tcpSocket: () => validatePortOrName(handler.tcpSocket!.port, `${path}.tcpSocket.port`),
    grpc: () => validatePortOrName(handler.grpc!.port, `${path}.grpc.port`),
    sleep: () => validateSleep(handler.sleep!.seconds, graceSeconds, `${path}.sleep`),
  };
  const given = Object.keys(checks).filter((type) => handler[type as keyof LifecycleHandler] !== undefined);
  if (given.length === 0) return [requiredValue(path, 'must specify a handler type')];
  const [first = '', ...more] = given;
  return [...checks[first]!(), ...more.map((type) => forbiddenField(`${path}.${type}`, 'may not specify more than 1 handler type'))];
}

function validateSleep(seconds: number, graceSeconds: number | undefined, path: string): readonly FieldError[] {
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
  return [invalidValue(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`)];
}

function validateHttpGet(action: HttpGetAction, path: string): readonly FieldError[] {
  const schemes = ['HTTP', 'HTTPS'];
  return [
    ...(action.path ? [] : [requiredValue(`${path}.path`)]),
    ...validatePortOrName(action.port, `${path}.port`),
    ...(schemes.includes(action.scheme ?? '') ? [] : [notSupported(`${path}.scheme`, action.scheme ?? '', schemes)]),
    ...(action.httpHeaders ?? []).flatMap((header) => invalidTexts(`${path}.httpHeaders`, header.name ?? '', checkHeaderName(header.name ?? ''))),
  ];
}
