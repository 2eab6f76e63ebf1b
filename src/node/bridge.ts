/**
 * npm run bridge -- [--scenario NAME] [--seed N] [--port 6443]
 * Opens the Kubernetes door of a world to real clients on this machine: kubectl, client libraries. Prints the kubeconfig for them.
 * It listens on the loopback interface alone: whoever reaches it is the cluster's administrator.
 */
import { parseArgs } from 'node:util';
import { loadAllAssets, Session } from '../world/index.ts';
import { runByTheWallClock } from './bridge/by-the-wall-clock.ts';
import { makeHttpServer } from './bridge/http-door.ts';
import { LiveSession } from './bridge/live-session.ts';
import { knownScenario, wholeNumber } from './misuse.ts';

const { values } = parseArgs({ options: { scenario: { type: 'string' }, seed: { type: 'string' }, port: { type: 'string' } } });
const scenario = knownScenario(values.scenario ?? 'default');
const port = wholeNumber('port', values.port ?? '6443');

await loadAllAssets();
const live = new LiveSession(new Session(scenario, values.seed ?? '1'));
runByTheWallClock(live);
const server = makeHttpServer(live);
server.on('error', (error) => {
  process.stderr.write(`bridge: ${error.message}; --port takes another\n`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(`apiVersion: v1
kind: Config
clusters:
- cluster:
    insecure-skip-tls-verify: true
    server: http://127.0.0.1:${port}
  name: kubarium
contexts:
- context:
    cluster: kubarium
    user: kubernetes-admin
  name: kubarium
current-context: kubarium
users:
- name: kubernetes-admin
  user: {}
`);
});
