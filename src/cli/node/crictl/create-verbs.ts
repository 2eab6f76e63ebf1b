/** crictl's verbs that make something: sandboxes and containers of what configuration files say, begun, and given other amounts. */
import { isJsonObject, parseYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import { verbHelp, type NodeCall, type NodeVerb } from '../tool.ts';
import { askImages, askRuntime } from './cri-client.ts';

const runtimeFlag: FlagSpec = { name: 'runtime', type: 'string', usage: 'Runtime handler to use. Available options are defined by the container runtime.' };
const cancelFlag: FlagSpec = { name: 'cancel-timeout', short: 'T', type: 'string', usage: 'Seconds to wait for a request to complete before cancelling it' };
const pullFlags: readonly FlagSpec[] = [
  { name: 'no-pull', type: 'bool', initial: 'false', usage: 'Do not pull the image' },
  { name: 'with-pull', type: 'bool', initial: 'false', usage: 'Pull the image' },
  cancelFlag,
];

const named = ['labels', 'annotations', 'sysctls', 'unified']; // whose members are no fields

/** As the files have them, security_context, and as the messages have them, securityContext. */
function asMessage(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => asMessage(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), named.includes(name) ? member : asMessage(member)]));
}

/** JSON is YAML, too. */
function load({ p }: NodeCall, path: string): JsonObject {
  if (!p.files.exists(path)) throw new CommandError(`config at ${path} not found`);
  if (p.files.stat(path).kind === 'dir') throw new CommandError(`read ${path}: is a directory`);
  const parsed = parseYaml(p.files.readText(path));
  if ('error' in parsed) throw new CommandError(`error converting YAML to JSON: yaml: ${parsed.error}`);
  if (!isJsonObject(parsed.value)) throw new CommandError('error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value');
  return asMessage(parsed.value) as JsonObject;
}

function loadPod(call: NodeCall, path: string): JsonObject {
  const config = load(call, path);
  if (config['metadata'] === undefined) throw new CommandError('metadata is not set');
  const lacking = ['name', 'namespace', 'uid'].some((field) => text(config, 'metadata', field) === '');
  if (lacking) throw new CommandError(`name, namespace or uid is not in metadata "&PodSandboxMetadata{Name:${text(config, 'metadata', 'name')},Uid:${text(config, 'metadata', 'uid')},Namespace:${text(config, 'metadata', 'namespace')},Attempt:${text(config, 'metadata', 'attempt') || '0'},}"`);
  return config;
}

function loadContainer(call: NodeCall, path: string): JsonObject {
  const config = load(call, path);
  if (config['metadata'] === undefined) throw new CommandError('metadata is not set');
  if (text(config, 'metadata', 'name') === '') throw new CommandError(`name is not in metadata "&ContainerMetadata{Name:,Attempt:${text(config, 'metadata', 'attempt') || '0'},}"`);
  return config;
}

/** In front of what went wrong on the way. */
function* within<T>(what: string, task: Task<T>): Task<T> {
  try {
    return yield* task;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${what}: ${error.message}`);
  }
}

function at<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${what}: ${error.message}`);
  }
}

function* runPod(call: NodeCall, path: string): Task<string> {
  const config = at('load podSandboxConfig', () => loadPod(call, path));
  const answer = yield* within('run pod sandbox', askRuntime(call, 'RunPodSandbox', { config, runtimeHandler: call.flags.text('runtime') }));
  return text(answer, 'podSandboxId');
}

function* createIn(call: NodeCall, podSandboxId: string, path: string, podPath: string, pulls: boolean): Task<string> {
  const config = loadContainer(call, path);
  const sandboxConfig = loadPod(call, podPath);
  const image = text(config, 'image', 'image');
  if (pulls) yield* askImages(call, 'PullImage', { image: { image } });
  const answer = yield* askRuntime(call, 'CreateContainer', { podSandboxId, config, sandboxConfig });
  return text(answer, 'containerId');
}

function demandOnePull({ flags }: NodeCall): void {
  if (flags.bool('no-pull') && flags.bool('with-pull')) throw new CommandError('conflict: no-pull and with-pull are both set');
}

