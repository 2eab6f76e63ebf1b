/** crictl: pods, containers and images of a node as its container runtime has them, asked at containerd's socket. */
import { decodeBase64, formatRfc3339Nano, printJson, type Json, type JsonObject } from '../../../base/index.ts';
import { read, write } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import { printerOf } from '../../kubectl/print/object-printer.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { askImages, askRuntime, objects, openLog, runCommand, texts } from './cri-client.ts';
import { configVerb } from './config-verb.ts';
import { createVerbs } from './create-verbs.ts';
import { imagesVerb, podsVerb, printedWhole, psVerb, statsVerb } from './list-verbs.ts';

const outputFlag: FlagSpec = { name: 'output', short: 'o', type: 'string', initial: 'json', usage: 'Output format, One of: json|yaml|go-template|table' };
const templateFlag: FlagSpec = { name: 'template', type: 'string', usage: 'The template string is only used when output is go-template; The Template format is golang template' };
const quietFlag: FlagSpec = { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Do not show verbose information' };
const logBytes = 65_536;

function demandIds({ args }: NodeCall): readonly string[] {
  if (args.length === 0) throw new CommandError('ID cannot be empty');
  return args;
}

interface Inspect {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly ask: (call: NodeCall, id: string) => Task<JsonObject>;
}

function inspectVerb({ name, summary, usage, ask }: Inspect): NodeVerb {
  return {
    name,
    summary,
    usage,
    flags: [outputFlag, templateFlag, quietFlag],
    *run(call) {
      for (const id of demandIds(call)) {
        const { info: _, ...rest } = yield* ask(call, id);
        yield* printedAsJson(call, call.flags.bool('quiet') || _ === undefined ? rest : { info: _, ...rest });
      }
    },
  };
}

/** As JSON with -o table too: what is looked at here has no columns. */
function* printedAsJson(call: NodeCall, answer: JsonObject): Task {
  const shown = readable(answer) as JsonObject;
  if (call.flags.text('output') === 'go-template') return yield* call.p.print(`${printerOf({ p: call.p, flags: call.flags, release: { minor: 36 } })!(shown)}\n`);
  if (!(yield* printedWhole(call, shown))) yield* call.p.print(`${printJson(shown, { indent: '  ' })}\n`);
}

/** Times as people write them: crictl turns nanoseconds since 1970 into them. */
function readable(value: Json): Json {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typeof member === 'string' && /^(?:createdAt|startedAt|finishedAt)$/.test(name) ? timeOf(member) : readable(member)]));
}

function timeOf(nanos: string): string {
  if (nanos === '0') return '0001-01-01T00:00:00Z';
  const ms = Number(nanos.slice(0, -6));
  return formatRfc3339Nano(ms);
}

const allFlag: FlagSpec = { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'All of them' };

function* allContainers(call: NodeCall): Task<readonly string[]> {
  return objects(yield* askRuntime(call, 'ListContainers'), 'containers').map((one) => text(one, 'id'));
}

function* runningContainers(call: NodeCall): Task<readonly string[]> {
  return objects(yield* askRuntime(call, 'ListContainers'), 'containers').filter((one) => text(one, 'state') === 'CONTAINER_RUNNING').map((one) => text(one, 'id'));
}

function* allSandboxes(call: NodeCall): Task<readonly string[]> {
  return objects(yield* askRuntime(call, 'ListPodSandbox'), 'items').map((one) => text(one, 'id'));
}

/** --prune: those that no container has. */
function* unneededImages(call: NodeCall): Task<readonly string[]> {
  const images = objects(yield* askImages(call, 'ListImages'), 'images').filter((image) => image['pinned'] !== true);
  if (!call.flags.bool('prune')) return images.map((image) => text(image, 'id'));
  const used = new Set(objects(yield* askRuntime(call, 'ListContainers'), 'containers').map((one) => text(one, 'image', 'image')));
  return images.map((image) => text(image, 'id')).filter((id) => !used.has(id));
}

const inspectVerbs = [
  inspectVerb({ name: 'inspect', summary: 'Display the status of one or more containers', usage: 'inspect CONTAINER-ID [CONTAINER-ID...]', ask: (call, id) => askRuntime(call, 'ContainerStatus', { containerId: id, verbose: true }) }),
  inspectVerb({ name: 'inspectp', summary: 'Display the status of one or more pods', usage: 'inspectp POD-ID [POD-ID...]', ask: (call, id) => askRuntime(call, 'PodSandboxStatus', { podSandboxId: id, verbose: true }) }),
  inspectVerb({
    name: 'inspecti',
    summary: 'Return the status of one or more images',
    usage: 'inspecti IMAGE-ID [IMAGE-ID...]',
    *ask(call, id) {
      const { image } = yield* askImages(call, 'ImageStatus', { image: { image: id } });
      if (image === undefined) throw new CommandError(`no such image "${id}" present`);
      return { status: image };
    },
  }),
];

