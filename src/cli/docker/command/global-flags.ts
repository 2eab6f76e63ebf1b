/** The flags that stand before docker's verb. */
import type { Process } from '../../../host/index.ts';
import type { Flags } from '../../kubectl/command/flag.ts';
import { bool, list, refused, text, type DockerFlag } from './docker-flag.ts';

const noTls = 'daemons here are reached without TLS: by a socket, by ssh, or by tcp://HOST:2375';

export const globalFlags: readonly DockerFlag[] = [
  text('config', 'Location of client config files', undefined, '/root/.docker'),
  text('context', 'Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")', 'c'),
  bool('debug', 'Enable debug mode', 'D'),
  list('host', 'Daemon socket to connect to', 'H'),
  text('log-level', 'Set the logging level ("debug", "info", "warn", "error", "fatal")', 'l', 'info'),
  refused(bool('tls', 'Use TLS; implied by --tlsverify'), noTls, 'false'),
  refused(bool('tlsverify', 'Use TLS and verify the remote'), noTls, 'false'),
  bool('version', 'Print version information and quit', 'v'),
  { ...bool('help', 'Print usage', 'h'), hidden: true },
];

/** Where the client keeps its files. */
export function configFolder(p: Process, flags: Flags): string {
  return flags.has('config') ? flags.text('config') : p.env.get('DOCKER_CONFIG') || `${p.env.get('HOME') ?? '/root'}/.docker`;
}
