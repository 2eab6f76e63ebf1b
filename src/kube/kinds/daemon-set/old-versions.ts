/** DaemonSets in extensions/v1beta1: the count of the template's changes is a field, and pods are replaced as they are deleted. */
import type { Conversion } from '../kind.ts';
import { fillFromLabels, updatedByHand } from '../replica-set/old-versions.ts';
import type { DaemonSet } from './daemon-set.ts';

/** The template's own count, from before there were revisions: nobody else writes it. */
export const generationKey = 'deprecated.daemonset.template.generation';

type InExtensions = Omit<DaemonSet, 'spec'> & { readonly spec?: DaemonSet['spec'] & { readonly templateGeneration?: number } };

export const inExtensions: Conversion = {
  toServed(object) {
    const { metadata, spec, ...rest } = object as DaemonSet;
    const { [generationKey]: count, ...others } = metadata.annotations ?? {};
    const { annotations: _, ...meta } = metadata;
    return { ...rest, metadata: Object.keys(others).length > 0 ? { ...meta, annotations: others } : meta, spec: { ...spec, templateGeneration: Number(count ?? 0) } };
  },
  fromServed(object) {
    const { spec, ...rest } = object as InExtensions;
    if (!spec) return object;
    const { templateGeneration: _, ...others } = spec;
    return updatedByHand(fillFromLabels({ ...rest, spec: others }));
  },
};
