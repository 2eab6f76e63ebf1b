// Terminals in terminals: whoever is in front of the innermost one gets keys when he wants keys, however far away he runs.
import { expect, test } from 'vitest';
import { decodeUtf8 } from '../base/index.ts';
import { Session } from './session.ts';

function terminal() {
  const session = new Session('default', 'keys');
  const { world } = session;
  let printed = '';
  world.terminals.output = (_, bytes) => void (printed += decodeUtf8(bytes));
  session.feed({ do: 'open-tty', tty: 't', host: world.scenario.hosts[0]!.name, rows: 24, cols: 80 });
  const run = (ms: number) => void world.clock.run(world.clock.now + ms, { stepsMax: Infinity });
  run(100);
  return {
    mode: () => world.terminals.get('t')!.tty.mode,
    take() {
      const all = printed;
      printed = '';
      return all;
    },
    line(text: string, ms = 1_000) {
      session.feed({ do: 'line', tty: 't', text });
      run(ms);
    },
    keys(text: string, ms = 1_000) {
      session.feed({ do: 'keys', tty: 't', text });
      run(ms);
    },
  };
}

const start = { docker: 'docker run -it --rm --name box busybox:1.36 sh', exec: 'docker run -d --name box busybox:1.36 sleep 1000; docker exec -it box sh', kubectl: 'kubectl run box --image=busybox:1.36 -- sleep 1000; kubectl wait --for=condition=Ready pod/box; kubectl exec -it box -- sh' };

test.each(Object.entries(start))('%s: a program that wants keys gets them, and lines are lines again when it has ended', (_, command) => {
  const t = terminal();
  t.line(command, 60_000);
  expect(t.mode()).toMatchObject({ canonical: true, echo: true, signals: false });
  t.line('seq 100 > long; less long');
  expect(t.mode()).toMatchObject({ canonical: false, echo: false });
  t.take();
  t.keys(' ');
  expect(t.take()).toMatch(/\b46\b/);
  t.keys('q');
  expect(t.mode()).toMatchObject({ canonical: true, echo: true });
  t.take();
  t.line('echo $((40 + 2)); exit');
  expect(t.take()).toContain('42');
  expect(t.mode()).toMatchObject({ canonical: true, echo: true, signals: true });
});
