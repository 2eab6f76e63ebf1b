/**
 * A rolling update of a DaemonSet, one step of it: which old pods go so that no more nodes than allowed are without a daemon, or, with
 * a surge, which nodes get a new one beside the old.
 */
import type { Pod } from '../../kinds/pod/pod.ts';
import { scaled } from '../deployment/rolling-bounds.ts';
import { hashLabel } from './daemon-pod.ts';
import { isAvailable, type Turn } from './turn.ts';

export interface Steps {
  readonly ends: readonly Pod[];
  readonly makes: readonly string[];
}

const nothing: Steps = { ends: [], makes: [] };

export function rollingSteps(turn: Turn): Steps {
  const { type, rollingUpdate } = turn.set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return nothing;
  const wanted = turn.nodes.filter(({ fit }) => fit.shouldRun).map(({ name }) => name);
  const surge = scaled(rollingUpdate?.maxSurge ?? 0, wanted.length, 'up');
  return surge > 0 ? surgingSteps(turn, wanted, surge) : replacingSteps(turn, wanted, Math.max(1, scaled(rollingUpdate?.maxUnavailable ?? 0, wanted.length, 'up')));
}

function replacingSteps(turn: Turn, wanted: readonly string[], maxUnavailable: number): Steps {
  const broken: Pod[] = [];
  const well: Pod[] = [];
  let unavailable = 0;
  for (const node of wanted) {
    const { current, old } = byRevision(turn, node);
    const pod = current ?? old;
    if (!pod || !isAvailable(turn, pod)) unavailable++;
    if (current || !old || old.metadata.deletionTimestamp !== undefined) continue;
    (isAvailable(turn, old) ? well : broken).push(old);
  }
  return { ends: [...broken, ...well.slice(0, Math.max(0, maxUnavailable - unavailable))], makes: [] };
}

function surgingSteps(turn: Turn, wanted: readonly string[], maxSurge: number): Steps {
  const ends: Pod[] = [];
  const urgent: string[] = [];
  const others: string[] = [];
  let surging = 0;
  for (const node of wanted) {
    const { current, old } = byRevision(turn, node);
    if (!old) continue;
    if (!current) (isAvailable(turn, old) ? others : urgent).push(node);
    else {
      surging++;
      if (isAvailable(turn, current) && old.metadata.deletionTimestamp === undefined) ends.push(old);
    }
  }
  return { ends, makes: [...urgent, ...others.slice(0, Math.max(0, maxSurge - surging))] };
}

function byRevision({ pods, hash }: Turn, node: string): { readonly current: Pod | undefined; readonly old: Pod | undefined } {
  const here = pods.get(node) ?? [];
  const isCurrent = (pod: Pod) => pod.metadata.labels?.[hashLabel] === hash;
  return { current: here.find(isCurrent), old: here.find((pod) => !isCurrent(pod)) };
}
