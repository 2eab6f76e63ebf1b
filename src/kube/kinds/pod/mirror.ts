/** Admission of pods: one that a kubelet runs by itself is already running as it is; all others get what they lack. */
import { clusterCode } from '../../cluster-code.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext } from '../kind.ts';
import type { Pod } from './pod.ts';
import { priorityOf } from './priority.ts';

/** Marks what a kubelet shows of a pod that it runs by itself. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror';

export function admitPod(pod: NewObject<Pod>, context: AdmissionContext): NewObject<Pod> {
  const { spec } = pod;
  if (!Array.isArray(spec?.containers)) return pod; // validation will say so
  if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return { ...pod, spec: { ...spec, ...priorityOf(pod, context) } };
  return clusterCode.get().admitUsersPod(pod, context);
}
