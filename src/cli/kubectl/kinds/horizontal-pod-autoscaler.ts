/** What the client knows of horizontal pod autoscalers: described in the second version of their API where the server has it. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { count, has, list, member, members, text } from '../objects/member.ts';
import type { ClientKind } from './client-kind.ts';
import { quantityText } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, timeText } from './describe-text.ts';
import { StatusError } from '../wire/status-error.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Info } from '../resources/info.ts';
import type { Task } from '../command/task.ts';

export const horizontalPodAutoscalerKind: ClientKind = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  *describe(k, info, options) {
    const latest = yield* inSecondVersion(k, info);
    const scaler = latest ?? info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(scaler, 'metadata', 'labels')).annotations('Annotations', members(scaler, 'metadata', 'annotations'));
    out.pair('CreationTimestamp', timeText(text(scaler, 'metadata', 'creationTimestamp')));
    const kind = text(scaler, 'spec', 'scaleTargetRef', 'kind');
    out.pair('Reference', `${kind}/${text(scaler, 'spec', 'scaleTargetRef', 'name')}`);
    if (latest) metrics(out, latest);
    else if (has(scaler, 'spec', 'targetCPUUtilizationPercentage')) {
      out.pair('Target CPU utilization', `${count(scaler, 'spec', 'targetCPUUtilizationPercentage')}%`);
      out.pair('Current CPU utilization', `${text(scaler, 'status', 'currentCPUUtilizationPercentage') || '<unknown>'}%`);
    }
    out.pair('Min replicas', has(scaler, 'spec', 'minReplicas') ? count(scaler, 'spec', 'minReplicas') : '<unset>').pair('Max replicas', count(scaler, 'spec', 'maxReplicas'));
    if (latest) behaviour(out, latest);
    out.pair(`${kind} pods`, `${count(scaler, 'status', 'currentReplicas')} current / ${count(scaler, 'status', 'desiredReplicas')} desired`);
    const conditions = latest ? list(latest, 'status', 'conditions') : [];
    if (conditions.length > 0) {
      out.line(0, 'Conditions:').line(1, 'Type\tStatus\tReason\tMessage').line(1, '----\t------\t------\t-------');
      for (const c of conditions) out.line(1, [text(c, 'type'), text(c, 'status'), text(c, 'reason'), text(c, 'message')].join('\t'));
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

function* inSecondVersion(k: Invocation, info: Info): Task<JsonObject | undefined> {
  try {
    return (yield* k.client.get(`/apis/autoscaling/v2/namespaces/${info.namespace}/horizontalpodautoscalers/${info.name}`)) as JsonObject;
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

function metrics(out: DescribeText, scaler: Json): void {
  out.line(0, 'Metrics:\t( current / target )');
  const now = list(scaler, 'status', 'currentMetrics');
  list(scaler, 'spec', 'metrics').forEach((metric, i) => out.line(1, metricLine(metric, now[i])));
}

/** What is measured, what it is and what it should be. */
function metricLine(metric: Json, now: Json | undefined): string {
  switch (text(metric, 'type')) {
    case 'External':
      return `"${text(metric, 'external', 'metric', 'name')}" ${wholeOrAverage(metric, now, 'external', has(metric, 'external', 'target', 'averageValue'))}`;
    case 'Pods':
      return `"${text(metric, 'pods', 'metric', 'name')}" on pods:\t${amounts(metric, now, 'pods', 'averageValue')}`;
    case 'Object': {
      const where = `${text(metric, 'object', 'describedObject', 'kind')}/${text(metric, 'object', 'describedObject', 'name')}`;
      return `"${text(metric, 'object', 'metric', 'name')}" on ${where} ${wholeOrAverage(metric, now, 'object', text(metric, 'object', 'target', 'type') === 'AverageValue')}`;
    }
    case 'Resource':
      return `resource ${text(metric, 'resource', 'name')} on pods${share(metric, now, 'resource')}`;
    case 'ContainerResource':
      return `resource ${text(metric, 'containerResource', 'name')} of container "${text(metric, 'containerResource', 'container')}" on pods${share(metric, now, 'containerResource')}`;
    default:
      return `<unknown metric type "${text(metric, 'type')}">`;
  }
}

function wholeOrAverage(metric: Json, now: Json | undefined, source: string, isAverage: boolean): string {
  return isAverage ? `(target average value):\t${amounts(metric, now, source, 'averageValue')}` : `(target value):\t${amounts(metric, now, source, 'value')}`;
}

function amounts(metric: Json, now: Json | undefined, source: string, field: string): string {
  return `${has(now, source, 'current', field) ? quantityText(text(now, source, 'current', field)) : '<unknown>'} / ${quantityText(text(metric, source, 'target', field))}`;
}

function share(metric: Json, now: Json | undefined, source: string): string {
  if (has(metric, source, 'target', 'averageValue')) return `:\t${amounts(metric, now, source, 'averageValue')}`;
  const current = member(now, source, 'current');
  const used = has(current, 'averageUtilization') ? `${count(current, 'averageUtilization')}% (${quantityText(text(current, 'averageValue'))})` : '<unknown>';
  const wanted = has(metric, source, 'target', 'averageUtilization') ? `${count(metric, source, 'target', 'averageUtilization')}%` : '<auto>';
  return `  (as a percentage of request):\t${used} / ${wanted}`;
}

function behaviour(out: DescribeText, scaler: Json): void {
  if (!has(scaler, 'spec', 'behavior')) return;
  out.line(0, 'Behavior:');
  for (const [title, field] of [['Scale Up', 'scaleUp'], ['Scale Down', 'scaleDown']] as const) {
    const rules = member(scaler, 'spec', 'behavior', field);
    if (rules === undefined || rules === null) continue;
    out.line(1, `${title}:`);
    if (has(rules, 'stabilizationWindowSeconds')) out.line(2, `Stabilization Window: ${count(rules, 'stabilizationWindowSeconds')} seconds`);
    const policies = list(rules, 'policies');
    if (policies.length === 0) continue;
    out.line(2, `Select Policy: ${text(rules, 'selectPolicy') || 'Max'}`).line(2, 'Policies:');
    for (const policy of policies) out.line(3, `- Type: ${text(policy, 'type')}\tValue: ${count(policy, 'value')}\tPeriod: ${count(policy, 'periodSeconds')} seconds`);
  }
}
