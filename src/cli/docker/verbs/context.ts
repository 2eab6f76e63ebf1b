/** docker context: names for daemons, and which of them the client speaks with. */
import { printJson, type JsonObject } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool, formatFlag, text, type DockerFlag } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { filled, printList, templateOf, type ListSpec } from '../print/list-printer.ts';
import { checkContextName, chooseContext, chosenContext, contextNamed, DEFAULT_CONTEXT, hasContext, metadataFolder, removeContext, saveContext, storedContexts, tlsFolder, type Context } from '../wire/context-store.ts';
import { contextInUse, DEFAULT_URL } from '../wire/engine-address.ts';

const descriptionFlag = text('description', 'Description of the context');
const dockerFlag: DockerFlag = { name: 'docker', type: 'array', shows: 'stringToString', usage: 'set the docker endpoint' };

function inUse(d: Invocation): string {
  return contextInUse(d.p, d.configDir, d.contextFlag);
}

/** What stands for no context: this machine's socket, or wherever DOCKER_HOST says. */
function defaultContext(d: Invocation): Context {
  return { name: DEFAULT_CONTEXT, description: 'Current DOCKER_HOST based configuration', host: d.p.env.get('DOCKER_HOST') || DEFAULT_URL, skipTlsVerify: false };
}

function named(d: Invocation, name: string): Context {
  return name === DEFAULT_CONTEXT ? defaultContext(d) : contextNamed(d.p, d.configDir, name);
}

/** `host=ssh://…,skip-tls-verify=true`, also given in several flags; `from=` copies another one's. */
function endpointOf(d: Invocation): { readonly host: string; readonly skipTlsVerify: boolean } {
  const given = new Map(d.flags.list('docker').flatMap((all) => all.split(',')).map((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 0) throw new ClientError(`invalid argument "${pair}" for "--docker" flag: ${pair} must be formatted as key=value`, 125);
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const;
  }));
  const unknown = [...given.keys()].find((key) => !['from', 'host', 'ca', 'cert', 'key', 'skip-tls-verify'].includes(key));
  if (unknown !== undefined) throw new ClientError(`unable to create docker endpoint config: unrecognized config key: ${unknown}`);
  const from = given.get('from');
  return { host: from === undefined ? (given.get('host') ?? '') : named(d, from).host, skipTlsVerify: given.get('skip-tls-verify') === 'true' };
}

function* save(d: Invocation, context: Context, done: string): Task {
  saveContext(d.p, d.configDir, context);
  yield* d.print(`${context.name}\n`);
  yield* d.warn(`Successfully ${done} context "${context.name}"\n`);
}

const create: DockerVerb = {
  name: 'create',
  summary: 'Create a context',
  usage: 'create [OPTIONS] CONTEXT',
  args: [1, 1],
  local: true,
  flags: [descriptionFlag, dockerFlag, text('from', 'create context from a named context')],
  *run(d) {
    const name = d.arg(0);
    checkContextName(name);
    if (hasContext(d.p, d.configDir, name)) throw new ClientError(`context "${name}" already exists`);
    const from = d.flags.has('from') ? named(d, d.flags.text('from')) : undefined;
    if (!from && !d.flags.has('docker')) throw new ClientError('docker endpoint configuration is required');
    yield* save(d, { name, description: d.flags.text('description'), ...(from && { host: from.host, skipTlsVerify: from.skipTlsVerify }), ...(d.flags.has('docker') && endpointOf(d)) } as Context, 'created');
  },
};

const update: DockerVerb = {
  name: 'update',
  summary: 'Update a context',
  usage: 'update [OPTIONS] CONTEXT',
  args: [1, 1],
  local: true,
  flags: [descriptionFlag, dockerFlag],
  *run(d) {
    const name = d.arg(0);
    checkContextName(name);
    const context = contextNamed(d.p, d.configDir, name);
    yield* save(d, { ...context, ...(d.flags.has('description') && { description: d.flags.text('description') }), ...(d.flags.has('docker') && endpointOf(d)) }, 'updated');
  },
};

