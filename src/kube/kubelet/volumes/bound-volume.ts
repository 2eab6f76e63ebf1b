/** Where on its node a volume of a pod lies that is not made for it there: the node's own, or what a claim is bound to. */
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import { claimNameOf } from '../../kinds/pod/claimed.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Volume } from '../../kinds/pod/volume.ts';
import { ConfigError } from '../config-error.ts';
import type { KubeletContext } from '../kubelet-context.ts';
import type { NodeFiles } from './node-files.ts';

/** What a pod mounts of its node must be there, or be made. */
export function checkHostPath(files: NodeFiles, { path, type = '' }: NonNullable<Volume['hostPath']>): void {
  if (type === 'DirectoryOrCreate') return files.ensureDir(path, 0o755, false);
  if (type === 'FileOrCreate') return files.ensureFile(path);
  const kind = files.kind(path);
  if (type === '') return kind === undefined ? files.ensureDir(path, 0o755, false) : undefined;
  const wanted = type === 'Directory' ? 'dir' : type === 'File' ? 'file' : type === 'Socket' ? 'socket' : 'device';
  if (kind === wanted) return;
  const words = { dir: 'a directory', file: 'a file', socket: 'a socket file', device: 'a device' }[wanted];
  throw new ConfigError(`hostPath type check failed: ${path} is not ${words}`);
}

/** A claim stands for the volume that is bound to it. */
export function boundVolume({ client: { view } }: KubeletContext, files: NodeFiles, pod: Pod, volume: Volume): Volume {
  const { name } = volume;
  const claimName = claimNameOf(pod, volume)!;
  const claim = view.get(`persistentvolumeclaims/${pod.metadata.namespace}/${claimName}`) as PersistentVolumeClaim | undefined;
  if (!claim) throw new ConfigError(`error processing PVC ${pod.metadata.namespace}/${claimName}: failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  const bound = view.get(`persistentvolumes/${claim.spec.volumeName ?? ''}`) as PersistentVolume | undefined;
  if (!bound || claim.status.phase !== 'Bound') throw new ConfigError(`error processing PVC ${pod.metadata.namespace}/${claimName}: PVC is not bound`);
  const { hostPath, local } = bound.spec;
  if (hostPath) return { name, hostPath };
  if (!local) throw new ConfigError(`MountVolume.SetUp failed for volume "${bound.metadata.name}" : no volume plugin matched`);
  if (files.kind(local.path) === undefined) throw new ConfigError(`MountVolume.NewMounter initialization failed for volume "${bound.metadata.name}" : path "${local.path}" does not exist`);
  return { name, hostPath: { path: local.path } };
}
