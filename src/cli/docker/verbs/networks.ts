/** docker network. */
import type { Json } from '../../../base/index.ts';
import { bool, filter, formatFlag, list, refused, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import { pairsOf } from '../command/container-options.ts';
import { confirmed } from '../command/confirm.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { shortId } from '../print/shortened.ts';
import { filterQuery } from '../wire/filters.ts';
import { inspectOf } from './inspect.ts';

interface NetworkDocument {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Scope: string;
  readonly Created: string;
  readonly Internal: boolean;
  readonly EnableIPv6: boolean;
  readonly Labels: Readonly<Record<string, string>>;
}

const ls: DockerVerb = {
  name: 'ls',
  summary: 'List networks',
  usage: 'ls [OPTIONS]',
  aliases: ['list'],
  args: [0, 0],
  flags: [filter(), formatFlag, bool('no-trunc', 'Do not truncate the output'), bool('quiet', 'Only display network IDs', 'q')],
  *run(d) {
    const networks = yield* d.engine.json<readonly NetworkDocument[]>('GET', '/networks', { query: filterQuery(d.flags.list('filter')) });
    const idOf = ({ Id }: NetworkDocument): string => (d.flags.bool('no-trunc') ? Id : shortId(Id));
    const spec: ListSpec<NetworkDocument> = {
      titles: { ID: 'NETWORK ID', Name: 'NAME', Driver: 'DRIVER', Scope: 'SCOPE', IPv6: 'IPV6', Internal: 'INTERNAL', Labels: 'LABELS', CreatedAt: 'CREATED AT' },
      columns: ['ID', 'Name', 'Driver', 'Scope'],
      quiet: idOf,
      row: (network): Record<string, Json> => ({
        ID: idOf(network),
        Name: network.Name,
        Driver: network.Driver,
        Scope: network.Scope,
        IPv6: String(network.EnableIPv6),
        Internal: String(network.Internal),
        Labels: Object.entries(network.Labels ?? {}).map(([name, value]) => `${name}=${value}`).join(','),
        CreatedAt: network.Created,
      }),
    };
    yield* printList(d, spec, networks);
  },
};

const create: DockerVerb = {
  name: 'create',
  summary: 'Create a network',
  usage: 'create [OPTIONS] NETWORK',
  args: [1, 1],
  flags: [
    bool('attachable', 'Enable manual container attachment'),
    text('driver', 'Driver to manage the Network', 'd', 'bridge'),
    list('gateway', 'IPv4 or IPv6 Gateway for the master subnet'),
    bool('internal', 'Restrict external access to the network'),
    refused(list('ip-range', 'Allocate container ip from a sub-range'), 'addresses are taken from the whole subnet here'),
    list('label', 'Set metadata on a network'),
    list('opt', 'Set driver specific options', 'o'),
    list('subnet', 'Subnet in CIDR format that represents a network segment'),
  ],
  *run(d) {
    const { flags } = d;
    const subnets = flags.list('subnet');
    const config = subnets.map((Subnet, i) => ({ Subnet, ...(flags.list('gateway')[i] === undefined ? {} : { Gateway: flags.list('gateway')[i] }) }));
    if (subnets.length === 0 && flags.list('gateway').length > 0) throw new ClientError('every ip-range or gateway must have a corresponding subnet');
    const body = { Name: d.arg(0), Driver: flags.text('driver'), Internal: flags.bool('internal'), Attachable: flags.bool('attachable'), IPAM: { Driver: 'default', Options: {}, Config: config }, Options: pairsOf(flags.list('opt')), Labels: pairsOf(flags.list('label')) };
    const { Id } = yield* d.engine.json<{ Id: string }>('POST', '/networks/create', { body });
    yield* d.print(`${Id}\n`);
  },
};

const rm: DockerVerb = {
  name: 'rm',
  summary: 'Remove one or more networks',
  usage: 'rm NETWORK [NETWORK...]',
  aliases: ['remove'],
  args: [1, Infinity],
  completes: 'networks',
  flags: [bool('force', 'Do not error if the network does not exist', 'f')],
  *run(d) {
    try {
      yield* d.each(d.args, function* (name) {
        yield* d.engine.send('DELETE', `/networks/${encodeURIComponent(name)}`);
      });
    } catch (error) {
      yield* d.warn('exit status 1\n');
      throw error;
    }
  },
};

const connect: DockerVerb = {
  name: 'connect',
  summary: 'Connect a container to a network',
  usage: 'connect [OPTIONS] NETWORK CONTAINER',
  args: [2, 2],
  completes: 'networks',
  flags: [list('alias', 'Add network-scoped alias for the container'), text('ip', 'IPv4 address (e.g., "172.30.100.104")')],
  *run(d) {
    const ip = d.flags.text('ip');
    const body = { Container: d.arg(1), EndpointConfig: { IPAMConfig: ip === '' ? null : { IPv4Address: ip }, Aliases: d.flags.list('alias') } };
    yield* d.engine.send('POST', `/networks/${encodeURIComponent(d.arg(0))}/connect`, { body });
  },
};

const disconnect: DockerVerb = {
  name: 'disconnect',
  summary: 'Disconnect a container from a network',
  usage: 'disconnect [OPTIONS] NETWORK CONTAINER',
  args: [2, 2],
  completes: 'networks',
  flags: [bool('force', 'Force the container to disconnect from a network', 'f')],
  *run(d) {
    yield* d.engine.send('POST', `/networks/${encodeURIComponent(d.arg(0))}/disconnect`, { body: { Container: d.arg(1), Force: d.flags.bool('force') } });
  },
};

const prune: DockerVerb = {
  name: 'prune',
  summary: 'Remove all unused networks',
  usage: 'prune [OPTIONS]',
  args: [0, 0],
  flags: [filter('Provide filter values (e.g. "until=<timestamp>")'), bool('force', 'Do not prompt for confirmation', 'f')],
  *run(d) {
    if (!(yield* confirmed(d, 'WARNING! This will remove all custom networks not used by at least one container.\n'))) return;
    const { NetworksDeleted } = yield* d.engine.json<{ NetworksDeleted: readonly string[] | null }>('POST', '/networks/prune', { query: filterQuery(d.flags.list('filter')) });
    if (NetworksDeleted && NetworksDeleted.length > 0) yield* d.print(`Deleted Networks:\n${NetworksDeleted.join('\n')}\n\n`);
  },
};

export const networkGroup: DockerGroup = { name: 'network', summary: 'Manage networks', verbs: [connect, create, disconnect, inspectOf('network', 'NETWORK'), ls, prune, rm] };
