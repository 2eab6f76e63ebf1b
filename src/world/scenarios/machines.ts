/** A laptop with Docker and with two virtual machines that are off: what containers and machines cost, side by side on one host. */
import { GIB, type Scenario } from '../scenario.ts';

export const machines: Scenario = {
  name: 'machines',
  startsAtMs: 1_772_442_000_000, // 2026-03-02 09:00:00 UTC
  warmUpMs: 60_000,
  profile: 'realistic',
  hosts: [
    { name: 'laptop', address: '192.168.49.1', cores: 4, memoryBytes: 16 * GIB, user: 'student', docker: { release: '28' } },
    { name: 'ubuntu', address: '192.168.49.21', cores: 2, memoryBytes: 2 * GIB, user: 'root', inside: 'laptop' },
    { name: 'debian', address: '192.168.49.22', cores: 2, memoryBytes: 2 * GIB, user: 'root', inside: 'laptop', docker: { release: '28' }, osImage: 'Debian GNU/Linux 12 (bookworm)', kernelRelease: '6.1.0-25-amd64' },
    { name: 'registry', address: '192.168.49.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [],
  registries: [{ name: 'docker.io', host: 'registry', images: 'catalogue' }],
  home: {},
  opens: [],
  suggestions: [],
  breakable: '',
};
