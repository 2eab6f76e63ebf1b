/** The horizontal pod autoscaler: every fifteen seconds it asks what the pods of a target use, and gives the target as many as that takes. */
import { deepEqual, type Request } from '../../../base/index.ts';
import type { ControlLoop, Reconciler } from '../../../sim/index.ts';
import type { HorizontalPodAutoscaler, MetricStatus } from '../../kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Condition, KubeObject, LabelSelector } from '../../meta/object.ts';
import { formatSelector } from '../../meta/label-selector.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { fetchJson } from '../fetch-json.ts';
import { selectorMatches } from '../selector-match.ts';
import { weighMetrics, type Answer, type Outcome } from './metric-proposals.ts';
import { stabilize, type Recommendation } from './stabilize.ts';

const actor = 'horizontal-pod-autoscaler';
const table = 'horizontalpodautoscalers.autoscaling';
const everyMs = 15_000;

type Target = KubeObject & { readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector }; readonly status: { readonly replicas?: number } };

interface Turn {
  readonly context: ControllerContext;
  readonly key: string;
  readonly hpa: HorizontalPodAutoscaler;
  readonly conditions: Map<string, Condition>;
  readonly history: Recommendation[];
}

export function autoscaler(context: ControllerContext): Reconciler<KubeObject> {
  const answers = new Map<string, Answer>();
  const histories = new Map<string, Recommendation[]>();
  return {
    name: actor,
    watches: [{ table, keys: (key, change) => (change?.before && change.after ? [] : [key]) }],
    reconcile(key, loop) {
      const hpa = context.client.view.get(key) as HorizontalPodAutoscaler | undefined;
      if (!hpa) {
        answers.delete(key);
        histories.delete(key);
        return undefined;
      }
      if (!histories.has(key)) {
        histories.set(key, []);
        return { requeueAfterMs: everyMs }; // the first turn waits as every other does
      }
      const answer = answers.get(key);
      answers.delete(key);
      const turn: Turn = { context, key, hpa, conditions: new Map(hpa.status.conditions?.map((one) => [one.type, one])), history: histories.get(key)! };
      const target = targetOf(turn);
      if (target && answer === undefined) return ask(turn, target, answers, loop);
      scale(turn, target, answer);
      return { requeueAfterMs: everyMs };
    },
  };
}

function missing({ context: { client }, hpa: { spec: { scaleTargetRef: { apiVersion = '', kind, name } } } }: Turn): string {
  const served = client.server.kinds.servedKind(apiVersion, kind);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return served ? `${served.kind.plural}/scale${group === '' ? '' : `.${group}`} "${name}" not found` : `no matches for kind "${kind}" in group "${group}"`;
}

function targetOf({ context: { client }, hpa: { spec: { scaleTargetRef: ref }, metadata } }: Turn): Target | undefined {
  const served = client.server.kinds.servedKind(ref.apiVersion ?? '', ref.kind);
  return served && (client.view.get(`${served.kind.table}/${metadata.namespace}/${ref.name}`) as Target | undefined);
}

/** The answer may come later; the turn goes on when it is there. */
function ask({ context: { client }, key, hpa }: Turn, target: Target, answers: Map<string, Answer>, loop: ControlLoop<KubeObject>): { requeueAfterMs: number } {
  const { server } = client;
  const query = new Map([['labelSelector', [formatSelector(target.spec.selector ?? {})]]]);
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${hpa.metadata.namespace}/pods`;
  const request: Request = { method: 'GET', path, query, headers: {}, body: new Uint8Array(), peer: { address: server.advertiseAddress, user: client.user }, cause: 0 };
  fetchJson((call) => server.door.open(request, call), (status, body) => {
    answers.set(key, { status, body });
    loop.enqueue(key, 0);
  });
  return { requeueAfterMs: everyMs };
}

function scale(turn: Turn, target: Target | undefined, answer: Answer | undefined): void {
  const { spec } = turn.hpa;
  if (!target || !answer) {
    const why = missing(turn);
    note(turn, 'AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${why}`);
    tell(turn, 'Warning', 'FailedGetScale', why);
    const { currentReplicas, desiredReplicas, currentMetrics } = turn.hpa.status;
    return write(turn, currentReplicas ?? 0, desiredReplicas ?? 0, currentMetrics ?? undefined);
  }
  note(turn, 'AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
  const current = target.spec.replicas ?? 1;
  const { minReplicas: min = 1, maxReplicas: max } = spec;
  if (current === 0 && min !== 0) {
    note(turn, 'ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');
    return write(turn, 0, 0, undefined);
  }
  let desired = Math.min(max, Math.max(min, current));
  let reason = current > max ? 'Current number of replicas above Spec.MaxReplicas' : 'Current number of replicas below Spec.MinReplicas';
  let statuses: readonly MetricStatus[] | undefined;
  if (desired === current) {
    const { best, statuses: found } = byMetrics(turn, target, answer, current);
    statuses = found;
    if (!best) return write(turn, current, turn.hpa.status.desiredReplicas ?? 0, statuses);
    desired = limit(turn, stabilize(turn.history, { ...spec.behavior }, best.replicas, current, turn.context.clock.now, (type, why, message) => note(turn, type, 'True', why, message)));
    reason = desired > current ? `${best.metric} above target` : 'All metrics below target';
  }
  if (desired !== current) rescale(turn, target, desired, reason);
  write(turn, target.status.replicas ?? current, desired, statuses, desired !== current);
}

