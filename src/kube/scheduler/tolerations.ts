/** Taints keep pods away from a node; a toleration lets a pod come, or stay, all the same. */
import type { Taint } from '../kinds/node/node.ts';
import type { Toleration } from '../kinds/pod/pod.ts';

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false;
  if (toleration.key !== undefined && toleration.key !== '' && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return (toleration.value ?? '') === (taint.value ?? '') && toleration.key !== undefined && toleration.key !== '';
}

/** The first of the taints that nothing tolerates. */
export function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): Taint | undefined {
  for (const taint of taints) if (!tolerations?.some((t) => tolerates(t, taint))) return taint;
  return undefined;
}
