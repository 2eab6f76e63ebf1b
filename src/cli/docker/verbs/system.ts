/** docker version, info, events, system. */
import { formatDecimalSize, formatBinarySize, formatGoValue, formatRfc3339Nano, isJsonObject, printJson, type Json, type JsonObject } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { confirmed } from '../command/confirm.ts';
import { bool, filter, text } from '../command/docker-flag.ts';
import { wordsOf } from '../command/error-words.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { filled, templateOf } from '../print/list-printer.ts';
import { DocumentReader, type Query } from '../wire/engine-client.ts';
import { filterQuery } from '../wire/filters.ts';
import { dialStdioVerb } from './dial-stdio.ts';
import { diskUsageVerb } from './disk-usage.ts';
import { secondsOf } from './logs.ts';

const formatOption = text('format', "Format output using a custom template:\n'json': Print in JSON format\n'TEMPLATE': Print output using the given Go template.", 'f');

interface Component {
  readonly Name: string;
  readonly Version: string;
  readonly Details?: Readonly<Record<string, string>>;
}

export const versionVerb: DockerVerb = {
  name: 'version',
  summary: 'Show the Docker version information',
  usage: 'version [OPTIONS]',
  args: [0, 0],
  flags: [formatOption],
  *run(d) {
    const { release, p } = d;
    const { kernel, architecture } = p.host.facts;
    const os = kernel.toLowerCase();
    let agreed = release.apiVersion;
    let server: JsonObject | undefined;
    let failure: unknown;
    try {
      agreed = yield* d.engine.apiVersion();
      server = yield* d.engine.json<JsonObject>('GET', '/version');
    } catch (error) {
      failure = error;
    }
    const client = { Version: release.version, ApiVersion: agreed, DefaultAPIVersion: release.apiVersion, GitCommit: release.gitCommit, GoVersion: release.goVersion, Os: os, Arch: architecture, BuildTime: release.built, Context: d.engine.address.context };
    if (d.flags.has('format')) yield* d.print(formatted(d.flags.text('format'), { Client: client, Server: server ?? null }));
    else {
      const api = agreed === release.apiVersion ? agreed : `${agreed} (downgraded from ${release.apiVersion})`;
      yield* d.print(`Client:\n${lines({ Version: release.version, 'API version': api, 'Go version': release.goVersion, 'Git commit': release.gitCommit, Built: release.built, 'OS/Arch': `${os}/${architecture}`, Context: d.engine.address.context }, 1, 20)}`);
      if (server) yield* d.print(`\n${serverText(server)}`);
    }
    if (failure === undefined) return 0;
    const words = wordsOf(failure, d.engine.address);
    if (words === undefined) throw failure;
    yield* d.warn(`${words}\n`);
    return 1;
  },
};

function serverText(server: JsonObject): string {
  const platform = server['Platform'];
  const name = isJsonObject(platform) ? ` ${formatGoValue(platform['Name'] ?? '')}` : '';
  const parts = (server['Components'] as unknown as readonly Component[]).map(({ Name, Version, Details = {} }) => {
    const fields: Record<string, string> = { Version };
    if (Name === 'Engine') {
      fields['API version'] = `${Details['ApiVersion'] ?? ''} (minimum version ${Details['MinAPIVersion'] ?? ''})`;
      fields['Go version'] = Details['GoVersion'] ?? '';
      fields['Git commit'] = Details['GitCommit'] ?? '';
      fields['Built'] = goBuildTime(Details['BuildTime'] ?? '');
      fields['OS/Arch'] = `${Details['Os'] ?? ''}/${Details['Arch'] ?? ''}`;
      fields['Experimental'] = Details['Experimental'] ?? 'false';
    } else fields['GitCommit'] = Details['GitCommit'] ?? '';
    return ` ${Name}:\n${lines(fields, 2, 20)}`;
  });
  return `Server:${name}\n${parts.join('')}`;
}

