/** How a probe or a hook reaches a pod over the network: kept apart so that the kubelet's own process is what dials. */
import type { Cancel } from '../../../sim/index.ts';
import type { Container, HttpGetAction, IntOrString } from '../../kinds/pod/container.ts';

export interface HttpOutcome {
  /** 0 without an answer. */
  readonly status: number;
  /** In Go's words: `Get "http://10.244.0.5:80/": dial tcp 10.244.0.5:80: connect: connection refused`. */
  readonly error?: string;
}

export interface ProbeTransport {
  /** `address` is the pod's, unless the action names another. `timeoutMs` 0 is none. Settles once, perhaps at once. */
  http(address: string, container: Container, action: HttpGetAction, timeoutMs: number, done: (outcome: HttpOutcome) => void): Cancel;
  /** `done` gets what went wrong, or undefined. */
  tcp(address: string, container: Container, port: IntOrString, host: string | undefined, timeoutMs: number, done: (error: string | undefined) => void): Cancel;
}

/** A port's number, by itself or by the name that the container gives it. */
export function portNumber(container: Container, port: IntOrString): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find((p) => p.name === port)?.containerPort;
  return named ?? (/^\d{1,5}$/.test(port) ? Number(port) : undefined);
}
