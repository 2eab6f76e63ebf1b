/** Where the daemon is dialled: -H, DOCKER_HOST, the context in use, or the socket of this machine. */
import type { Process, Target } from '../../../host/index.ts';
import { ClientError } from '../command/errors.ts';
import { chosenContext, contextNamed, DEFAULT_CONTEXT } from './context-store.ts';
import { SshWay, type SshPlace } from './ssh-way.ts';

export interface EngineAddress {
  readonly url: string; // as messages name it
  readonly context: string; // the name of the context that it comes from
  readonly isUnix: boolean;
  readonly target: Target;
  /** The way to another machine's daemon, when it is one by ssh. */
  readonly ssh?: SshWay;
}

/** What a command line says of it. */
export interface AddressFlags {
  readonly host?: string | undefined;
  readonly context?: string | undefined;
}

export const DEFAULT_URL = 'unix:///var/run/docker.sock';
export const defaultAddress: EngineAddress = { url: DEFAULT_URL, context: DEFAULT_CONTEXT, isUnix: true, target: { unix: '/var/run/docker.sock' } };
const TCP_PORT = 2375;

/** Throws ClientError in the client's words. */
export function engineAddress(p: Process, configDir: string, flags: AddressFlags): EngineAddress {
  if (flags.host && flags.context) throw new ClientError('conflicting options: cannot specify both --host and --context');
  const name = flags.host ? DEFAULT_CONTEXT : contextInUse(p, configDir, flags.context);
  if (name === DEFAULT_CONTEXT) return addressOf(p, flags.host || p.env.get('DOCKER_HOST') || DEFAULT_URL, name);
  return addressOf(p, hostOf(p, configDir, name), name);
}

/** --context before DOCKER_HOST, which means the default one, before DOCKER_CONTEXT, before what `docker context use` has said. */
export function contextInUse(p: Process, configDir: string, flag = ''): string {
  if (flag !== '') return flag;
  if (p.env.get('DOCKER_HOST')) return DEFAULT_CONTEXT;
  return p.env.get('DOCKER_CONTEXT') || chosenContext(p, configDir);
}

function hostOf(p: Process, configDir: string, name: string): string {
  try {
    return contextNamed(p, configDir, name).host || DEFAULT_URL;
  } catch (error) {
    if (error instanceof ClientError) throw new ClientError(`Failed to initialize: unable to resolve docker endpoint: ${error.message}`);
    throw error;
  }
}

function addressOf(p: Process, url: string, context: string): EngineAddress {
  if (url.startsWith('unix://')) return { url, context, isUnix: true, target: { unix: url.slice('unix://'.length) } };
  if (url.startsWith('ssh://')) {
    const ssh = new SshWay(p, sshPlace(url));
    return { url: 'http://docker.example.com', context, isUnix: false, target: ssh.target, ssh };
  }
  const match = /^(?:tcp|http):\/\/([^:/]+)(?::(\d+))?\/?$/.exec(url.includes('://') ? url : `tcp://${url}`);
  if (!match) throw new ClientError(`unable to parse docker host \`${url}\``, 125);
  return { url: url.includes('://') ? url : `tcp://${url}`, context, isUnix: false, target: { host: match[1]!, port: Number(match[2] ?? TCP_PORT) } };
}

function sshPlace(url: string): SshPlace {
  const match = /^ssh:\/\/(?:([^@:/]+)(:[^@/]*)?@)?([^@:/?#]+)(?::(\d+))?(\/[^?#]*)?([?#].*)?$/.exec(url);
  const refuse = (why: string): never => {
    throw new ClientError(`Failed to initialize: unable to resolve docker endpoint: invalid ssh URL: ${why}`);
  };
  if (!match) return refuse('no host specified');
  const [, user, password, host, port, path = '/', more] = match;
  if (password !== undefined) return refuse('plain-text password is not supported');
  if (more !== undefined) return refuse(`${more.startsWith('?') ? 'query parameters are' : 'fragments are'} not allowed: "${more.slice(1)}"`);
  return { host: host!, ...(user !== undefined && { user }), ...(port !== undefined && { port }), ...(path !== '/' && { socket: path }) };
}
