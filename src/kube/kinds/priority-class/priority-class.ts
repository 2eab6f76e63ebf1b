/** A PriorityClass: how much a pod matters, by name. */
import type { KubeObject } from '../../meta/object.ts';

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: string;
}
