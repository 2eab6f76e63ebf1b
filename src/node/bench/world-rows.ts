/** Rows of whole worlds: Deployments until Ready, a rolling update, containers that sleep in loops, an hour of the default scenario. */
import { Session } from '../../world/index.ts';
import { command, crowdWorld, untilReady } from './crowd.ts';
import { cpuOf, type Row } from './row.ts';

export function deployment(replicas: number): Row {
  return () => {
    const world = crowdWorld(replicas);
    const { steps } = world.clock;
    const { revision } = world.clusters[0]!.store;
    const cpuSeconds = cpuOf(() => deploy(world, replicas));
    const events = world.clock.steps - steps;
    const writes = world.clusters[0]!.store.revision - revision;
    return { cpuSeconds, note: `a pod: ${(1000 * cpuSeconds / replicas).toFixed(2)} ms, ${(events / replicas).toFixed(1)} events, ${(writes / replicas).toFixed(1)} writes to the API` };
  };
}

export function rollingUpdate(replicas: number): Row {
  return () => {
    const world = crowdWorld(replicas);
    deploy(world, replicas);
    const { steps } = world.clock;
    const cpuSeconds = cpuOf(() => {
      command(world, 'kubectl set image deployment/web nginx=nginx:1.23');
      untilReady(world, replicas, 'nginx:1.23');
    });
    return { cpuSeconds, note: `a pod: ${(1000 * cpuSeconds / replicas).toFixed(2)} ms, ${((world.clock.steps - steps) / replicas).toFixed(1)} events` };
  };
}

const SLEEPING_MS = 60_000;

export function sleepLoops(containers: number): Row {
  return () => {
    const world = crowdWorld(containers);
    command(world, `kubectl create deployment web --image=busybox:1.35 --replicas=${containers} -- sh -c 'while true; do sleep 1; done'`);
    untilReady(world, containers, 'busybox:1.35');
    const { clock } = world;
    const { steps } = clock;
    const cpuSeconds = cpuOf(() => clock.run(clock.now + SLEEPING_MS, { stepsMax: Infinity }));
    return { cpuSeconds, note: `${SLEEPING_MS / 1000} virtual seconds, ${((clock.steps - steps) / containers / (SLEEPING_MS / 1000)).toFixed(1)} events a container and second` };
  };
}

const HOUR_MS = 3_600_000;

export function replayedHour(): ReturnType<Row> {
  const session = new Session('default', 'bench');
  const { clock } = session.world;
  session.feed({ do: 'command', id: 1, host: 'laptop', text: 'kubectl apply -f nginx-deployment.yaml' });
  const cpuSeconds = cpuOf(() => clock.run(clock.now + HOUR_MS, { stepsMax: Infinity }));
  return { cpuSeconds, note: `${(HOUR_MS / 1000 / cpuSeconds).toFixed(0)} virtual seconds a CPU second` };
}

export function deploy(world: ReturnType<typeof crowdWorld>, replicas: number): void {
  command(world, `kubectl create deployment web --image=nginx:1.22 --replicas=${replicas}`);
  untilReady(world, replicas, 'nginx:1.22');
}