const runPodVerb: NodeVerb = {
  name: 'runp',
  summary: 'Run a new pod',
  usage: 'runp [command options] pod-config.[json|yaml]',
  flags: [runtimeFlag, cancelFlag],
  *run(call) {
    if (call.args.length !== 1) return yield* call.p.print(verbHelp('crictl', runPodVerb));
    yield* call.p.print(`${yield* runPod(call, call.args[0]!)}\n`);
  },
};

const createVerb: NodeVerb = {
  name: 'create',
  summary: 'Create a new container',
  usage: 'create [command options] POD container-config.[json|yaml] pod-config.[json|yaml]',
  flags: pullFlags,
  *run(call) {
    const [pod, config, podConfig] = call.args;
    if (podConfig === undefined || call.args.length !== 3) return yield* call.p.print(verbHelp('crictl', createVerb));
    demandOnePull(call);
    yield* call.p.print(`${yield* within('creating container', createIn(call, pod!, config!, podConfig, call.flags.bool('with-pull')))}\n`);
  },
};

const startVerb: NodeVerb = {
  name: 'start',
  summary: 'Start one or more created containers',
  usage: 'start CONTAINER-ID [CONTAINER-ID...]',
  *run(call) {
    if (call.args.length === 0) throw new CommandError('ID cannot be empty');
    for (const containerId of call.args) {
      yield* within(`starting the container ${JSON.stringify(containerId)}`, askRuntime(call, 'StartContainer', { containerId }));
      yield* call.p.print(`${containerId}\n`);
    }
  },
};

const runVerb: NodeVerb = {
  name: 'run',
  summary: 'Run a new container inside a sandbox',
  usage: 'run [command options] container-config.[json|yaml] pod-config.[json|yaml]',
  flags: [...pullFlags, runtimeFlag],
  *run(call) {
    const [config, podConfig] = call.args;
    if (podConfig === undefined || call.args.length !== 2) return yield* call.p.print(verbHelp('crictl', runVerb));
    demandOnePull(call);
    const pod = yield* within('running container', runPod(call, podConfig));
    const containerId = yield* within('running container: creating container failed', createIn(call, pod, config!, podConfig, !call.flags.bool('no-pull')));
    yield* within(`running container: starting the container ${JSON.stringify(containerId)}`, askRuntime(call, 'StartContainer', { containerId }));
    yield* call.p.print(`${containerId}\n`);
  },
};

const amounts: Readonly<Record<string, string>> = { 'cpu-period': 'cpuPeriod', 'cpu-quota': 'cpuQuota', 'cpu-share': 'cpuShares', ['memory']: 'memoryLimitInBytes' };

const updateVerb: NodeVerb = {
  name: 'update',
  summary: 'Update one or more running containers',
  usage: 'update [command options] CONTAINER-ID [CONTAINER-ID...]',
  flags: [
    { name: 'cpu-period', type: 'int', initial: '0', usage: 'CPU CFS period to be used for hardcapping (in usecs). 0 to use system default' },
    { name: 'cpu-quota', type: 'int', initial: '0', usage: 'CPU CFS hardcap limit (in usecs). Allowed cpu time in a given period' },
    { name: 'cpu-share', type: 'int', initial: '0', usage: 'CPU shares (relative weight vs. other containers)' },
    { name: 'memory', type: 'int', initial: '0', usage: 'Memory limit (in bytes)' },
  ],
  *run(call) {
    if (call.args.length === 0) throw new CommandError('ID cannot be empty');
    const linux = Object.fromEntries(Object.entries(amounts).map(([flag, field]) => [field, call.flags.int(flag)]));
    for (const containerId of call.args) {
      yield* within(`updating container resources for ${JSON.stringify(containerId)}`, askRuntime(call, 'UpdateContainerResources', { containerId, linux }));
      yield* call.p.print(`${containerId}\n`);
    }
  },
};

export const createVerbs: readonly NodeVerb[] = [runPodVerb, createVerb, startVerb, runVerb, updateVerb];
