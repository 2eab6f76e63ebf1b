/** What the server fills in of a ReplicaSet. */
import type { NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import type { ReplicaSet } from './replica-set.ts';

export function defaultReplicaSet(set: NewObject<ReplicaSet>, context: KindContext): NewObject<ReplicaSet> {
  const { spec } = set;
  if (spec === undefined) return set;
  const template = defaultTemplate(spec.template, context);
  if (spec.replicas !== undefined && template === spec.template) return set;
  return { ...set, spec: { replicas: 1, ...spec, template } };
}
