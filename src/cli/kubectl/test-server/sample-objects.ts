/** A small workload for the tests: the deployment web with its two revisions, pods, a service, a node. */
import { formatRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import { EPOCH_MS } from './test-laptop.ts';

export function ago(seconds: number): string {
  return formatRfc3339(EPOCH_MS - seconds * 1000);
}

export function pod(name: string, over: { readonly labels?: JsonObject; readonly status?: JsonObject; readonly spec?: JsonObject; readonly metadata?: JsonObject } = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: over.labels ?? {}, ...over.metadata },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.22' }], ...over.spec },
    status: { phase: 'Running', containerStatuses: [{ name: 'nginx', ready: true, restartCount: 0 }], ...over.status },
  };
}

export const template: JsonObject = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'nginx',
        image: 'nginx:1.22',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        readinessProbe: { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 3 },
      },
    ],
  },
};

export function deployment(over: { readonly status?: JsonObject; readonly spec?: JsonObject; readonly metadata?: JsonObject } = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: 'uid-web',
      generation: 2,
      labels: { app: 'web' },
      annotations: { 'deployment.kubernetes.io/revision': '2' },
      creationTimestamp: ago(400),
      ...over.metadata,
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      template,
      ...over.spec,
    },
    status: {
      observedGeneration: 2,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
      ...over.status,
    },
  };
}

export function replicaSet(hash: string, revision: number, replicas: number, image: string): JsonObject {
  const podLabels = { app: 'web', 'pod-template-hash': hash };
  const containers = (template.spec as { containers: readonly JsonObject[] }).containers.map((container): Json => ({ ...container, image }));
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-${hash}`,
      namespace: 'default',
      uid: `uid-${hash}`,
      labels: podLabels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision), 'deployment.kubernetes.io/desired-replicas': '3' },
      creationTimestamp: ago(400 - revision),
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
    spec: { replicas, selector: { matchLabels: podLabels }, template: { metadata: { labels: podLabels }, spec: { containers } } },
    status: { replicas },
  };
}

export const revisions = [replicaSet('6d8', 1, 0, 'nginx:1.21'), replicaSet('7f9', 2, 3, 'nginx:1.22')];

export function event(name: string, about: JsonObject, said: { readonly reason: string; readonly message: string; readonly type?: string; readonly from?: string; readonly firstAgo: number; readonly lastAgo: number; readonly count: number }): JsonObject {
  const { kind, metadata } = about as { kind: string; metadata: JsonObject };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'default', creationTimestamp: ago(said.firstAgo) },
    involvedObject: { kind, name: metadata.name ?? '', namespace: metadata.namespace ?? '', uid: metadata.uid ?? '' },
    reason: said.reason,
    message: said.message,
    type: said.type ?? 'Normal',
    firstTimestamp: ago(said.firstAgo),
    lastTimestamp: ago(said.lastAgo),
    count: said.count,
    source: { component: said.from ?? 'kubelet' },
  };
}
