// What a program with @kubernetes/client-node does to a cluster: applies, lists, watches by an informer, runs a command in a pod,
// forwards a port. Started with the path of the client's module and a server; prints what it has seen as one line of JSON.
import { PassThrough } from 'node:stream';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';

const [, , module = '', server = ''] = process.argv;
const k8s = await import(pathToFileURL(module).href);
const config = new k8s.KubeConfig();
config.loadFromOptions({
  clusters: [{ name: 'c', server, skipTLSVerify: true }], // without it the library refuses plain HTTP
  users: [{ name: 'u' }],
  contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
  currentContext: 'x',
});
const core = config.makeApiClient(k8s.CoreV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);

/** @type {string[]} */
const seen = [];
const informer = k8s.makeInformer(config, '/api/v1/namespaces/default/pods', () => core.listNamespacedPod({ namespace: 'default' }));
for (const event of ['add', 'update', 'delete']) {
  informer.on(event, (/** @type {{ metadata: { name: string }, status: { phase: string } }} */ pod) => seen.push(`${event} ${pod.status.phase}`));
}
await informer.start();

const pod = (/** @type {Record<string, string>} */ labels) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.23' }], terminationGracePeriodSeconds: 0 },
});
const apply = (/** @type {Record<string, string>} */ labels) => objects.patch(pod(labels), undefined, undefined, 'program', true, k8s.PatchStrategy.ServerSideApply);
await apply({ app: 'web' });
await until(() => informer.get('web', 'default')?.status?.conditions?.some((/** @type {{ type: string, status: string }} */ c) => c.type === 'Ready' && c.status === 'True'));
const applied = await apply({ app: 'web', tier: 'front' });

const list = await core.listNamespacedPod({ namespace: 'default', labelSelector: 'tier=front' });
const ran = await exec(['sh', '-c', 'read line; echo "got $line"; echo no >&2; exit 3'], 'abc\n');
const page = await forwarded();
const log = await core.readNamespacedPodLog({ namespace: 'default', name: 'web' });
const refused = await core.readNamespacedPod({ namespace: 'default', name: 'nosuch' }).then(() => undefined, (/** @type {{ code: number }} */ error) => error.code);

await core.deleteNamespacedPod({ namespace: 'default', name: 'web' });
await until(() => seen.some((event) => event.startsWith('delete')));
await informer.stop();
process.stdout.write(`${JSON.stringify({ labels: applied.metadata.labels, listed: list.items.length, ran, page, log, refused, seen })}\n`);
process.exit(0);

/** @param {() => boolean | undefined} is */
async function until(is) {
  while (!is()) await new Promise((done) => setTimeout(done, 20));
}

/** @param {string[]} command @param {string} typed */
function exec(command, typed) {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const result = { stdout: '', stderr: '' };
  output.on('data', (chunk) => (result.stdout += chunk));
  errors.on('data', (chunk) => (result.stderr += chunk));
  const ended = new Promise((done) => {
    void new k8s.Exec(config).exec('default', 'web', 'nginx', command, output, errors, input, false, (/** @type {object} */ status) => done({ ...result, status }));
  });
  input.end(typed);
  return ended;
}

/** The page of the pod's port 80, by a port of this machine. */
async function forwarded() {
  const forward = new k8s.PortForward(config);
  const local = createServer((socket) => void forward.portForward('default', 'web', [80], socket, null, socket));
  await new Promise((ready) => void local.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (local.address());
  const text = await new Promise((done) => {
    get({ host: '127.0.0.1', port, path: '/', agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => done(body));
    });
  });
  local.close();
  return text;
}
