/** What the client knows of pod disruption budgets. */
import { count, has, member, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText } from './describe-text.ts';

export const podDisruptionBudgetKind: ClientKind = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  *describe(k, info, options) {
    const budget = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    if (has(budget, 'spec', 'minAvailable')) out.pair('Min available', text(budget, 'spec', 'minAvailable'));
    else if (has(budget, 'spec', 'maxUnavailable')) out.pair('Max unavailable', text(budget, 'spec', 'maxUnavailable'));
    out.pair('Selector', selectorText(member(budget, 'spec', 'selector')) ?? '<unset>');
    out.line(0, 'Status:');
    for (const [title, field] of [['Allowed disruptions', 'disruptionsAllowed'], ['Current', 'currentHealthy'], ['Desired', 'desiredHealthy'], ['Total', 'expectedPods']] as const) {
      out.pair(title, count(budget, 'status', field), 2);
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
