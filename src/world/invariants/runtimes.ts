/** What must hold between a settled cluster and the runtimes of its nodes: what the API says runs, runs, and nothing else does. */
import { podUidLabel, type ContainerRecord, type ImageRecord, type LayerRecord, type Runtime } from '../../containers/index.ts';
import type { Host } from '../../host/index.ts';
import type { KubeObject } from '../../kube/index.ts';

export function containersOfPods(pods: readonly KubeObject[], runtimes: ReadonlyMap<string, Runtime>): string[] {
  const uids = new Map(pods.map((p) => [runningUid(p), p]));
  const wrong: string[] = [];
  for (const [host, runtime] of runtimes)
    for (const row of runtime.store.list('containers') as readonly ContainerRecord[]) {
      const uid = row.spec.labels?.[podUidLabel];
      if (uid === undefined || row.status.state !== 'running') continue;
      const pod = uids.get(uid);
      if (!pod) wrong.push(`${row.name} runs on ${host}, its pod is gone`);
      else if ((pod.spec as { nodeName?: string }).nodeName !== host) wrong.push(`${row.name} runs on ${host}, its pod is elsewhere`);
    }
  return wrong;
}

/** A static pod runs under the hash of its manifest, which its mirror tells; others under their own uid. */
function runningUid({ metadata }: KubeObject): string {
  return metadata.annotations?.['kubernetes.io/config.mirror'] ?? metadata.uid;
}

/** A mirror says that something runs: it does, on the node that the mirror names. */
export function mirrors(pods: readonly KubeObject[], runtimes: ReadonlyMap<string, Runtime>): string[] {
  return pods.flatMap((pod) => {
    const uid = pod.metadata.annotations?.['kubernetes.io/config.mirror'];
    if (uid === undefined) return [];
    const { nodeName = '' } = pod.spec as { nodeName?: string };
    const running = runtimes.get(nodeName)?.ofPod(uid).some((container) => container.running) ?? false;
    return running ? [] : [`${pod.metadata.name} is shown, and does not run on ${nodeName}`];
  });
}

/** Each layer is counted for the images that stand on it, and there is none that nobody needs. */
export function layerCounts(runtimes: ReadonlyMap<string, Runtime>): string[] {
  const wrong: string[] = [];
  for (const [host, { store }] of runtimes) {
    const needed = new Set<string>();
    for (const { image } of store.list('images') as readonly ImageRecord[]) for (const layer of image.layers) needed.add(layer.id);
    for (const { spec } of store.list('containers') as readonly ContainerRecord[]) {
      const image = (store.get(`images/${spec.imageId}`) as ImageRecord | undefined)?.image;
      for (const layer of image?.layers ?? []) needed.add(layer.id);
    }
    for (const id of needed) if (!store.get(`layers/${id}`)) wrong.push(`${host} misses the layer ${id}`);
    for (const layer of store.list('layers') as readonly LayerRecord[]) if (layer.images < 1) wrong.push(`${host} keeps the layer ${layer.digest} for nobody`);
  }
  return wrong;
}

/** Every process that lives has a parent that does, and no two share a number. */
export function processTrees(hosts: Iterable<Host>): string[] {
  const wrong: string[] = [];
  for (const host of hosts)
    for (const [pid, process] of host.processes) {
      if (process.hostPid !== pid) wrong.push(`${host.name} files process ${process.hostPid} under ${pid}`);
      if (process.alive && process.parent && !host.processes.has(process.parent.hostPid)) wrong.push(`${host.name}: the parent of ${pid} is gone`);
    }
  return wrong;
}
