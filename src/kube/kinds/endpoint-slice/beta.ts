/** EndpointSlices of discovery.k8s.io/v1beta1, which told where an endpoint lies by labels of its node. */
import type { KubeObject, Labels } from '../../meta/object.ts';
import type { Endpoint, EndpointSlice } from './endpoint-slice.ts';

const hostLabel = 'kubernetes.io/hostname';
const zoneLabel = 'topology.kubernetes.io/zone';

type BetaEndpoint = Omit<Endpoint, 'nodeName' | 'zone'> & { readonly topology?: Labels };

export function toBeta(object: KubeObject): KubeObject {
  const slice = object as EndpointSlice;
  const endpoints = slice.endpoints?.map(({ nodeName, zone, ...endpoint }): BetaEndpoint => {
    const topology = { ...(nodeName !== undefined && { [hostLabel]: nodeName }), ...(zone !== undefined && { [zoneLabel]: zone }) };
    return Object.keys(topology).length > 0 ? { ...endpoint, topology } : endpoint;
  });
  return { ...slice, endpoints: endpoints ?? null } as KubeObject;
}

export function fromBeta(object: KubeObject): KubeObject {
  const slice = object as KubeObject & { readonly endpoints?: readonly BetaEndpoint[] | null };
  const endpoints = slice.endpoints?.map(({ topology = {}, ...endpoint }): Endpoint => {
    const { [hostLabel]: nodeName, [zoneLabel]: zone } = topology;
    return { ...endpoint, ...(nodeName !== undefined && { nodeName }), ...(zone !== undefined && { zone }) };
  });
  return { ...slice, endpoints: endpoints ?? null } as KubeObject;
}
