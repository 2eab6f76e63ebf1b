/** kubectl create service clusterip, externalname, loadbalancer and nodeport. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { generatorFlags, newMetadata, oneName, sendGenerated } from './generate.ts';

const tcpFlag: FlagSpec = { name: 'tcp', type: 'list', usage: 'Ports, as port or port:target.' };

function verbOf(type: string, summary: string, usage: string, flags: readonly FlagSpec[]): Verb {
  const name = type.toLowerCase();
  return {
    name,
    summary,
    usage: `create service ${name} NAME ${usage} [--dry-run=server|client|none]`,
    completes: 'none',
    flags: [...generatorFlags, ...flags],
    *run(k) {
      yield* send(k, type);
    },
  };
}

function* send(k: Invocation, type: string): Task {
  const name = oneName(k);
  const clusterIP = k.flags.text('clusterip');
  const ports = k.flags.list('tcp').map((spec) => portOf(spec, k.flags.int('node-port')));
  if (ports.length === 0 && type !== 'ExternalName' && clusterIP !== 'None') throw new CommandError('at least one tcp port specifier must be provided');
  const externalName = k.flags.text('external-name');
  if (type === 'ExternalName' && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(externalName)) throw new CommandError(`invalid service external name ${externalName}`);
  const object: JsonObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: newMetadata(k, { labels: { app: name }, name }),
    spec: {
      ...(clusterIP !== '' && { clusterIP }),
      ...(type === 'ExternalName' && { externalName }),
      ...(ports.length > 0 && { ports }),
      selector: { app: name },
      type,
    },
    status: { loadBalancer: {} },
  };
  yield* sendGenerated(k, { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true }, object, `failed to create ${type} service: `);
}

/** "80", "80:8080", "80:web". */
function portOf(spec: string, nodePort: number): Json {
  const [port = '', target] = spec.split(':');
  const number = Number(port);
  if (!/^\d+$/.test(port)) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`);
  if (number > 65535) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: value out of range`);
  demandTarget(target);
  return {
    name: spec.replaceAll(':', '-'),
    ...(nodePort !== 0 && { nodePort }),
    port: number,
    protocol: 'TCP',
    targetPort: target === undefined ? number : /^\d+$/.test(target) ? Number(target) : target,
  };
}

/** What the client itself refuses of a target: a number out of range, or a text that can be no port's name. */
function demandTarget(target: string | undefined): void {
  if (target === undefined) return;
  const wrong: string[] = [];
  if (/^\d+$/.test(target)) {
    if (Number(target) < 1 || Number(target) > 65535) wrong.push('must be between 1 and 65535, inclusive');
  } else {
    if (target.length > 15) wrong.push('must be no more than 15 characters');
    if (!/^[-a-z0-9]+$/.test(target)) wrong.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
    if (!/[a-z]/.test(target)) wrong.push('must contain at least one letter (a-z)');
    if (target.includes('--')) wrong.push('must not contain consecutive hyphens');
    if (/^-|-$/.test(target)) wrong.push('must not begin or end with a hyphen');
  }
  if (wrong.length > 0) throw new CommandError(wrong.join(','));
}

export const generateService: Verb = {
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  usage: 'create service [flags]',
  verbs: [
    verbOf('ClusterIP', 'Create a ClusterIP service', '[--tcp=<port>:<targetPort>]', [
      tcpFlag,
      { name: 'clusterip', type: 'string', usage: 'An address of one\'s own choice, or None for a headless service.' },
    ]),
    verbOf('ExternalName', 'Create an ExternalName service', '--external-name external.name', [
      tcpFlag,
      { name: 'external-name', type: 'string', required: true, usage: 'The name that the service stands for.' },
    ]),
    verbOf('LoadBalancer', 'Create a LoadBalancer service', '[--tcp=port:targetPort]', [tcpFlag]),
    verbOf('NodePort', 'Create a NodePort service', '[--tcp=port:targetPort]', [
      tcpFlag,
      { name: 'node-port', type: 'int', initial: '0', usage: 'The port on every node.' },
    ]),
  ],
};