/** "2025-05-30T12:07:26…" as "Fri May 30 12:07:26 2025". */
function goBuildTime(built: string): string {
  const match = /^(\d+)-(\d+)-(\d+)T(\d+:\d+:\d+)/.exec(built);
  if (!match) return built;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const [, year = '', month = '1', day = '1', time = ''] = match;
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + 4) % 7];
  return `${weekday} ${months[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

function lines(fields: Readonly<Record<string, string>>, indent: number, width: number): string {
  return Object.entries(fields).map(([name, value]) => `${' '.repeat(indent)}${`${name}:`.padEnd(width - indent)}${value}\n`).join('');
}

function formatted(format: string, data: Json): string {
  return format === 'json' ? `${printJson(data)}\n` : `${filled(templateOf(format), data)}\n`;
}

export const infoVerb: DockerVerb = {
  name: 'info',
  summary: 'Display system-wide information',
  usage: 'info [OPTIONS]',
  alsoAs: ['docker system info', 'docker info'],
  args: [0, 0],
  flags: [formatOption],
  *run(d) {
    const client = `Client:\n Version:    ${d.release.version}\n Context:    ${d.engine.address.context}\n Debug Mode: false\n\nServer:\n`;
    let info: JsonObject;
    try {
      info = yield* d.engine.json<JsonObject>('GET', '/info');
    } catch (error) {
      const words = wordsOf(error, d.engine.address);
      if (words === undefined) throw error;
      yield* d.print(client);
      yield* d.warn(`ERROR: ${words}\nerrors pretty printing info\n`);
      return 1;
    }
    yield* d.print(d.flags.has('format') ? formatted(d.flags.text('format'), info) : client + infoText(info));
    return 0;
  },
};

function infoText(i: JsonObject): string {
  const plugins = i['Plugins'] as JsonObject;
  const list = (value: Json | undefined): string => (Array.isArray(value) ? (value as readonly string[]).join(' ') : '');
  const status = (i['DriverStatus'] as readonly (readonly string[])[]).map(([name, value]) => `  ${name}: ${value}`);
  const security = (i['SecurityOptions'] as readonly string[]).flatMap((option) => option.split(',').map((pair, n) => (n === 0 ? `  ${pair.replace('name=', '')}` : `   ${pair.replace(/^profile=/, 'Profile: ')}`)));
  const commit = (name: string): string => formatGoValue((i[name] as JsonObject)['ID'] ?? '');
  return [
    ` Containers: ${formatGoValue(i['Containers'] ?? '')}`,
    `  Running: ${formatGoValue(i['ContainersRunning'] ?? '')}`,
    `  Paused: ${formatGoValue(i['ContainersPaused'] ?? '')}`,
    `  Stopped: ${formatGoValue(i['ContainersStopped'] ?? '')}`,
    ` Images: ${formatGoValue(i['Images'] ?? '')}`,
    ` Server Version: ${formatGoValue(i['ServerVersion'] ?? '')}`,
    ` Storage Driver: ${formatGoValue(i['Driver'] ?? '')}`,
    ...status,
    ` Logging Driver: ${formatGoValue(i['LoggingDriver'] ?? '')}`,
    ` Cgroup Driver: ${formatGoValue(i['CgroupDriver'] ?? '')}`,
    ` Cgroup Version: ${formatGoValue(i['CgroupVersion'] ?? '')}`,
    ' Plugins:',
    `  Volume: ${list(plugins['Volume'])}`,
    `  Network: ${list(plugins['Network'])}`,
    `  Log: ${list(plugins['Log'])}`,
    ' Swarm: inactive',
    ` Runtimes: ${Object.keys(i['Runtimes'] as JsonObject).sort().join(' ')}`,
    ` Default Runtime: ${formatGoValue(i['DefaultRuntime'] ?? '')}`,
    ` Init Binary: ${formatGoValue(i['InitBinary'] ?? '')}`,
    ` containerd version: ${commit('ContainerdCommit')}`,
    ` runc version: ${commit('RuncCommit')}`,
    ` init version: ${commit('InitCommit')}`,
    ' Security Options:',
    ...security,
    ` Kernel Version: ${formatGoValue(i['KernelVersion'] ?? '')}`,
    ` Operating System: ${formatGoValue(i['OperatingSystem'] ?? '')}`,
    ` OSType: ${formatGoValue(i['OSType'] ?? '')}`,
    ` Architecture: ${formatGoValue(i['Architecture'] ?? '')}`,
    ` CPUs: ${formatGoValue(i['NCPU'] ?? '')}`,
    ` Total Memory: ${formatBinarySize(Number(i['MemTotal']))}`,
    ` Name: ${formatGoValue(i['Name'] ?? '')}`,
    ` ID: ${formatGoValue(i['ID'] ?? '')}`,
    ` Docker Root Dir: ${formatGoValue(i['DockerRootDir'] ?? '')}`,
    ` Debug Mode: ${formatGoValue(i['Debug'] ?? '')}`,
    ` Experimental: ${formatGoValue(i['ExperimentalBuild'] ?? '')}`,
    ' Insecure Registries:',
    ...((i['RegistryConfig'] as JsonObject)['InsecureRegistryCIDRs'] as readonly string[]).map((cidr) => `  ${cidr}`),
    ` Live Restore Enabled: ${formatGoValue(i['LiveRestoreEnabled'] ?? '')}`,
    '\n',
  ].join('\n');
}

interface EventDocument {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number | bigint;
}

export const eventsVerb: DockerVerb = {
  name: 'events',
  summary: 'Get real time events from the server',
  usage: 'events [OPTIONS]',
  alsoAs: ['docker system events', 'docker events'],
  args: [0, 0],
  flags: [filter(), text('format', "Format output using a custom template:\n'json': Print in JSON format\n'TEMPLATE': Print output using the given Go template."), text('since', 'Show all events created since timestamp'), text('until', 'Stream events until this timestamp')],
  *run(d) {
    const { flags } = d;
    const times: Query = (['since', 'until'] as const).flatMap((name) => (flags.has(name) ? [[name, secondsOf(d, name, flags.text(name))] as const] : []));
    const response = yield* d.engine.call('GET', '/events', { query: [...filterQuery(flags.list('filter')), ...times] });
    const format = flags.text('format');
    const template = format === '' || format === 'json' ? undefined : templateOf(format);
    const reader = new DocumentReader(response);
    for (let event = yield* reader.next(); event !== undefined; event = yield* reader.next()) {
      if (format === 'json') yield* d.print(`${printJson(event)}\n`);
      else yield* d.print(template ? `${filled(template, event)}\n` : eventLine(event as unknown as EventDocument));
    }
  },
};

function eventLine({ Type, Action, Actor, timeNano }: EventDocument): string {
  const nanos = BigInt(timeNano);
  const pairs = Object.keys(Actor.Attributes).sort().map((name) => `${name}=${Actor.Attributes[name] ?? ''}`);
  const time = formatRfc3339Nano(Number(nanos / 1_000_000n), Number(nanos % 1_000_000n), 'fixed');
  return `${time} ${Type} ${Action} ${Actor.ID}${pairs.length > 0 ? ` (${pairs.join(', ')})` : ''}\n`;
}

interface Pruned {
  readonly ContainersDeleted?: readonly string[] | null;
  readonly NetworksDeleted?: readonly string[] | null;
  readonly VolumesDeleted?: readonly string[] | null;
  readonly ImagesDeleted?: readonly { readonly Untagged?: string; readonly Deleted?: string }[] | null;
  readonly SpaceReclaimed?: number;
}

function imageLines({ ImagesDeleted }: Pruned): readonly string[] {
  return (ImagesDeleted ?? []).map(({ Untagged, Deleted }) => (Untagged === undefined ? `deleted: ${Deleted ?? ''}` : `untagged: ${Untagged}`));
}

function section(title: string, names: readonly string[] | null | undefined): string {
  return names && names.length > 0 ? `${title}:\n${names.join('\n')}\n\n` : '';
}

export const containerPrune: DockerVerb = {
  name: 'prune',
  summary: 'Remove all stopped containers',
  usage: 'prune [OPTIONS]',
  args: [0, 0],
  flags: [filter('Provide filter values (e.g. "until=<timestamp>")'), bool('force', 'Do not prompt for confirmation', 'f')],
  *run(d) {
    if (!(yield* confirmed(d, 'WARNING! This will remove all stopped containers.\n'))) return;
    const pruned = yield* d.engine.json<Pruned>('POST', '/containers/prune', { query: filterQuery(d.flags.list('filter')) });
    yield* d.print(section('Deleted Containers', pruned.ContainersDeleted) + total(pruned.SpaceReclaimed));
  },
};

export const imagePrune: DockerVerb = {
  name: 'prune',
  summary: 'Remove unused images',
  usage: 'prune [OPTIONS]',
  args: [0, 0],
  flags: [bool('all', 'Remove all unused images, not just dangling ones', 'a'), filter('Provide filter values (e.g. "until=<timestamp>")'), bool('force', 'Do not prompt for confirmation', 'f')],
  *run(d) {
    const all = d.flags.bool('all');
    if (!(yield* confirmed(d, all ? 'WARNING! This will remove all images without at least one container associated to them.\n' : 'WARNING! This will remove all dangling images.\n'))) return;
    const pruned = yield* d.engine.json<Pruned>('POST', '/images/prune', { query: filterQuery(d.flags.list('filter'), { dangling: String(!all) }) });
    yield* d.print(section('Deleted Images', imageLines(pruned)) + total(pruned.SpaceReclaimed));
  },
};

function total(bytes = 0): string {
  return `Total reclaimed space: ${formatDecimalSize(bytes, 4)}\n`;
}

const systemPrune: DockerVerb = {
  name: 'prune',
  summary: 'Remove unused data',
  usage: 'prune [OPTIONS]',
  args: [0, 0],
  flags: [bool('all', 'Remove all unused images not just dangling ones', 'a'), filter('Provide filter values (e.g. "label=<key>=<value>")'), bool('force', 'Do not prompt for confirmation', 'f'), bool('volumes', 'Prune anonymous volumes')],
  *run(d) {
    const all = d.flags.bool('all');
    const volumes = d.flags.bool('volumes');
    const what = ['all stopped containers', 'all networks not used by at least one container', ...(volumes ? ['all anonymous volumes not used by at least one container'] : []), all ? 'all images without at least one container associated to them' : 'all dangling images', all ? 'all build cache' : 'unused build cache'];
    if (!(yield* confirmed(d, `WARNING! This will remove:\n${what.map((line) => `  - ${line}\n`).join('')}\n`))) return;
    const filters = d.flags.list('filter');
    const ask = (path: string, more: Readonly<Record<string, string>> = {}): Task<Pruned> => d.engine.json<Pruned>('POST', path, { query: filterQuery(filters, more) });
    const containers = yield* ask('/containers/prune');
    const networks = yield* ask('/networks/prune');
    const gone = volumes ? yield* ask('/volumes/prune') : {};
    const images = yield* ask('/images/prune', { dangling: String(!all) });
    const cache = yield* d.engine.json<Pruned>('POST', '/build/prune');
    yield* d.print(section('Deleted Containers', containers.ContainersDeleted) + section('Deleted Networks', networks.NetworksDeleted) + section('Deleted Volumes', gone.VolumesDeleted) + section('Deleted Images', imageLines(images)));
    yield* d.print(total([containers, gone, images, cache].reduce((sum, { SpaceReclaimed = 0 }) => sum + SpaceReclaimed, 0)));
  },
};

export const systemGroup: DockerGroup = { name: 'system', summary: 'Manage Docker', verbs: [dialStdioVerb, diskUsageVerb, eventsVerb, infoVerb, systemPrune] };

