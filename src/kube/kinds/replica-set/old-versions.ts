/** Workloads in the versions before apps/v1: a selector that is left out is that of the template's labels. */
import type { KubeObject, LabelSelector, Labels } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';

interface Workload extends KubeObject {
  readonly spec: { readonly selector?: LabelSelector; readonly template?: { readonly metadata?: { readonly labels?: Labels } } };
}

export function fillSelector(object: KubeObject): KubeObject {
  const { spec } = object as Workload;
  const labels = spec?.template?.metadata?.labels;
  if (!spec || !labels || Object.keys(spec.selector ?? {}).length > 0) return object;
  return { ...object, spec: { ...spec, selector: { matchLabels: labels } } };
}

const conversion: Conversion = { fromServed: fillSelector };

/** For apps/v1beta1, and extensions/v1beta1; apps/v1beta2 wants a selector as apps/v1 does. */
export const selectorConversions: Readonly<Record<string, Conversion>> = { 'apps/v1beta1': conversion, 'extensions/v1beta1': conversion };
