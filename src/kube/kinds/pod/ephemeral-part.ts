/** The part of a pod by which containers are put into it while it runs. They can be added, and neither changed nor taken out. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, type FieldError, wholeObject } from '../../meta/field-error.ts';
import type { WritablePart } from '../kind.ts';
import { mirrorAnnotation } from './mirror.ts';
import type { Pod } from './pod.ts';

const path = 'spec.ephemeralContainers';

export const ephemeralPart: WritablePart<Pod> = {
  narrow({ metadata, spec: { ephemeralContainers } }, old) {
    const { managedFields } = metadata;
    const { ephemeralContainers: _, ...spec } = old.spec;
    return { ...old, metadata: { ...old.metadata, ...(managedFields && { managedFields }) }, spec: { ...spec, ...(ephemeralContainers && { ephemeralContainers }) } };
  },
  validate(pod, old) {
    if (old.metadata.annotations?.[mirrorAnnotation] !== undefined) return [forbiddenField(wholeObject, 'static pods do not support ephemeral containers')];
    return (old.spec.ephemeralContainers ?? []).flatMap((container): FieldError[] => {
      const now = pod.spec.ephemeralContainers?.find(({ name }) => name === container.name);
      if (now === undefined) return [forbiddenField(path, `existing ephemeral containers "${container.name}" may not be removed\n`)];
      return deepEqual(now, container) ? [] : [forbiddenField(path, `existing ephemeral containers "${container.name}" may not be changed\n`)];
    });
  },
};
