/** Endpoints: the addresses behind a service of the same name, ready ones and others. */
import type { KubeObject, NamespacedMeta, ObjectReference } from '../../meta/object.ts';
import type { Protocol } from '../pod/container.ts';

export interface Endpoints extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly subsets?: readonly EndpointSubset[];
}

export interface EndpointAddress {
  readonly ip: string;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: ObjectReference;
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: Protocol; readonly appProtocol?: string }[];
}
