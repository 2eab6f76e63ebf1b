/** The parts of a control plane and the actors of the trace that live in each. */
export const planeActors = {
  etcd: [],
  'kube-apiserver': ['kube-apiserver'],
  'kube-controller-manager': [
    'deployment-controller',
    'replicaset-controller',
    'endpoint-controller',
    'endpoint-slice-controller',
    'garbage-collector-controller',
    'namespace-controller',
    'node-controller',
    'taint-eviction-controller',
    'taint-controller',
    'cidrAllocator',
    'pod-garbage-collector',
    'service-account-controller',
    'root-ca-cert-publisher',
    'tokens-controller',
  ],
  'kube-scheduler': ['default-scheduler'],
} as const;