interface Act {
  /** Which are meant by --all, when there is such a flag. */
  readonly all?: (call: NodeCall) => Task<readonly string[]>;
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly flags?: readonly FlagSpec[];
  readonly run: (call: NodeCall, id: string) => Task<string>;
}

/** Something done to each of several; what fails does not hold up the others. */
function actVerb({ name, summary, usage, flags = [], all, run }: Act): NodeVerb {
  return {
    name,
    summary,
    usage,
    flags: all ? [...flags, allFlag] : flags,
    *run(call) {
      const failures: string[] = [];
      for (const id of all && (call.flags.bool('all') || (name === 'rmi' && call.flags.bool('prune'))) ? yield* all(call) : demandIds(call)) {
        try {
          yield* call.p.print(yield* run(call, id));
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          failures.push(error.message);
        }
      }
      if (failures.length > 0) throw new CommandError(failures.join('\n'));
    },
  };
}

const actVerbs = [
  actVerb({
    name: 'stop',
    summary: 'Stop one or more running containers',
    usage: 'stop CONTAINER-ID [CONTAINER-ID...]',
    all: runningContainers,
    flags: [{ name: 'timeout', short: 't', type: 'int', initial: '0', usage: 'Seconds to wait to kill the container after a graceful stop is requested' }],
    *run(call, id) {
      yield* askRuntime(call, 'StopContainer', { containerId: id, timeout: call.flags.int('timeout') });
      return `${id}\n`;
    },
  }),
  actVerb({
    name: 'rm',
    summary: 'Remove one or more containers',
    usage: 'rm CONTAINER-ID [CONTAINER-ID...]',
    all: allContainers,
    flags: [{ name: 'force', short: 'f', type: 'bool', initial: 'false', usage: 'Force removal of the container, disregarding if running' }],
    *run(call, id) {
      const { status } = yield* askRuntime(call, 'ContainerStatus', { containerId: id });
      if (text(status, 'state') === 'CONTAINER_RUNNING' && !call.flags.bool('force')) throw new CommandError(`container "${id}" is running, please stop it first`);
      yield* askRuntime(call, 'RemoveContainer', { containerId: id });
      return `${id}\n`;
    },
  }),
  actVerb({
    name: 'stopp',
    summary: 'Stop one or more running pods',
    usage: 'stopp POD-ID [POD-ID...]',
    *run(call, id) {
      yield* askRuntime(call, 'StopPodSandbox', { podSandboxId: id });
      return `Stopped sandbox ${id}\n`;
    },
  }),
  actVerb({
    name: 'rmp',
    summary: 'Remove one or more pods',
    usage: 'rmp POD-ID [POD-ID...]',
    all: allSandboxes,
    flags: [{ name: 'force', short: 'f', type: 'bool', initial: 'false', usage: 'Force removal of the pod sandbox, disregarding if running' }],
    *run(call, id) {
      const { status } = yield* askRuntime(call, 'PodSandboxStatus', { podSandboxId: id });
      if (text(status, 'state') === 'SANDBOX_READY' && !call.flags.bool('force')) throw new CommandError(`pod sandbox "${id}" is running, please stop it first`);
      yield* askRuntime(call, 'RemovePodSandbox', { podSandboxId: id });
      return `Removed sandbox ${id}\n`;
    },
  }),
  actVerb({
    name: 'rmi',
    summary: 'Remove one or more images',
    usage: 'rmi IMAGE-ID [IMAGE-ID...]',
    flags: [{ name: 'prune', short: 'q', type: 'bool', initial: 'false', usage: 'Remove all unused images' }],
    all: unneededImages,
    *run(call, id) {
      const { image } = yield* askImages(call, 'ImageStatus', { image: { image: id } });
      if (image === undefined) throw new CommandError(`no such image ${id}`);
      yield* askImages(call, 'RemoveImage', { image: { image: text(image, 'id') } });
      const tags = texts(image as JsonObject, 'repoTags');
      return (tags.length > 0 ? tags : [text(image, 'id')]).map((tag) => `Deleted: ${tag}\n`).join('');
    },
  }),
  actVerb({
    name: 'pull',
    summary: 'Pull an image from a registry',
    usage: 'pull NAME[:TAG|@DIGEST]',
    *run(call, id) {
      try {
        return `Image is up to date for ${text(yield* askImages(call, 'PullImage', { image: { image: id } }), 'imageRef')}\n`;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        throw new CommandError(`pulling image: ${error.message}`);
      }
    },
  }),
];

