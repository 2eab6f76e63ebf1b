/** An EndpointSlice: up to a hundred addresses behind a service, which its label names. Kept in the form of v1. */
import type { KubeObject, NamespacedMeta, ObjectReference } from '../../meta/object.ts';
import type { Protocol } from '../pod/container.ts';

export interface EndpointSlice extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly endpoints: readonly Endpoint[] | null;
  readonly ports: readonly EndpointPort[] | null;
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly targetRef?: ObjectReference;
  readonly hints?: { readonly forZones?: readonly { readonly name: string }[] };
}

export interface EndpointPort {
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: Protocol;
  readonly appProtocol?: string;
}

/** The label that names the service a slice belongs to. */
export const serviceNameLabel = 'kubernetes.io/service-name';
