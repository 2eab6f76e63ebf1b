/** ReplicationControllers as the replicaset controller sees them: sets with a selector of equal labels alone. */
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import type { ReplicationController } from '../../kinds/replication-controller/replication-controller.ts';
import type { SetShape } from './replica-set-controller.ts';

const seen = new WeakMap<ReplicationController, ReplicaSet>();
const selectors = new WeakMap<object, ReplicaSet['spec']['selector']>();

export const replicationControllers: SetShape = {
  actor: 'replication-controller',
  kind: 'ReplicationController',
  table: 'replicationcontrollers',
  asSet(object) {
    const controller = object as ReplicationController;
    let set = seen.get(controller);
    if (!set) seen.set(controller, (set = { ...controller, spec: { ...controller.spec, selector: selectorOf(controller), template: controller.spec.template! } }));
    return set;
  },
};

/** One value for as long as nobody edits it, so that its answers are remembered. */
function selectorOf({ spec }: ReplicationController): ReplicaSet['spec']['selector'] {
  const labels = spec.selector ?? {};
  let selector = selectors.get(labels);
  if (!selector) selectors.set(labels, (selector = { matchLabels: labels }));
  return selector;
}
