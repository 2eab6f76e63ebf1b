/** docker start, stop, restart, kill, pause, unpause, rm, rename, wait, update. */
import { decodeUtf8, parseJson } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { restartPolicy } from '../command/container-options.ts';
import { bool, bytes, int, refused, sizeOf, text, type DockerFlag } from '../command/docker-flag.ts';
import { DaemonError, Exit } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';
import type { Query } from '../wire/engine-client.ts';

const stopFlags: readonly DockerFlag[] = [text('signal', 'Signal to send to the container', 's'), int('time', 'Seconds to wait before killing the container', 't'), { ...int('timeout', 'Seconds to wait before killing the container'), hidden: true }];

export const stopVerb: DockerVerb = {
  name: 'stop',
  summary: 'Stop one or more running containers',
  usage: 'stop [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container stop', 'docker stop'],
  args: [1, Infinity],
  completes: 'running',
  flags: stopFlags,
  *run(d) {
    yield* d.each(d.args, (name) => post(d, name, 'stop', stopQuery(d)));
  },
};

export const restartVerb: DockerVerb = {
  name: 'restart',
  summary: 'Restart one or more containers',
  usage: 'restart [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container restart', 'docker restart'],
  args: [1, Infinity],
  completes: 'containers',
  flags: stopFlags,
  *run(d) {
    yield* d.each(d.args, (name) => post(d, name, 'restart', stopQuery(d)));
  },
};

function stopQuery({ flags }: Invocation): Query {
  const seconds = flags.has('timeout') ? flags.text('timeout') : flags.text('time');
  return [...(flags.has('signal') ? [['signal', flags.text('signal')] as const] : []), ...(seconds === '' ? [] : [['t', seconds] as const])];
}

function* post(d: Invocation, name: string, act: string, query: Query = []): Task {
  yield* d.engine.send('POST', `/containers/${encodeURIComponent(name)}/${act}`, { query });
}

export const killVerb: DockerVerb = {
  name: 'kill',
  summary: 'Kill one or more running containers',
  usage: 'kill [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container kill', 'docker kill'],
  args: [1, Infinity],
  completes: 'running',
  flags: [text('signal', 'Signal to send to the container', 's')],
  *run(d) {
    yield* d.each(d.args, (name) => post(d, name, 'kill', [['signal', d.flags.text('signal')]]));
  },
};

export const pauseVerb: DockerVerb = {
  name: 'pause',
  summary: 'Pause all processes within one or more containers',
  usage: 'pause CONTAINER [CONTAINER...]',
  alsoAs: ['docker container pause', 'docker pause'],
  args: [1, Infinity],
  completes: 'running',
  *run(d) {
    yield* d.each(d.args, (name) => post(d, name, 'pause'));
  },
};

export const unpauseVerb: DockerVerb = {
  name: 'unpause',
  summary: 'Unpause all processes within one or more containers',
  usage: 'unpause CONTAINER [CONTAINER...]',
  alsoAs: ['docker container unpause', 'docker unpause'],
  args: [1, Infinity],
  completes: 'running',
  *run(d) {
    yield* d.each(d.args, (name) => post(d, name, 'unpause'));
  },
};

export const rmVerb: DockerVerb = {
  name: 'rm',
  summary: 'Remove one or more containers',
  usage: 'rm [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container rm', 'docker container remove', 'docker rm'],
  aliases: ['remove'],
  args: [1, Infinity],
  completes: 'containers',
  flags: [bool('force', 'Force the removal of a running container (uses SIGKILL)', 'f'), refused(bool('link', 'Remove the specified link', 'l'), 'there are no links here', 'false'), bool('volumes', 'Remove anonymous volumes associated with the container', 'v')],
  *run(d) {
    const force = d.flags.bool('force');
    const query: Query = [...(force ? [['force', '1'] as const] : []), ...(d.flags.bool('volumes') ? [['v', '1'] as const] : [])];
    let isHarmless = true;
    try {
      yield* d.each(d.args, function* (name) {
        try {
          yield* d.engine.send('DELETE', `/containers/${encodeURIComponent(name.replace(/^\//, ''))}`, { query });
        } catch (error) {
          if (!(force && error instanceof DaemonError && error.status === 404)) isHarmless = false;
          throw error;
        }
      });
    } catch (error) {
      if (!(error instanceof Exit) || !isHarmless) throw error; // that it is gone is what was wanted
    }
  },
};

export const renameVerb: DockerVerb = {
  name: 'rename',
  summary: 'Rename a container',
  usage: 'rename CONTAINER NEW_NAME',
  alsoAs: ['docker container rename', 'docker rename'],
  args: [2, 2],
  completes: 'containers',
  *run(d) {
    try {
      yield* post(d, d.arg(0).trim(), 'rename', [['name', d.arg(1).trim()]]);
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      yield* d.warn(`Error response from daemon: ${error.message}\nError: failed to rename container named ${d.arg(0)}\n`);
      return 1;
    }
    return 0;
  },
};

export const waitVerb: DockerVerb = {
  name: 'wait',
  summary: 'Block until one or more containers stop, then print their exit codes',
  usage: 'wait CONTAINER [CONTAINER...]',
  alsoAs: ['docker container wait', 'docker wait'],
  args: [1, Infinity],
  completes: 'running',
  *run(d) {
    yield* d.each(d.args, function* (name) {
      const response = yield* d.engine.call('POST', `/containers/${encodeURIComponent(name)}/wait`);
      const { StatusCode } = parseJson(decodeUtf8(yield response.readAll())) as { StatusCode: number };
      return String(StatusCode);
    });
  },
};

export const updateVerb: DockerVerb = {
  name: 'update',
  summary: 'Update configuration of one or more containers',
  usage: 'update [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container update', 'docker update'],
  args: [1, Infinity],
  completes: 'containers',
  flags: [
    int('cpu-period', 'Limit CPU CFS (Completely Fair Scheduler) period'),
    int('cpu-quota', 'Limit CPU CFS (Completely Fair Scheduler) quota'),
    int('cpu-shares', 'CPU shares (relative weight)', 'c'),
    { ...text('cpus', 'Number of CPUs'), shows: 'decimal' },
    text('cpuset-cpus', 'CPUs in which to allow execution (0-3, 0,1)'),
    bytes('memory', 'Memory limit', 'm'),
    bytes('memory-reservation', 'Memory soft limit'),
    bytes('memory-swap', "Swap limit equal to memory plus swap: -1 to enable unlimited swap"),
    int('pids-limit', 'Tune container pids limit (set -1 for unlimited)'),
    text('restart', 'Restart policy to apply when a container exits'),
  ],
  *run(d) {
    const { flags } = d;
    const body = {
      CpuPeriod: flags.int('cpu-period'),
      CpuQuota: flags.int('cpu-quota'),
      CpuShares: flags.int('cpu-shares'),
      NanoCpus: Math.floor(Number(flags.text('cpus') || '0') * 1e9),
      CpusetCpus: flags.text('cpuset-cpus'),
      Memory: sizeOf(flags.text('memory')),
      MemoryReservation: sizeOf(flags.text('memory-reservation')),
      MemorySwap: sizeOf(flags.text('memory-swap')),
      PidsLimit: flags.int('pids-limit'),
      RestartPolicy: restartPolicy(flags.text('restart')),
    };
    yield* d.each(d.args, function* (name) {
      yield* d.engine.send('POST', `/containers/${encodeURIComponent(name)}/update`, { body });
    });
  },
};
