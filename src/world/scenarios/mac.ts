/** A Mac with Docker Desktop: the engine runs in a Linux machine, because the Mac's own kernel has no namespaces and no control groups. */
import { GIB, type Scenario } from '../scenario.ts';
import { dockerfile, indexHtml } from './files.ts';

export const mac: Scenario = {
  name: 'mac',
  startsAtMs: 1_772_442_000_000, // 2026-03-02 09:00:00 UTC
  warmUpMs: 60_000,
  profile: 'realistic',
  hosts: [
    { name: 'laptop', address: '192.168.49.1', cores: 8, memoryBytes: 16 * GIB, user: 'student', kernel: 'Darwin', sshd: false, osImage: 'macOS 15.5 (24F74)', kernelRelease: '24.5.0' },
    { name: 'docker-desktop', address: '192.168.65.3', cores: 8, memoryBytes: 8 * GIB, user: 'root', inside: 'laptop', sshd: false, docker: { release: '28', platform: 'Docker Desktop 4.42.1 (196648)' }, osImage: 'Docker Desktop', kernelRelease: '6.10.14-linuxkit' },
    { name: 'server', address: '192.168.49.30', cores: 4, memoryBytes: 8 * GIB, user: 'root', docker: { release: '28' } },
    { name: 'registry', address: '192.168.49.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [],
  registries: [{ name: 'docker.io', host: 'registry', images: 'catalogue' }],
  home: { 'site/Dockerfile': dockerfile, 'site/index.html': indexHtml },
  opens: [],
  suggestions: [],
  breakable: '',
};
