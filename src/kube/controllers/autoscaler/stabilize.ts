/** How fast a target may grow and shrink: what was recommended lately holds it back, and no more than so many come or go in a while. */
import type { Behavior, ScalingRules } from '../../kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';

export interface Recommendation {
  readonly atMs: number;
  readonly replicas: number; // that the metrics asked for
  readonly size: number; // that there were
}

type Rules = Required<Omit<ScalingRules, 'tolerance'>>;

const longestMs = 3_600_000;
const up: Rules = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }] };
const down: Rules = { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

/** Notes the recommendation in the history, which it shortens, and says how many there may be now. */
export function stabilize(history: Recommendation[], { scaleUp, scaleDown }: Behavior, wanted: number, current: number, nowMs: number, note: (type: string, reason: string, message: string) => void): number {
  const rules = { up: { ...up, ...scaleUp }, down: { ...down, ...scaleDown } };
  history.push({ atMs: nowMs, replicas: wanted, size: current });
  while (history.length > 0 && history[0]!.atMs < nowMs - longestMs) history.shift();
  const within = (seconds: number) => history.filter(({ atMs }) => atMs > nowMs - seconds * 1000 || atMs === nowMs).map(({ replicas }) => replicas);
  const least = Math.min(...within(rules.up.stabilizationWindowSeconds), wanted);
  const most = Math.max(...within(rules.down.stabilizationWindowSeconds), wanted);
  const stable = Math.min(Math.max(current, least), most);
  if (stable !== wanted) {
    const isDown = wanted < stable;
    note('AbleToScale', isDown ? 'ScaleDownStabilized' : 'ScaleUpStabilized', `recent recommendations were ${isDown ? 'higher' : 'lower'} than current one, applying the ${isDown ? 'highest' : 'lowest'} recent recommendation`);
  } else note('AbleToScale', 'ReadyForNewScale', 'recommended size matches current size');
  if (stable > current) return Math.min(stable, bound(history, rules.up, current, nowMs, 1));
  return stable < current ? Math.max(stable, bound(history, rules.down, current, nowMs, -1)) : stable;
}

/** As far as the policies let it go in this direction. */
function bound(history: readonly Recommendation[], { selectPolicy, policies }: Rules, current: number, nowMs: number, sign: 1 | -1): number {
  if (selectPolicy === 'Disabled') return current;
  const bounds = policies.map(({ type, value, periodSeconds }) => {
    const began = history.find(({ atMs }) => atMs > nowMs - periodSeconds * 1000)?.size ?? current;
    if (type === 'Pods') return began + sign * value;
    return sign > 0 ? Math.ceil(began * (1 + value / 100)) : Math.floor(began * (1 - value / 100));
  });
  const far = sign > 0 ? Math.max(...bounds) : Math.min(...bounds);
  const near = sign > 0 ? Math.min(...bounds) : Math.max(...bounds);
  return Math.max(0, selectPolicy === 'Min' ? near : far);
}
