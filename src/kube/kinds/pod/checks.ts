/** What the server refuses and prints of a Pod. */
import { podColumns } from './columns.ts';
import { ephemeralPart } from './ephemeral-part.ts';
import { resizePart } from './resize-part.ts';
import { validatePod, validatePodUpdate } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { Pod } from './pod.ts';

export const podChecks: KindChecks<Pod> = {
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  writableParts: { ephemeralcontainers: ephemeralPart, resize: resizePart },
  columns: podColumns,
  fields: {
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork ?? false),
    'status.phase': (pod) => pod.status.phase,
    'status.podIP': (pod) => pod.status.podIP ?? '',
    'status.podIPs': (pod) => pod.status.podIP ?? '',
    'status.nominatedNodeName': (pod) => pod.status.nominatedNodeName ?? '',
  },
};
