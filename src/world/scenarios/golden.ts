/** The world of the golden captures: one node `orc` without taints, server 1.20 under client 1.32, shell and engine on that one machine. */
import { GIB, type Scenario } from '../scenario.ts';

const KIB = 1024;

export const golden: Scenario = {
  name: 'golden',
  startsAtMs: 1_795_290_000_000, // 2026-11-21 19:40:00 UTC
  warmUpMs: 120_000,
  profile: 'realistic',
  latency: { sandboxMs: 1_050, sandboxSpreadMs: 700, relistMs: 300, statusMs: 40 },
  hosts: [
    {
      name: 'orc',
      address: '10.20.0.1',
      cores: 2,
      memoryBytes: 24_684_084 * KIB,
      diskBytes: 264_212_084 * KIB,
      osImage: 'Debian GNU/Linux 13 (trixie)',
      kernelRelease: '6.12.48+deb13-amd64',
      user: 'root',
      ipv6: true,
      docker: { release: '28' },
      images: ['busybox:1.35', ...['nginx:1.22', 'nginx:1.23', 'nginx:latest'].map((as) => ({ image: 'localhost/debian-nginx:1.22', as })), 'k8s.gcr.io/pause:3.2'],
    },
    { name: 'registry', address: '10.20.0.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [
    {
      name: 'kubernetes',
      server: '1.20',
      client: '1.32',
      context: 'kubernetes-admin@kubernetes',
      controlPlane: 'orc',
      plane: 'units',
      nodes: [{ host: 'orc', podCidr: '10.244.0.0/24' }],
      podCidr: '10.244.0.0/16',
      serviceCidr: '10.96.0.0/12',
      port: 16_443,
      clusterDns: '10.96.0.10', // nobody is there
    },
  ],
  registries: [{ name: 'docker.io', host: 'registry', images: ['busybox:1.35'] }],
  home: {},
  opens: [],
  suggestions: [],
  breakable: '',
};
