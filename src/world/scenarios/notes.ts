/** The machines of the study notes: Docker 17.09 on a kernel that has aufs and control groups of version 1, each controller a tree of its own; a cluster of 1.11. */
import { GIB, type Scenario } from '../scenario.ts';
import { dockerfile, metricsServer, indexHtml } from './files.ts';

const MACHINE = { osImage: 'Ubuntu 16.04.3 LTS', kernelRelease: '4.4.0-97-generic', cgroupVersion: 1 } as const;
const NODE = { cores: 2, memoryBytes: 4 * GIB, user: 'root', ...MACHINE } as const;

export const notes: Scenario = {
  name: 'notes',
  startsAtMs: 1_514_797_200_000, // 2018-01-01 09:00:00 UTC
  warmUpMs: 120_000,
  profile: 'realistic',
  hosts: [
    {
      name: 'laptop',
      address: '192.168.49.1',
      cores: 2,
      memoryBytes: 4 * GIB,
      user: 'student',
      docker: { release: '17.09' },
      ...MACHINE,
      fileSystems: ['aufs'],
    },
    { name: 'k8s-master', address: '192.168.49.10', ...NODE },
    { name: 'k8s-node-1', address: '192.168.49.11', ...NODE },
    { name: 'k8s-node-2', address: '192.168.49.12', ...NODE },
    { name: 'registry', address: '192.168.49.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [
    {
      name: 'kubernetes',
      server: '1.11',
      client: '1.11',
      context: 'kubernetes-admin@kubernetes',
      controlPlane: 'k8s-master',
      plane: 'pods',
      nodes: [
        { host: 'k8s-master', podCidr: '10.244.0.0/24', tainted: true },
        { host: 'k8s-node-1', podCidr: '10.244.1.0/24' },
        { host: 'k8s-node-2', podCidr: '10.244.2.0/24' },
      ],
      podCidr: '10.244.0.0/16',
      serviceCidr: '10.96.0.0/12',
    },
  ],
  registries: [
    { name: 'docker.io', host: 'registry', images: 'catalogue' },
    { name: 'k8s.gcr.io', host: 'registry', images: 'catalogue' },
  ],
  home: { 'addons/metrics-server.yaml': metricsServer('k8s.gcr.io/metrics-server-amd64:v0.3.1'), 'site/Dockerfile': dockerfile, 'site/index.html': indexHtml },
  opens: [],
  suggestions: [],
  breakable: '',
};
