import { it } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { Session } from './session.ts';
import { atPrompt } from './terminals.ts';
import { decodeUtf8 } from '../base/index.ts';

it('runs', async () => {
  await loadAllAssets();
  const s = new Session('default', '1');
  const { world } = s;
  let out = '';
  world.terminals.output = (_t, b) => void (out += decodeUtf8(b));
  s.feed({ do: 'open-tty', tty: 'laptop', host: 'laptop', rows: 24, cols: 120 });
  const type = (line: string, ms = 20000) => {
    const t = world.terminals.get('laptop')!;
    const end = world.clock.now + ms;
    while (!atPrompt(t) && world.clock.now < end) if (!world.clock.step()) break;
    out += line + '\n';
    s.feed({ do: 'line', tty: 'laptop', text: line });
    do { if (!world.clock.step()) break; } while (!atPrompt(t) && world.clock.now < end);
  };
  world.clock.run(10_000, { stepsMax: 100000 });
  for (const l of ['ls -la', 'echo hi | wc -c', 'kubectl get nodes -o wide', 'kubectl apply -f nginx-deployment.yaml', 'kubectl get pods', 'sleep 20', 'kubectl get deploy,rs,pods -o wide', 'kubectl get events', 'kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1', 'kubectl rollout status deploy/nginx-deployment', 'kubectl get rs', 'kubectl delete pod -l app=nginx --wait=false', 'sleep 5', 'kubectl get pods -A', 'kubectl describe deploy nginx-deployment']) type(l, 120000);
  console.log(out);
  console.log(world.clock.now, world.clock.steps);
});
