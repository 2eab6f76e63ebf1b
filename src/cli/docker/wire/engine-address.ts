/** Where the daemon is dialled: -H, DOCKER_HOST, or the socket of this machine. */
import type { Process, Target } from '../../../host/index.ts';
import { ClientError } from '../command/errors.ts';

export interface EngineAddress {
  readonly url: string; // as messages name it
  readonly isUnix: boolean;
  readonly target: Target;
}

const DEFAULT = 'unix:///var/run/docker.sock';
const TCP_PORT = 2375;

export function engineAddress(p: Process, flag: string): EngineAddress {
  const url = flag || p.env.get('DOCKER_HOST') || DEFAULT;
  if (url.startsWith('unix://')) return { url, isUnix: true, target: { unix: url.slice('unix://'.length) } };
  const match = /^(?:tcp|http):\/\/([^:/]+)(?::(\d+))?\/?$/.exec(url.includes('://') ? url : `tcp://${url}`);
  if (!match) throw new ClientError(`unable to parse docker host \`${url}\``, 125);
  return { url: url.includes('://') ? url : `tcp://${url}`, isUnix: false, target: { host: match[1]!, port: Number(match[2] ?? TCP_PORT) } };
}
