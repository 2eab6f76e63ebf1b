/** Times and states of a container in words, as lists show them. */
import { dockerDuration, formatRfc3339Nano } from '../../base/index.ts';
import type { Host } from '../../host/index.ts';
import type { DockerContainer } from './docker-container.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** From virtual time to milliseconds since 1970. */
export function wallOf(host: Host, virtualMs: number): number {
  return host.wallMs - host.clock.now + virtualMs;
}

export function timeText(host: Host, virtualMs: number): string {
  return virtualMs < 0 ? NEVER : formatRfc3339Nano(wallOf(host, virtualMs));
}

/** "Up 5 seconds (healthy)", "Exited (0) 2 minutes ago". */
export function statusText(host: Host, container: DockerContainer): string {
  const { record } = container.runtime;
  const since = (ms: number): string => dockerDuration(host.clock.now - ms);
  switch (container.state) {
    case 'running':
      return `Up ${since(record.status.startedMs)}${healthText(container)}`;
    case 'paused':
      return `Up ${since(record.status.startedMs)} (Paused)`;
    case 'restarting':
      return `Restarting (${record.status.exitCode}) ${since(record.status.finishedMs)} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'created':
      return 'Created';
    case 'exited':
      return `Exited (${record.status.exitCode}) ${since(record.status.finishedMs)} ago`;
  }
}

function healthText({ health }: DockerContainer): string {
  if (!health) return '';
  return health.status === 'starting' ? ' (health: starting)' : ` (${health.status})`;
}