/** What the metrics make of it all, told in events and a condition. */
function byMetrics(turn: Turn, target: Target, answer: Answer, current: number): Outcome {
  const { context: { client }, hpa: { spec, metadata: { namespace } } } = turn;
  const pods = [...client.view.keysBy('pods', 'namespace', namespace)].map((key) => client.view.get(key) as Pod).filter((pod) => selectorMatches(target.spec.selector ?? {}, pod.metadata.labels));
  const outcome = weighMetrics(spec.metrics ?? [], { namespace, pods, answer, current, behavior: spec.behavior ?? {}, nowMs: client.server.nowMs });
  const { best, refusals } = outcome;
  for (const { reason, message } of refusals) tell(turn, 'Warning', reason, message);
  const [first] = refusals;
  if (best) note(turn, 'ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${best.metric}`);
  else if (first) {
    tell(turn, 'Warning', 'FailedComputeMetricsReplicas', `invalid metrics (${refusals.length} invalid out of ${spec.metrics!.length}), first error is: ${first.error}`);
    note(turn, 'ScalingActive', 'False', first.reason, `the HPA was unable to compute the replica count: ${first.message}`);
  }
  return outcome;
}

function limit(turn: Turn, wanted: number): number {
  const { minReplicas: min = 1, maxReplicas: max } = turn.hpa.spec;
  const desired = Math.min(max, Math.max(min, wanted));
  if (wanted > max) note(turn, 'ScalingLimited', 'True', 'TooManyReplicas', 'the desired replica count is more than the maximum replica count');
  else if (wanted < min) note(turn, 'ScalingLimited', 'True', 'TooFewReplicas', 'the desired replica count is less than the minimum replica count');
  else note(turn, 'ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range');
  return desired;
}

function rescale(turn: Turn, target: Target, desired: number, reason: string): void {
  const { context: { client, trace }, key, hpa } = turn;
  const args = { hpa: hpa.metadata.name, target: target.metadata.name, from: target.spec.replicas ?? 1, to: desired };
  const id = trace.record(actor, 'update', 'autoscaler-scales', args, [reading(client, key, 'spec'), reading(client, key, 'status')]);
  client.update({ ...target, spec: { ...target.spec, replicas: desired } }, { trace: id, part: 'scale' });
  tell(turn, 'Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${reason}`);
  note(turn, 'AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`);
}

function tell({ context: { client }, hpa }: Turn, type: 'Normal' | 'Warning', reason: string, message: string): void {
  client.event({ regarding: hpa, type, reason, message });
}

function note({ context: { client }, conditions }: Turn, type: string, status: 'True' | 'False', reason: string, message: string): void {
  const had = conditions.get(type);
  conditions.set(type, { lastTransitionTime: had?.status === status ? had.lastTransitionTime! : client.now(), message, reason, status, type });
}

function write({ context: { client, trace }, key, hpa, conditions }: Turn, currentReplicas: number, desiredReplicas: number, currentMetrics: readonly MetricStatus[] | undefined, isScaled = false): void {
  const now = client.view.get(key) as HorizontalPodAutoscaler | undefined;
  if (!now || now.metadata.uid !== hpa.metadata.uid) return;
  const { lastScaleTime } = now.status;
  const status = {
    conditions: [...conditions.values()],
    currentMetrics: currentMetrics ?? null,
    currentReplicas,
    desiredReplicas,
    ...((isScaled || lastScaleTime) && { lastScaleTime: isScaled ? client.now() : lastScaleTime! }),
  };
  if (deepEqual(status, now.status)) return;
  const id = trace.record(actor, 'update-status', 'autoscaler-notes', { hpa: hpa.metadata.name, current: currentReplicas, desired: desiredReplicas }, [reading(client, key, 'spec')]);
  client.updateStatus({ ...now, status }, { trace: id });
}
