/**
 * The same Deployment in @ngrok/webernetes, for comparison: its images are classes, so nginx is one that listens and waits. Its clock
 * is paused and stepped, as ours is; a size that it does not reach within the budget is reported as far as it came.
 */
import { BaseImage, Cluster, type ClusterApplyResource, type ProcessContext } from '@ngrok/webernetes';
import { nodesFor } from './crowd.ts';
import { seconds, type Row } from './row.ts';

const STEP_MS = 10;
const CPU_SECONDS_MAX = 60;

export function webernetesDeployment(replicas: number): Row {
  return async () => {
    const cluster = new Cluster({ nodes: nodesFor(replicas) });
    cluster.registerImage(Nginx);
    await cluster.init();
    cluster.pause();
    const before = process.cpuUsage();
    const cpuSeconds = () => seconds(process.cpuUsage(before));
    await cluster.apply([deploymentOf(replicas)]);
    let ready = 0;
    while (ready < replicas && cpuSeconds() < CPU_SECONDS_MAX) {
      cluster.clock.step(STEP_MS);
      await new Promise((resolve) => setImmediate(resolve));
      const { status } = await cluster.api.appsv1.readNamespacedDeployment({ name: 'web', namespace: 'default' });
      ready = status?.readyReplicas ?? 0;
    }
    const took = cpuSeconds();
    await cluster.close();
    const note = ready === replicas ? `a pod: ${(1000 * took / replicas).toFixed(2)} ms` : `given up with ${ready} of ${replicas} Ready`;
    return { cpuSeconds: took, note };
  };
}

class Nginx extends BaseImage {
  static readonly imageName = 'nginx';
  static readonly imageVersion = '1.22';
  readonly defaultCommand = ['nginx'];

  override async exec(ctx: ProcessContext, argv: readonly string[]): Promise<number> {
    if (argv[0] !== 'nginx') return super.exec(ctx, argv);
    ctx.listenHttp(80, () => Promise.resolve({ status: 200, body: '' }));
    return ctx.waitUntilKilled();
  }
}

function deploymentOf(replicas: number): ClusterApplyResource {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.22' }] } } },
  };
}
