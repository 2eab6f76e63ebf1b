/** crictl's lists: pods, containers, images, and what containers use. */
import { dockerDuration, formatDecimalSize, printJson, printYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { member, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { askImages, askRuntime, objects, texts } from './cri-client.ts';

const idLength = 13;
const columnMin = 20;
const columnGap = 3;

const outputFlag: FlagSpec = { name: 'output', short: 'o', type: 'string', initial: 'table', usage: 'Output format, One of: json|yaml|table' };
const quietFlag: FlagSpec = { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Show only IDs' };
const noTruncFlag: FlagSpec = { name: 'no-trunc', type: 'bool', initial: 'false', usage: 'Show output without truncating the ID' };
const labelFlag: FlagSpec = { name: 'label', type: 'list', usage: 'Filter by key=value label' };
const nameFlag: FlagSpec = { name: 'name', type: 'string', usage: 'Filter by name' };
const stateFlag: FlagSpec = { name: 'state', short: 's', type: 'string', usage: 'Filter by state' };
const idFlag: FlagSpec = { name: 'id', type: 'string', usage: 'Filter by ID' };
const namespaceFlag: FlagSpec = { name: 'namespace', type: 'string', usage: 'Filter by namespace' };

export function shortId({ flags }: NodeCall, id: string): string {
  const digits = id.replace(/^sha256:/, '');
  return flags.bool('no-trunc') ? id : digits.slice(0, idLength);
}

/** At least so wide, the last column as it is. */
function* printTable({ p }: NodeCall, rows: readonly (readonly string[])[]): Task {
  const widths = rows[0]!.map((_, i) => Math.max(columnMin, ...rows.map((row) => row[i]!.length + columnGap)));
  yield* p.print(rows.map((row) => `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join('')}\n`).join(''));
}

function ago({ p }: NodeCall, nanos: string): string {
  return `${dockerDuration(p.host.wallMs - Number(nanos.slice(0, -6)))} ago`;
}

function title(state: string): string {
  const word = state.replace(/^(?:CONTAINER|SANDBOX)_/, '').toLowerCase();
  return word === 'notready' ? 'NotReady' : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Whole, when one of the formats for programs is asked for. */
export function* printedWhole(call: NodeCall, answer: Json): Task<boolean> {
  const output = call.flags.text('output');
  if (output === 'json') yield* call.p.print(`${printJson(answer, { indent: '  ' })}\n`);
  else if (output === 'yaml') yield* call.p.print(printYaml(answer));
  else if (output !== 'table' && output !== '') throw new CommandError(`unsupported output format "${output}"`);
  else return false;
  return true;
}

function hasLabels({ flags }: NodeCall, item: JsonObject): boolean {
  return flags.list('label').every((pair) => text(item, 'labels', pair.slice(0, pair.indexOf('='))) === pair.slice(pair.indexOf('=') + 1));
}

/** The newest first, as containerd's client sorts them. */
function newestFirst(items: readonly JsonObject[]): JsonObject[] {
  return items.toSorted((a, b) => (text(a, 'createdAt').padStart(20) < text(b, 'createdAt').padStart(20) ? 1 : -1));
}

const includesWanted = (wanted: string, value: string): boolean => wanted === '' || value.includes(wanted);

export const podsVerb: NodeVerb = {
  name: 'pods',
  summary: 'List pods',
  usage: 'pods [command options]',
  flags: [idFlag, labelFlag, nameFlag, namespaceFlag, noTruncFlag, outputFlag, quietFlag, stateFlag],
  *run(call) {
    const { flags, p } = call;
    const answer = yield* askRuntime(call, 'ListPodSandbox');
    const items = newestFirst(objects(answer, 'items')).filter(
      (item) =>
        text(item, 'id').startsWith(flags.text('id')) &&
        includesWanted(flags.text('name'), text(item, 'metadata', 'name')) &&
        includesWanted(flags.text('namespace'), text(item, 'metadata', 'namespace')) &&
        (flags.text('state') === '' || title(text(item, 'state')).toLowerCase() === flags.text('state').toLowerCase()) &&
        hasLabels(call, item),
    );
    if (flags.bool('quiet')) return yield* p.print(items.map((item) => `${text(item, 'id')}\n`).join(''));
    if (yield* printedWhole(call, { items })) return;
    const rows = items.map((item) => [shortId(call, text(item, 'id')), ago(call, text(item, 'createdAt')), title(text(item, 'state')), text(item, 'metadata', 'name'), text(item, 'metadata', 'namespace'), attemptOf(item), '(default)']);
    yield* printTable(call, [['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'], ...rows]);
  },
};

function attemptOf(item: JsonObject): string {
  return text(item, 'metadata', 'attempt') || '0';
}

export const psVerb: NodeVerb = {
  name: 'ps',
  summary: 'List containers',
  usage: 'ps [command options]',
  flags: [
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show all containers' },
    { name: 'image', type: 'string', usage: 'Filter by container image' },
    { name: 'latest', short: 'l', type: 'bool', initial: 'false', usage: 'Show the most recently created container (includes all states)' },
    { name: 'last', short: 'n', type: 'int', initial: '0', usage: 'Show last n recently created containers (includes all states)' },
    { name: 'pod', short: 'p', type: 'string', usage: 'Filter by pod ID' },
    idFlag, labelFlag, nameFlag, namespaceFlag, noTruncFlag, outputFlag, quietFlag, stateFlag,
  ],
  *run(call) {
    const { flags, p } = call;
    const { containers, pods } = yield* everything(call);
    const wantsAll = flags.bool('all') || flags.bool('latest') || flags.int('last') > 0;
    const state = flags.text('state') || (wantsAll ? '' : 'running');
    const podOf = (item: JsonObject) => pods.get(text(item, 'podSandboxId'));
    const found = newestFirst(containers).filter(
      (item) =>
        text(item, 'id').startsWith(flags.text('id')) &&
        text(item, 'podSandboxId').startsWith(flags.text('pod')) &&
        includesWanted(flags.text('name'), text(item, 'metadata', 'name')) &&
        includesWanted(flags.text('image'), text(item, 'image', 'userSpecifiedImage')) &&
        includesWanted(flags.text('namespace'), text(podOf(item) ?? {}, 'metadata', 'namespace')) &&
        (state === '' || title(text(item, 'state')).toLowerCase() === state.toLowerCase()) &&
        hasLabels(call, item),
    );
    const shown = flags.bool('latest') ? found.slice(0, 1) : flags.int('last') > 0 ? found.slice(0, flags.int('last')) : found;
    if (flags.bool('quiet')) return yield* p.print(shown.map((item) => `${text(item, 'id')}\n`).join(''));
    if (yield* printedWhole(call, { containers: shown })) return;
    const rows = shown.map((item) => [
      shortId(call, text(item, 'id')), shortId(call, text(item, 'image', 'image')), ago(call, text(item, 'createdAt')), title(text(item, 'state')), text(item, 'metadata', 'name'), attemptOf(item),
      shortId(call, text(item, 'podSandboxId')), text(item, 'labels', 'io.kubernetes.pod.name'), text(item, 'labels', 'io.kubernetes.pod.namespace'),
    ]);
    yield* printTable(call, [['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'], ...rows]);
  },
};

function* everything(call: NodeCall): Task<{ readonly containers: readonly JsonObject[]; readonly pods: ReadonlyMap<string, JsonObject> }> {
  const containers = objects(yield* askRuntime(call, 'ListContainers'), 'containers');
  const pods = objects(yield* askRuntime(call, 'ListPodSandbox'), 'items');
  return { containers, pods: new Map(pods.map((pod) => [text(pod, 'id'), pod])) };
}

export const imagesVerb: NodeVerb = {
  name: 'images',
  summary: 'List images',
  usage: 'images [command options] [REPOSITORY[:TAG]]',
  flags: [
    { name: 'digests', type: 'bool', initial: 'false', usage: 'Show digests' },
    { name: 'verbose', short: 'v', type: 'bool', initial: 'false', usage: 'Show verbose info for images' },
    noTruncFlag, outputFlag, quietFlag,
  ],
  *run(call) {
    const { flags, p, args } = call;
    const [wanted = ''] = args;
    const images = objects(yield* askImages(call, 'ListImages'), 'images').filter((image) => wanted === '' || names(image).some((name) => name.startsWith(wanted) || name.startsWith(`docker.io/library/${wanted}`)));
    if (flags.bool('quiet')) return yield* p.print(images.map((image) => `${text(image, 'id')}\n`).join(''));
    if (yield* printedWhole(call, { images })) return;
    if (flags.bool('verbose')) return yield* p.print(images.map(verboseImage).join(''));
    const rows = images.flatMap((image) => {
      const digest = texts(image, 'repoDigests')[0]?.split('@')[1] ?? '<none>';
      const tags = names(image).length > 0 ? names(image) : ['<none>:<none>'];
      return tags.map((name) => {
        const at = name.lastIndexOf(':');
        const shownDigest = flags.bool('digests') ? [shortId(call, digest)] : [];
        return [name.slice(0, at), name.slice(at + 1), ...shownDigest, shortId(call, text(image, 'id')), sizeOf(image)];
      });
    });
    const head = ['IMAGE', 'TAG', ...(flags.bool('digests') ? ['DIGEST'] : []), 'IMAGE ID', 'SIZE'];
    yield* printTable(call, [head, ...rows.toSorted((a, b) => (`${a[0]}:${a[1]}` < `${b[0]}:${b[1]}` ? -1 : 1))]);
  },
};

function verboseImage(image: JsonObject): string {
  const lines = [
    `ID: ${text(image, 'id')}`,
    ...names(image).map((name) => `RepoTags: ${name}`),
    ...texts(image, 'repoDigests').map((digest) => `RepoDigests: ${digest}`),
    `Size: ${sizeOf(image)}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

function sizeOf(image: JsonObject): string {
  return formatDecimalSize(Number(text(image, 'size')), 3);
}

function names(image: JsonObject): readonly string[] {
  return texts(image, 'repoTags');
}

const sampleMs = 1_000;
/** By this crictl tells what runs: without --all it leaves out what uses none. */
const memory = ['memory', 'workingSetBytes', 'value'] as const;

export const statsVerb: NodeVerb = {
  name: 'stats',
  summary: 'List container(s) resource usage statistics',
  usage: 'stats [command options] [ID]',
  flags: [
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show all containers' },
    { name: 'pod', short: 'p', type: 'string', usage: 'Filter by pod ID' },
    { name: 'seconds', short: 's', type: 'int', initial: '1', usage: 'Sample duration for CPU usage in seconds' },
    idFlag, labelFlag, noTruncFlag, outputFlag,
  ],
  *run(call) {
    const { flags, args } = call;
    const id = flags.text('id') || (args[0] ?? '');
    const before = new Map(objects(yield* askRuntime(call, 'ListContainerStats'), 'stats').map((one) => [text(one, 'attributes', 'id'), one]));
    yield sleep(flags.int('seconds') * sampleMs);
    const podOf = new Map((yield* everything(call)).containers.map((item) => [text(item, 'id'), text(item, 'podSandboxId')]));
    const stats = objects(yield* askRuntime(call, 'ListContainerStats'), 'stats').filter((one) => {
      const own = text(one, 'attributes', 'id');
      return own.startsWith(id) && (podOf.get(own) ?? '').startsWith(flags.text('pod')) && hasLabels(call, member(one, 'attributes') as JsonObject);
    });
    if (yield* printedWhole(call, { stats })) return;
    const shown = stats.filter((one) => flags.bool('all') || Number(text(one, ...memory)) > 0);
    const rows = shown.map((one) => {
      const old = before.get(text(one, 'attributes', 'id'));
      const used = (of: JsonObject): number => Number(text(of, 'cpu', 'usageCoreNanoSeconds', 'value'));
      const elapsed = old ? Number(text(one, 'cpu', 'timestamp').slice(0, -6)) - Number(text(old, 'cpu', 'timestamp').slice(0, -6)) : 0;
      const percent = old && elapsed > 0 ? ((used(one) - used(old)) / (elapsed * 1_000_000)) * 100 : 0;
      const size = (...path: readonly string[]): string => formatDecimalSize(Number(text(one, ...path)), 4);
      return [shortId(call, text(one, 'attributes', 'id')), text(one, 'attributes', 'metadata', 'name'), percent.toFixed(2), size(...memory), size('writableLayer', 'usedBytes', 'value'), text(one, 'writableLayer', 'inodesUsed', 'value')];
    });
    yield* printTable(call, [['CONTAINER', 'NAME', 'CPU %', 'MEM', 'DISK', 'INODES'], ...rows]);
  },
};
