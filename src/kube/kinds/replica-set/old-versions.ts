/** Workloads in the versions before apps/v1: a selector, and labels, that are left out are those of the template. */
import type { KubeObject, Labels, LabelSelector } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';

interface Workload extends KubeObject {
  readonly spec: { readonly selector?: LabelSelector; readonly template?: { readonly metadata?: { readonly labels?: Labels } }; readonly updateStrategy?: { readonly type?: string } };
}

export function fillFromLabels(object: KubeObject): KubeObject {
  const { spec, metadata } = object as Workload;
  const labels = spec?.template?.metadata?.labels;
  if (!spec || !labels) return object;
  const hasSelector = Object.keys(spec.selector ?? {}).length > 0;
  const hasLabels = Object.keys(metadata.labels ?? {}).length > 0;
  return { ...object, metadata: hasLabels ? metadata : { ...metadata, labels }, spec: hasSelector ? spec : { ...spec, selector: { matchLabels: labels } } };
}

/** Pods of a new template came only where somebody had deleted the old ones. */
export function updatedByHand(object: KubeObject): KubeObject {
  const { spec } = object as Workload;
  if (!spec || spec.updateStrategy?.type) return object;
  return { ...object, spec: { ...spec, updateStrategy: { ...spec.updateStrategy, type: 'OnDelete' } } };
}

export const inExtensions: Conversion = { fromServed: fillFromLabels };