const ls: DockerVerb = {
  name: 'ls',
  summary: 'List contexts',
  usage: 'ls [OPTIONS]',
  aliases: ['list'],
  args: [0, 0],
  local: true,
  flags: [formatFlag, bool('quiet', 'Only show context names', 'q')],
  *run(d) {
    const current = inUse(d);
    const contexts = [defaultContext(d), ...storedContexts(d.p, d.configDir)].sort((a, b) => (a.name < b.name ? -1 : 1));
    const isTable = !d.flags.bool('quiet') && (!d.flags.has('format') || d.flags.text('format').startsWith('table'));
    const spec: ListSpec<Context> = {
      titles: { Name: 'NAME', Description: 'DESCRIPTION', DockerEndpoint: 'DOCKER ENDPOINT', Error: 'ERROR' },
      columns: ['Name', 'Description', 'DockerEndpoint', 'Error'],
      row: ({ name, description, host }) => ({ Current: name === current, Description: description, DockerEndpoint: host, Error: '', Name: isTable && name === current ? `${name} *` : name }),
      quiet: ({ name }) => name,
    };
    yield* printList(d, spec, contexts);
    const over = d.p.env.get('DOCKER_HOST');
    if (over && isTable) yield* d.warn('Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n');
  },
};

const use: DockerVerb = {
  name: 'use',
  summary: 'Set the current docker context',
  usage: 'use CONTEXT',
  args: [1, 1],
  local: true,
  *run(d) {
    const name = d.arg(0);
    named(d, name);
    chooseContext(d.p, d.configDir, name);
    yield* d.print(`${name}\n`);
    yield* d.warn(`Current context is now "${name}"\n`);
    if (name !== DEFAULT_CONTEXT && d.p.env.get('DOCKER_HOST')) yield* d.warn(`Warning: DOCKER_HOST environment variable overrides the active context. To use "${name}", either set the global --context flag, or unset DOCKER_HOST environment variable.\n`);
  },
};

const show: DockerVerb = {
  name: 'show',
  summary: 'Print the name of the current context',
  usage: 'show',
  args: [0, 0],
  local: true,
  *run(d) {
    yield* d.print(`${inUse(d)}\n`);
  },
};

const inspect: DockerVerb = {
  name: 'inspect',
  summary: 'Display detailed information on one or more contexts',
  usage: 'inspect [OPTIONS] [CONTEXT] [CONTEXT...]',
  args: [0, Infinity],
  local: true,
  flags: [text('format', "Format output using a custom template:\n'json': Print in JSON format\n'TEMPLATE': Print output using the given Go template.", 'f')],
  *run(d) {
    const documents = (d.args.length === 0 ? [inUse(d)] : d.args).map((name) => documentOf(d, named(d, name)));
    const format = d.flags.text('format');
    if (format === '') yield* d.print(`${printJson(documents, { indent: '    ', escapeHtml: true })}\n`);
    else if (format === 'json') yield* d.print(`${printJson(documents)}\n`);
    else for (const document of documents) yield* d.print(`${filled(templateOf(format), document)}\n`);
  },
};

function documentOf({ configDir }: Invocation, { name, description, host, skipTlsVerify }: Context): JsonObject {
  const isDefault = name === DEFAULT_CONTEXT;
  const places = isDefault ? { MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>' } : { MetadataPath: metadataFolder(configDir, name), TLSPath: tlsFolder(configDir, name) };
  const Metadata: JsonObject = isDefault || description === '' ? {} : { Description: description };
  return { Name: name, Metadata, Endpoints: { docker: { Host: host, SkipTLSVerify: skipTlsVerify } }, TLSMaterial: {}, Storage: places };
}

const rm: DockerVerb = {
  name: 'rm',
  summary: 'Remove one or more contexts',
  usage: 'rm CONTEXT [CONTEXT...]',
  aliases: ['remove'],
  args: [1, Infinity],
  local: true,
  flags: [bool('force', 'Force the removal of a context in use', 'f')],
  *run(d) {
    const current = inUse(d);
    const wrong: string[] = [];
    for (const name of d.args) {
      const refusal = whyNotRemoved(d, name, current);
      if (refusal !== undefined) wrong.push(refusal);
      else {
        if (name === chosenContext(d.p, d.configDir)) chooseContext(d.p, d.configDir, DEFAULT_CONTEXT);
        removeContext(d.p, d.configDir, name);
        yield* d.print(`${name}\n`);
      }
    }
    if (wrong.length > 0) throw new ClientError(wrong.join('\n'));
  },
};

function whyNotRemoved({ p, configDir, flags }: Invocation, name: string, current: string): string | undefined {
  if (name === DEFAULT_CONTEXT) return 'context "default" cannot be removed';
  if (flags.bool('force')) return undefined;
  if (!hasContext(p, configDir, name)) return `context "${name}" does not exist`;
  return name === current ? `context "${name}" is in use, set -f flag to force remove` : undefined;
}

export const contextGroup: DockerGroup = { name: 'context', summary: 'Manage contexts', verbs: [create, inspect, ls, rm, show, update, use] };
