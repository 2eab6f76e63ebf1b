/** docker logs. */
import { parseDuration, parseRfc3339 } from '../../../base/index.ts';
import { bool, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { join } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import type { Query } from '../wire/engine-client.ts';

export const logsVerb: DockerVerb = {
  name: 'logs',
  summary: 'Fetch the logs of a container',
  usage: 'logs [OPTIONS] CONTAINER',
  alsoAs: ['docker container logs', 'docker logs'],
  args: [1, 1],
  completes: 'containers',
  flags: [
    bool('details', 'Show extra details provided to logs'),
    bool('follow', 'Follow log output', 'f'),
    text('since', 'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)'),
    text('tail', 'Number of lines to show from the end of the logs', 'n', 'all'),
    bool('timestamps', 'Show timestamps', 't'),
    text('until', 'Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)'),
  ],
  *run(d) {
    const { flags } = d;
    const { Id, Config } = yield* d.engine.json<{ Id: string; Config: { Tty: boolean } }>('GET', `/containers/${encodeURIComponent(d.arg(0))}/json`);
    const query: Query = [
      ...(['details', 'follow', 'timestamps'] as const).flatMap((name) => (flags.bool(name) ? [[name, '1'] as const] : [])),
      ...(['since', 'until'] as const).flatMap((name) => (flags.has(name) ? [[name, secondsOf(d, name, flags.text(name))] as const] : [])),
      ['stderr', '1'],
      ['stdout', '1'],
      ['tail', flags.text('tail')],
    ];
    const response = yield* d.engine.call('GET', `/containers/${Id}/logs`, { query });
    yield* join(d, { response, isTty: Config.Tty, wantsInput: false });
  },
};

/** Seconds since 1970 of a moment, or of so long ago. */
export function secondsOf(d: Invocation, name: string, value: string): string {
  if (/^\d+(\.\d+)?$/.test(value)) return value;
  const ago = parseDuration(value);
  if (!('error' in ago)) return String((d.nowMs - ago.milliseconds) / 1000);
  const at = parseRfc3339(value) ?? parseRfc3339(/T/.test(value) ? `${value}Z` : `${value}T00:00:00Z`);
  if (at === undefined) throw new ClientError(`invalid value for "${name}": failed to parse value as time or duration: "${value}"`);
  return String(at / 1000);
}
