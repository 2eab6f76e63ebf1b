/** metrics-server: asks every kubelet what its containers use, and answers for the group metrics.k8s.io from its last two answers. */
import { concat, decodeUtf8, encodeUtf8, parseJson } from '../../../base/index.ts';
import { dial, type Process, type Program, type Response } from '../../../host/index.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { StatsSummary } from '../../kubelet/server/stats-summary.ts';
import { untilTerminated } from '../../processes/until-terminated.ts';
import { inCluster, type InCluster } from '../in-cluster.ts';
import { MetricsDoor } from './metrics-door.ts';
import { Samples } from './samples.ts';

const scrapeTimeoutMs = 10_000;

export const metricsServer: Program = function* run(p) {
  const flag = (name: string, otherwise: string) => p.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
  const cluster = inCluster(p, {
    component: 'metrics-server',
    lists: () => [{ kind: 'Node', plural: 'nodes', group: '' }, { kind: 'PartialObjectMetadata', plural: 'pods', group: '' }],
    refused: (why) => say(p, `"Failed to watch" err="${why.replaceAll('"', String.raw`\"`)}"`),
  });
  if (typeof cluster === 'string') {
    yield p.error(`panic: ${cluster}\n`);
    return 2;
  }
  const samples = new Samples();
  const everyMs = Number(/^(\d+)s$/.exec(flag('metric-resolution', '60s'))?.[1] ?? 60) * 1000;
  let cancel = (): void => {};
  const round = (): void => {
    cancel = p.host.clock.after(everyMs, p.name, round);
    scrape(p, cluster, samples);
  };
  cluster.link.onChange((connected) => {
    cancel();
    if (connected) cancel = p.host.clock.after(0, p.name, round);
  });
  p.listen({ port: Number(flag('secure-port', '443')), door: new MetricsDoor(cluster.client, samples, everyMs) });
  cluster.link.start();
  yield p.error(`Serving securely on [::]:${flag('secure-port', '443')}\n`);
  try {
    return yield* untilTerminated(p);
  } finally {
    cancel();
    cluster.link.stop();
  }
};

function say(p: Process, line: string): void {
  p.fds.get(2)?.write(encodeUtf8(`${line}\n`));
}

function scrape(p: Process, { client, token }: InCluster, samples: Samples): void {
  const nodes = client.view.list('nodes') as readonly Node[];
  samples.keep(new Set(nodes.map(({ metadata }) => metadata.name)));
  for (const { status, metadata: { name } } of nodes) {
    const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    if (address === undefined) continue;
    const port = status?.daemonEndpoints?.kubeletEndpoint?.Port ?? 10_250;
    dial(p, { address, port }, { path: '/stats/summary', headers: { authorization: `Bearer ${token()}` }, timeoutMs: scrapeTimeoutMs }, (response) => {
      if (response.status !== 200) say(p, `"Failed to scrape node" err="request failed, status: \\"${response.status} ${response.status === 401 ? 'Unauthorized' : 'Forbidden'}\\"" node="${name}"`);
      whole(response, (text) => samples.add(name, parseJson(text) as unknown as StatsSummary, p.host.wallMs));
    }, () => {});
  }
}

/** The body, when it has come whole; nothing when the kubelet goes away before. */
function whole({ stream, status }: Response, done: (text: string) => void): void {
  const chunks: Uint8Array[] = [];
  const step = (): void => {
    try {
      for (;;) {
        const chunk = stream.read(Infinity);
        if (chunk === undefined) return void stream.onReadable(step);
        if (chunk === null) break;
        chunks.push(chunk);
      }
    } catch {
      return;
    }
    if (status === 200) done(decodeUtf8(concat(chunks)));
  };
  step();
}
