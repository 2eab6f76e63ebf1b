/** What a pod asks for and may use: of its containers together, or of the init container that needs most. */
import { addQuantity, compareQuantity, tryQuantity, zeroQuantity, type Json, type Quantity } from '../../../base/index.ts';
import { list, members, text } from '../objects/member.ts';
import { amountsOf } from './describe-containers.ts';

export interface PodAmounts {
  readonly requests: ReadonlyMap<string, Quantity>;
  readonly limits: ReadonlyMap<string, Quantity>;
}

export function podAmounts(pod: Json): PodAmounts {
  return { requests: amounts(pod, 'requests'), limits: amounts(pod, 'limits') };
}

function amounts(pod: Json, kind: 'requests' | 'limits'): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const container of list(pod, 'spec', 'containers')) merge(sum, amountsOf(container, kind), addQuantity);
  const sidecars = new Map<string, Quantity>();
  for (const container of list(pod, 'spec', 'initContainers')) {
    if (text(container, 'restartPolicy') === 'Always') {
      merge(sum, amountsOf(container, kind), addQuantity);
      merge(sidecars, amountsOf(container, kind), addQuantity);
      continue;
    }
    const need = new Map(sidecars);
    merge(need, amountsOf(container, kind), addQuantity);
    for (const [name, amount] of need) if (compareQuantity(amount, sum.get(name) ?? zeroQuantity) > 0) sum.set(name, amount);
  }
  const overhead = members(pod, 'spec', 'overhead');
  if (kind === 'requests') merge(sum, overhead, addQuantity);
  return sum;
}

function merge(into: Map<string, Quantity>, more: Readonly<Record<string, Json>>, how: (a: Quantity, b: Quantity) => Quantity): void {
  for (const [name, written] of Object.entries(more)) {
    const amount = tryQuantity(text(written));
    if (amount) into.set(name, how(into.get(name) ?? zeroQuantity, amount));
  }
}
