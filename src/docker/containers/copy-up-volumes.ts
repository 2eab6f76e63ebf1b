/** A fresh volume begins with what the image has at its place. */
import type { Host } from '../../host/index.ts';
import type { DockerContainer } from './docker-container.ts';

export function copyUpVolumes(host: Host, container: DockerContainer): void {
  for (const mount of container.mounts) {
    if (mount.type !== 'volume' || mount.nocopy) continue;
    if (!host.files.exists(mount.source)) host.files.mkdir(mount.source, { recursive: true });
    if (host.files.readdir(mount.source).length > 0) continue;
    const names = mount.destination.split('/').filter((name) => name !== '');
    if (container.runtime.rootFs.node(names)?.kind === 'dir') copyDir(host, container, names, mount.source);
  }
}

function copyDir(host: Host, container: DockerContainer, names: readonly string[], to: string): void {
  const { rootFs } = container.runtime;
  const { files } = host;
  for (const name of rootFs.list(names)) {
    const node = rootFs.node([...names, name]);
    const path = `${to}/${name}`;
    if (!node) continue;
    if (node.kind === 'dir') {
      files.mkdir(path);
      copyDir(host, container, [...names, name], path);
    } else if (node.kind === 'file') files.writeFile(path, node.content);
    else if (node.kind === 'link') files.symlink(node.target, path);
    else continue;
    if (node.kind !== 'link') files.chmod(path, node.meta.mode);
    files.chown(path, node.meta.uid, node.meta.gid, { follow: false });
  }
}
