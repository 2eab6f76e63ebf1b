/**
 * Volumes: the files that a pod brings along. Each volume becomes a directory on the node, which its containers mount; what
 * comes from the API is written there, and again when it changes.
 */
import { clusterCode } from '../../cluster-code.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Volume } from '../../kinds/pod/volume.ts';
import { ConfigError } from '../config-error.ts';
import { expand } from '../expansion.ts';
import type { KubeletContext } from '../kubelet-context.ts';
import type { VolumeMountRequest } from '../runtime-client.ts';
import type { NodeFiles } from './node-files.ts';
import type { VolumeFiles } from './volume-files.ts';

export interface MountFailure {
  readonly volume: string;
  readonly message: string;
}

/** The directory of a pod on its node. */
export function podDir(uid: string): string {
  return `/var/lib/kubelet/pods/${uid}`;
}

export class VolumeManager {
  private readonly context: KubeletContext;
  private readonly files: NodeFiles;
  /** What was written for a pod's volumes, by directory. */
  private readonly written = new Map<string, VolumeFiles>();

  constructor(context: KubeletContext, files: NodeFiles) {
    this.context = context;
    this.files = files;
  }

  /** Sets up what is not there yet, and brings up to date what is. Answers what could not be. */
  setUp(pod: Pod): MountFailure | undefined {
    for (const volume of pod.spec.volumes ?? none) {
      try {
        this.setUpOne(pod, volume);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        return { volume: volume.name, message: error.message };
      }
    }
    return undefined;
  }

  mountsOf(pod: Pod, container: Container, env: ReadonlyMap<string, string>): VolumeMountRequest[] {
    const mounts: VolumeMountRequest[] = [];
    for (const mount of container.volumeMounts ?? []) {
      const volume = pod.spec.volumes?.find((v) => v.name === mount.name);
      if (!volume) throw new ConfigError(`cannot find volume "${mount.name}" to mount into container "${container.name}"`);
      if (isShared(volume)) {
        mounts.push({ point: mount.mountPath, files: clusterCode.get().volumeFiles(this.context, pod, volume)! });
        continue;
      }
      const subPath = mount.subPathExpr ? expand(mount.subPathExpr, env) : mount.subPath;
      const dir = this.hostPath(pod, volume);
      const hostPath = subPath ? `${dir}/${subPath}` : dir;
      if (subPath) this.files.ensureDir(hostPath, 0o755, true);
      const readOnly = mount.readOnly === true || volume.persistentVolumeClaim?.readOnly === true || volume.configMap !== undefined || volume.secret !== undefined || volume.projected !== undefined || volume.downwardAPI !== undefined;
      mounts.push({ point: mount.mountPath, hostPath, readOnly });
    }
    return mounts;
  }

  bytesIn(pod: Pod, volume: Volume): number {
    return this.files.bytesIn(this.hostPath(pod, volume));
  }

  /** The pod has gone: so do its files. */
  tearDown(uid: string): void {
    const dir = podDir(uid);
    for (const path of this.written.keys()) if (path.startsWith(`${dir}/`)) this.written.delete(path);
    this.files.removeDir(dir);
  }

  private setUpOne(pod: Pod, given: Volume): void {
    const volume = this.resolved(pod, given);
    if (volume.hostPath) return clusterCode.get().checkHostPath(this.files, volume.hostPath);
    const path = this.hostPath(pod, volume);
    if (volume.emptyDir) return this.files.ensureDir(path, 0o777, false);
    const files = clusterCode.get().volumeFiles(this.context, pod, volume);
    if (isShared(volume)) return;
    if (files === undefined) throw new ConfigError(`no volume plugin matched name: ${volume.name}`);
    if (this.written.get(path) === files) return;
    this.files.writeTree(path, files, this.written.get(path));
    this.written.set(path, files);
  }

  /** A claim stands for the volume that is bound to it. */
  private resolved(pod: Pod, volume: Volume): Volume {
    return volume.persistentVolumeClaim || volume.ephemeral ? clusterCode.get().boundVolume(this.context, this.files, pod, volume) : volume;
  }

  private hostPath(pod: Pod, given: Volume): string {
    const volume = this.resolved(pod, given);
    if (volume.hostPath) return volume.hostPath.path;
    return `${podDir(pod.metadata.uid)}/volumes/${pluginDir(volume)}/${volume.name}`;
  }
}

const none: readonly Volume[] = [];

/** The credentials of a service account are the same for all its pods: they are kept once, not in each pod's directory. */
function isShared({ projected }: Volume): boolean {
  return projected?.sources?.some((source) => source.serviceAccountToken) ?? false;
}

function pluginDir(volume: Volume): string {
  const plugin = volume.emptyDir ? 'empty-dir' : volume.configMap ? 'configmap' : volume.secret ? 'secret' : volume.projected ? 'projected' : volume.downwardAPI ? 'downward-api' : 'other';
  return `kubernetes.io~${plugin}`;
}
