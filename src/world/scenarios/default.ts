/** The playground: a laptop with Docker and a cluster of a control plane and three nodes. */
import { GIB, type Scenario } from '../scenario.ts';
import { metricsServer, nginxDeployment, nginxService, dockerfile, indexHtml } from './files.ts';

const NODE = { cores: 2, memoryBytes: 4 * GIB, user: 'root' } as const;

export const playground: Scenario = {
  name: 'default',
  startsAtMs: 1_772_442_000_000, // 2026-03-02 09:00:00 UTC, a Monday morning
  warmUpMs: 120_000,
  profile: 'realistic',
  hosts: [
    { name: 'laptop', address: '192.168.49.1', cores: 4, memoryBytes: 8 * GIB, user: 'student', docker: { release: '28' } },
    { name: 'control-plane', address: '192.168.49.10', ...NODE },
    { name: 'node-1', address: '192.168.49.11', ...NODE },
    { name: 'node-2', address: '192.168.49.12', ...NODE },
    { name: 'node-3', address: '192.168.49.13', ...NODE },
    { name: 'registry', address: '192.168.49.2', cores: 4, memoryBytes: 8 * GIB, user: 'root' },
  ],
  clusters: [
    {
      name: 'kubarium',
      server: '1.36',
      client: '1.36',
      context: 'kubernetes-admin@kubarium',
      controlPlane: 'control-plane',
      plane: 'pods',
      nodes: [
        { host: 'control-plane', podCidr: '10.244.0.0/24', tainted: true },
        { host: 'node-1', podCidr: '10.244.1.0/24' },
        { host: 'node-2', podCidr: '10.244.2.0/24' },
        { host: 'node-3', podCidr: '10.244.3.0/24' },
      ],
      podCidr: '10.244.0.0/16',
      serviceCidr: '10.96.0.0/12',
    },
  ],
  registries: [
    { name: 'docker.io', host: 'registry', images: 'catalogue' },
    { name: 'registry.k8s.io', host: 'registry', images: 'catalogue' },
  ],
  home: {
    'nginx-deployment.yaml': nginxDeployment,
    'nginx-service.yaml': nginxService,
    'addons/metrics-server.yaml': metricsServer('registry.k8s.io/metrics-server/metrics-server:v0.8.0'),
    'site/Dockerfile': dockerfile,
    'site/index.html': indexHtml,
  },
  opens: ['nginx-deployment.yaml'],
  suggestions: [
    { code: 'rolling-update', commands: ['kubectl apply -f nginx-deployment.yaml', 'kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1'] },
    { code: 'self-healing', commands: ['kubectl apply -f nginx-deployment.yaml', 'kubectl delete pod -l app=nginx --wait=false'] },
    { code: 'layers', commands: ['docker build -t site site', 'docker run -d --name site -p 8080:80 site', 'docker exec site rm /usr/share/nginx/html/50x.html'] },
  ],
  breakable: 'nginx:1.9.1',
};
