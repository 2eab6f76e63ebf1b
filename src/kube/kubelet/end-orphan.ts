/** Ends what is on the node of a pod that nobody knows any more. */
import type { KubeletContext } from './kubelet-context.ts';
import type { VolumeManager } from './volumes/volume-manager.ts';

export function endOrphan(context: KubeletContext, volumes: VolumeManager, uid: string, pod: string): void {
  const { runtime } = context;
  const trace = context.record('end', 'kubelet-ends-orphan', { pod }, []);
  const left = runtime.observe(uid);
  for (const containers of left.containers.values()) {
    for (const container of containers) {
      if (container.state === 'running') runtime.signal(container.id, 'SIGKILL', trace);
      runtime.removeContainer(container.id);
    }
  }
  for (const { id } of left.sandboxes) {
    runtime.stopSandbox(id, trace);
    runtime.removeSandbox(id);
  }
  volumes.tearDown(uid);
}
