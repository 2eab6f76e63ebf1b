// The Tab key at a terminal of a live world. `¦` marks the cursor; what comes out is the line with each candidate put in.
import { beforeAll, expect, test } from 'vitest';
import type { Completion } from '../client/index.ts';
import { loadAllAssets, loadAsset } from './assets.ts';
import { logHash } from './log-hash.ts';
import { Session } from './session.ts';

beforeAll(loadAllAssets);

class Typist {
  readonly session = new Session('default', 'tab');
  private asked = 0;
  readonly answers: Completion[] = [];

  constructor() {
    this.session.world.completions.ended = (_, completed) => void this.answers.push(completed);
    this.session.feed({ do: 'open-tty', tty: 'a', host: 'laptop', rows: 24, cols: 80 });
    this.run(10);
  }

  run(ms: number): void {
    const { clock } = this.session.world;
    clock.run(clock.now + ms, { stepsMax: 1e6 });
  }

  type(text: string, ms = 20_000): void {
    this.session.feed({ do: 'line', tty: 'a', text });
    this.run(ms);
  }

  /** In the instant: completion takes no virtual time. */
  tab(marked: string): string[] {
    const cursor = marked.indexOf('¦');
    const line = marked.replace('¦', '');
    this.session.feed({ do: 'complete', id: ++this.asked, tty: 'a', line, cursor });
    this.run(0);
    const found = this.answers.at(-1)!;
    return found.candidates.map((c) => line.slice(0, found.from) + c.text + line.slice(cursor));
  }
}

test('kubectl: verbs, flags, kinds, names, namespaces, containers, as its server has them now', () => {
  const typist = new Typist();
  expect(typist.tab('kubectl rol¦')).toEqual(['kubectl rollout ']);
  expect(typist.tab('kubectl rollout und¦')).toEqual(['kubectl rollout undo ']);
  expect(typist.tab('kubectl get --all-n¦')).toEqual(['kubectl get --all-namespaces ']);
  expect(typist.tab('kubectl get deplo¦')).toEqual(['kubectl get deployments ']);
  expect(typist.tab('kubectl get deployments ¦')).toEqual([]);
  typist.type('kubectl create deployment glass --image=nginx:1.22');
  typist.type('alias k=kubectl; kubectl create namespace deep', 100);
  expect(typist.tab('kubectl get deployments ¦')).toEqual(['kubectl get deployments glass ']);
  expect(typist.tab('k scale deploy/gl¦ --replicas=2')).toEqual(['k scale deploy/glass  --replicas=2']);
  expect(typist.tab('kubectl -n dee¦')).toEqual(['kubectl -n deep ']);
  const [logs = ''] = typist.tab('watch kubectl logs gla¦');
  expect(logs).toMatch(/^watch kubectl logs glass-[a-z0-9]+-[a-z0-9]+ $/);
  expect(typist.tab(`${logs.slice('watch '.length)}-c ¦`)).toEqual([`${logs.slice('watch '.length)}-c nginx `]);
  expect(typist.tab('kubectl cordon node-¦')).toEqual(['kubectl cordon node-1 ', 'kubectl cordon node-2 ', 'kubectl cordon node-3 ']);
  expect(typist.tab('kubectl apply -f nginx-d¦')).toEqual(['kubectl apply -f nginx-deployment.yaml ']);
});

test('docker: verbs, groups, flags, containers by their state, images, networks, files', () => {
  const typist = new Typist();
  expect(typist.tab('docker conta¦')).toEqual(['docker container ']);
  expect(typist.tab('docker network ls¦')).toEqual(['docker network ls ']);
  expect(typist.tab('docker run --restart un¦')).toEqual(['docker run --restart unless-stopped ']);
  expect(typist.tab('docker run -it --interac¦')).toEqual(['docker run -it --interactive ']);
  expect(typist.tab('docker run --network ho¦')).toEqual(['docker run --network host ']);
  typist.type('docker run -d --name reef busybox sleep 1000');
  typist.type('docker run --name wreck busybox true');
  expect(typist.tab('docker stop ¦')).toEqual(['docker stop reef ']);
  expect(typist.tab('docker start ¦')).toEqual(['docker start wreck ']);
  expect(typist.tab('docker rm ¦')).toEqual(['docker rm reef ', 'docker rm wreck ']);
  expect(typist.tab('docker rm reef ¦')).toEqual(['docker rm reef wreck ']);
  expect(typist.tab('docker rmi busy¦')).toEqual(['docker rmi busybox:latest ']);
  expect(typist.tab('docker cp ree¦')).toEqual(['docker cp reef:']);
  expect(typist.tab('docker exec -it ¦')).toEqual(['docker exec -it reef ']);
  expect(typist.tab('docker build -f nginx-d¦')).toEqual(['docker build -f nginx-deployment.yaml ']);
  typist.session.feed({ do: 'fault', fault: { kind: 'stop-unit', host: 'laptop', unit: 'docker' } });
  typist.run(20_000);
  expect(typist.tab('docker stop ¦')).toEqual([]);
});

test('it belongs to the history: a replay comes to the same hash', async () => {
  const typist = new Typist();
  typist.tab('kubectl get ¦');
  typist.type('kubectl get pods', 100);
  const again = await Session.replay(typist.session.record, loadAsset);
  again.world.clock.run(typist.session.world.clock.now, { stepsMax: 1e6 });
  expect(logHash(again.world)).toBe(logHash(typist.session.world));
});

test('while another program reads, there is nothing to complete; a shell within the shell completes', () => {
  const typist = new Typist();
  typist.type('cat', 10);
  expect(typist.tab('nginx¦')).toEqual([]);
  typist.session.feed({ do: 'eof', tty: 'a' });
  typist.type('sh', 10);
  expect(typist.tab('cat nginx-d¦')).toEqual(['cat nginx-deployment.yaml ']);
});

test.each([
  ['ssh', 'ssh node-1', '-bash'],
  ['docker', 'docker run -it --name box busybox:1.36 sh', 'sh'],
  ['kubectl', 'kubectl run box --image=busybox:1.36 -- sleep 1000; kubectl wait --for=condition=Ready pod/box; kubectl exec -it box -- sh', 'sh'],
  ['both', 'ssh node-1', 'sh'],
])('a shell at the far end completes its own commands and files: %s', (name, command) => {
  const t = new Typist();
  t.type(command, 60_000);
  if (name === 'both') t.type('crictl exec -it $(crictl ps -q --name kube-proxy | head -1) sh');
  t.type('mkdir -p /tmp/far && touch /tmp/far/fish && cd /tmp/far');
  expect(t.tab('cat fi¦')).toEqual(['cat fish ']);
  expect(t.tab('hostn¦')).toContain('hostname ');
  expect(t.tab('kubectl ge¦').some((line) => line.startsWith('kubectl get'))).toBe(false);
  t.type('exit');
  expect(t.tab('cat ./fi¦')).toEqual([]);
});
