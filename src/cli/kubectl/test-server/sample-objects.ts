/** A small workload for the tests: the deployment web with its two revisions, pods, a service, a node. */
import { formatRfc3339, type JsonObject } from '../../../base/index.ts';
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
