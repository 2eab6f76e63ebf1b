/** The machine of the study notes: Docker 17.09 on a kernel that has aufs and control groups of version 1, each controller a tree of its own. */
import { GIB, type Scenario } from '../scenario.ts';
import { dockerfile, indexHtml } from './files.ts';

export const notes: Scenario = {
  name: 'notes',
  startsAtMs: 1_514_797_200_000, // 2018-01-01 09:00:00 UTC
  warmUpMs: 60_000,
  profile: 'realistic',
  hosts: [
    {
      name: 'laptop',
      address: '192.168.49.1',
      cores: 2,
      memoryBytes: 4 * GIB,
      user: 'student',
      docker: { release: '17.09' },
      osImage: 'Ubuntu 16.04.3 LTS',
      kernelRelease: '4.4.0-97-generic',
      cgroupVersion: 1,
      fileSystems: ['aufs'],
    },
    { name: 'registry', address: '192.168.49.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [],
  registries: [{ name: 'docker.io', host: 'registry', images: 'catalogue' }],
  home: { 'site/Dockerfile': dockerfile, 'site/index.html': indexHtml },
  opens: [],
  suggestions: [],
  breakable: '',
};