const logsVerb: NodeVerb = {
  name: 'logs',
  summary: 'Fetch the logs of a container',
  usage: 'logs [command options] CONTAINER-ID',
  flags: [
    { name: 'follow', short: 'f', type: 'bool', initial: 'false', usage: 'Follow log output' },
    { name: 'tail', type: 'int', initial: '-1', usage: 'Number of lines to show from the end of the logs' },
    { name: 'timestamps', short: 't', type: 'bool', initial: 'false', usage: 'Show timestamps' },
  ],
  *run(call) {
    const { flags } = call;
    const query = new Map([['follow', [String(flags.bool('follow'))]], ['timestamps', [String(flags.bool('timestamps'))]], ['tail', [String(flags.int('tail'))]]]);
    const { stream } = yield* openLog(call, demandIds(call)[0]!, query);
    const fd = call.p.fds.add(stream);
    for (;;) {
      const chunk = (yield read(fd, logBytes)) as Uint8Array | null;
      if (chunk === null) return;
      yield write(1, chunk);
    }
  },
};

const execVerb: NodeVerb = {
  name: 'exec',
  summary: 'Run a command in a running container',
  usage: 'exec [command options] CONTAINER-ID COMMAND [ARG...]',
  stopsAtArgument: true,
  flags: [{ name: 'interactive', short: 'i', type: 'bool', initial: 'false', usage: 'Keep STDIN open' }, { name: 'tty', short: 't', type: 'bool', initial: 'false', usage: 'Allocate a pseudo-TTY' }, { name: 'sync', short: 's', type: 'bool', initial: 'false', usage: 'Run the command synchronously' }, { name: 'timeout', type: 'int', initial: '0', usage: 'Timeout in seconds' }],
  *run(call) {
    const [id, ...cmd] = demandIds(call);
    if (cmd.length === 0) throw new CommandError('Please specify both container ID and command to execute');
    if (call.flags.bool('interactive') || call.flags.bool('tty')) return yield* runCommand(call, id!, cmd, call.flags.bool('tty'), call.flags.bool('interactive'));
    if (!call.flags.bool('sync')) return yield* runCommand(call, id!, cmd, false, false);
    const answer = yield* askRuntime(call, 'ExecSync', { containerId: id!, cmd, timeout: call.flags.int('timeout') });
    for (const [fd, name] of [[1, 'stdout'], [2, 'stderr']] as const) {
      const decoded = decodeBase64(text(answer, name));
      if ('bytes' in decoded && decoded.bytes.length > 0) yield write(fd, decoded.bytes);
    }
    const code = Number(answer['exitCode'] ?? 0);
    if (code !== 0) throw new CommandError(`execing command in container: command terminated with exit code ${code}`);
  },
};

const infoVerb: NodeVerb = {
  name: 'info',
  summary: 'Display information of the container runtime',
  usage: 'info [command options]',
  flags: [outputFlag],
  *run(call) {
    yield* printedAsJson(call, yield* askRuntime(call, 'Status'));
  },
};

const imageFsVerb: NodeVerb = {
  name: 'imagefsinfo',
  summary: 'Return image filesystem info',
  usage: 'imagefsinfo',
  flags: [outputFlag],
  *run(call) {
    yield* printedAsJson(call, { status: yield* askImages(call, 'ImageFsInfo') });
  },
};

const versionVerb: NodeVerb = {
  name: 'version',
  summary: 'Display runtime version information',
  usage: 'version',
  *run(call) {
    const answer = yield* askRuntime(call, 'Version');
    yield* call.p.print(`Version:  ${text(answer, 'version')}\nRuntimeName:  ${text(answer, 'runtimeName')}\nRuntimeVersion:  ${text(answer, 'runtimeVersion')}\nRuntimeApiVersion:  ${text(answer, 'runtimeApiVersion')}\n`);
  },
};

export const crictl = nodeProgram({
  name: 'crictl',
  summary: 'client for CRI',
  verbs: [execVerb, imagesVerb, { ...imagesVerb, name: 'image' }, { ...imagesVerb, name: 'img' }, ...inspectVerbs, ...createVerbs, configVerb, imageFsVerb, infoVerb, logsVerb, podsVerb, psVerb, statsVerb, versionVerb, ...actVerbs],
  flags: [
    { name: 'runtime-endpoint', short: 'r', type: 'string', usage: 'Endpoint of CRI container runtime service' },
    { name: 'image-endpoint', short: 'i', type: 'string', usage: 'Endpoint of CRI image manager service' },
    { name: 'config', short: 'c', type: 'string', initial: '/etc/crictl.yaml', usage: 'Location of the client config file' },
    { name: 'debug', short: 'D', type: 'bool', initial: 'false', usage: 'Enable debug mode' },
  ],
  unknownVerb: (word) => `unknown command "${word}"`,
  failure: (message) => `FATA[0000] ${message}\n`,
});
