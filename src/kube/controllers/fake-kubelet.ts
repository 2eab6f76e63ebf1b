/**
 * A kubelet without containers, for tests of the controllers: pods of its nodes run and are ready after a while, and go
 * when they are deleted. What a test holds back stays unready.
 */
import type { Reconciler } from '../../sim/index.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod, PodCondition } from '../kinds/pod/pod.ts';
import { isPodReady } from '../kinds/pod/readiness.ts';
import type { KubeObject } from '../meta/object.ts';
import type { ControllerContext } from './controller-context.ts';

export class FakeKubelet implements Reconciler<KubeObject> {
  readonly name = 'fake-kubelet';
  readonly watches = [{ table: 'pods' }];
  private readonly context: ControllerContext;
  private readonly readyMs: () => number;
  private readonly began = new Map<string, number>();
  holds: (pod: Pod) => boolean = () => false;
  /** A node that does nothing any more. */
  dead = '';

  constructor(context: ControllerContext, readyMs: () => number) {
    this.context = context;
    this.readyMs = readyMs;
  }

  reconcile(key: string): { requeueAfterMs: number } | undefined {
    const { client, clock } = this.context;
    const pod = client.view.get(key) as Pod | undefined;
    if (!pod?.spec.nodeName || pod.spec.nodeName === this.dead) return undefined;
    if (pod.metadata.deletionTimestamp !== undefined) {
      client.delete(pod, { gracePeriodSeconds: 0 });
      return undefined;
    }
    if (isPodReady(pod) || this.holds(pod)) return undefined;
    const due = this.began.get(pod.metadata.uid) ?? clock.now + this.readyMs();
    this.began.set(pod.metadata.uid, due);
    if (due > clock.now) return { requeueAfterMs: due - clock.now };
    client.updateStatus({ ...pod, status: { ...pod.status, phase: 'Running', conditions: [...(pod.status.conditions ?? []).filter((c) => c.type !== 'Ready'), this.ready()] } });
    return undefined;
  }

  private ready(): PodCondition {
    return { type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: this.context.client.now() };
  }
}

/** A node as its kubelet would register it. */
export function registerNode({ client }: ControllerContext, name: string, cpu = '4', pods = '110'): Node {
  const allocatable = { cpu, memory: '16Gi', pods };
  const made = client.create<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {} });
  const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: client.now(), lastTransitionTime: client.now() }] as const;
  const open = client.update<Node>({ ...made, spec: {} }); // the taint of a node that is not ready yet, which its controller would lift
  return client.updateStatus<Node>({ ...open, status: { capacity: allocatable, allocatable, conditions } });
}
