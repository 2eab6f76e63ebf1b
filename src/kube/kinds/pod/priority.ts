/** The priority that a pod gets from its class. */
import { forbidden } from '../../meta/api-status.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext } from '../kind.ts';
import type { PriorityClass } from '../priority-class/priority-class.ts';
import type { Pod, PodSpec } from './pod.ts';

const systemPriorities: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };
const classes = 'priorityclasses.scheduling.k8s.io';

/** The first release that has the field switched on. */
const policySince = 19;

export function priorityOf(pod: NewObject<Pod>, context: AdmissionContext): Partial<PodSpec> {
  const { priorityClassName, priority } = pod.spec;
  const found = priorityClassName ? classNamed(priorityClassName, context) : defaultClass(context);
  if (priorityClassName && !found) throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', `no PriorityClass with name ${priorityClassName} was found`);
  const { name, value = 0, preemptionPolicy = 'PreemptLowerPriority' } = found ?? {};
  if (priority !== undefined && priority !== value) {
    const why = `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
    throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name ?? '', why);
  }
  const policy = context.release.atLeast(policySince) ? { preemptionPolicy: pod.spec.preemptionPolicy ?? preemptionPolicy } : {};
  return { priority: value, ...policy, ...(name !== undefined && { priorityClassName: name }) };
}

type Ranked = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { readonly name: string };

function classNamed(name: string, context: AdmissionContext): Ranked | undefined {
  if (Object.hasOwn(systemPriorities, name)) return { name, value: systemPriorities[name]! };
  const found = context.get(`${classes}/${name}`) as PriorityClass | undefined;
  return found && { name, value: found.value, ...(found.preemptionPolicy !== undefined && { preemptionPolicy: found.preemptionPolicy }) };
}

/** Of several that claim to be the default the least one is. */
function defaultClass(context: AdmissionContext): Ranked | undefined {
  const claiming = (context.list(classes) as readonly PriorityClass[]).filter((found) => found.globalDefault === true);
  const [least] = claiming.toSorted((a, b) => a.value - b.value);
  return least && classNamed(least.metadata.name, context);
}
