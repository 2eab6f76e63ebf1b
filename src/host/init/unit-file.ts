/** Unit files: what a service is told by the files of its name and the fragments beside them, read as systemd reads them; and such a file for what came with the machine. */
import { parseDuration } from '../../base/index.ts';
import type { Host } from '../host.ts';
import type { UnitSpec } from './unit.ts';

/** Where the first that has the file decides. */
export const unitFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/local/lib/systemd/system', '/lib/systemd/system', '/usr/lib/systemd/system'];

export interface UnitFile {
  readonly path: string;
  readonly dropIns: readonly string[];
  /** It is a link to /dev/null. */
  readonly isMasked: boolean;
  readonly spec: UnitSpec | undefined; // undefined: no such settings could be started
  readonly wantedBy: readonly string[];
  readonly fault: string;
}

/** Undefined when there is none. `own` is what came with the machine under this name. */
export function readUnit({ files }: Host, name: string, own?: UnitSpec): UnitFile | undefined {
  const path = unitFolders.map((folder) => `${folder}/${name}.service`).find((each) => files.exists(each) || isLink(each));
  if (path === undefined) return undefined;
  if (isLink(path) && files.readlink(path) === '/dev/null') return { path, dropIns: [], isMasked: true, spec: undefined, wantedBy: [], fault: '' };
  const byName = new Map<string, string>();
  for (const folder of unitFolders.toReversed().map((each) => `${each}/${name}.service.d`)) if (isFolder(folder)) for (const file of files.readdir(folder)) if (file.endsWith('.conf')) byName.set(file, `${folder}/${file}`);
  const dropIns = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const settings = new Map<string, string[]>();
  for (const each of [path, ...dropIns]) {
    const text = textOf(each);
    if (text === undefined) return { path, dropIns, isMasked: false, spec: undefined, wantedBy: [], fault: `Failed to open ${each}` };
    if (!readSettings(text, settings)) return { path, dropIns, isMasked: false, spec: undefined, wantedBy: [], fault: `${each}: Line too long` };
  }
  const [spec, fault] = specOf(name, settings, own);
  return { path, dropIns, isMasked: false, spec, wantedBy: settings.get('Install.WantedBy')?.flatMap((value) => value.split(/\s+/)) ?? [], fault };

  function textOf(each: string): string | undefined {
    return files.exists(each) && files.stat(each).kind === 'file' ? files.readText(each) : undefined;
  }

  function isFolder(each: string): boolean {
    return files.exists(each) && files.stat(each).kind === 'dir';
  }

  function isLink(each: string): boolean {
    const at = each.lastIndexOf('/');
    return isFolder(each.slice(0, at)) && files.readdir(each.slice(0, at)).includes(each.slice(at + 1)) && files.lstat(each).kind === 'link';
  }
}

const LINE_MAX = 2 ** 20;

/** `Section.Name`: its values in order; an empty one takes back what stood before. False when a line is longer than systemd reads. */
function readSettings(text: string, into: Map<string, string[]>): boolean {
  let section = '';
  for (const line of text.replace(/\\\n\s*/g, ' ').split('\n').map((each) => each.trim())) {
    if (line.length > LINE_MAX) return false;
    if (line === '' || /^[#;]/.test(line)) continue;
    const head = /^\[(\w+)\]$/.exec(line);
    if (head) section = head[1]!;
    const pair = /^(\w+)\s*=\s*(.*)$/.exec(line);
    if (!pair) continue;
    const key = `${section}.${pair[1]!}`;
    const values = into.get(key);
    if (pair[2] === '') into.set(key, []);
    else if (values) values.push(pair[2]!);
    else into.set(key, [pair[2]!]);
  }
  return true;
}

/** Words, quoted or not; none where a quote has no end, as systemd passes over such a line. */
export function unitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'") {
      const end = closing(text, at);
      if (end === undefined) return [];
      const inside = text.slice(at + 1, end);
      word = (word ?? '') + (char === '"' ? inside.replace(/\\(.)/g, '$1') : inside);
      at = end;
    } else if (!/\s/.test(char)) word = (word ?? '') + char;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

function closing(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === text[from]) return at;
    if (text[from] === '"' && text[at] === '\\') at++;
  }
  return undefined;
}

/** A number is seconds; "1min 30s" is both. */
function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parsed = parseDuration(text.replace(/\s+/g, '').replace(/min/g, 'm').replace(/sec/g, 's'));
  return 'milliseconds' in parsed ? parsed.milliseconds : undefined;
}

/** `Restart=`: those that ask how a process was killed go by whether it failed. */
const restarts: Readonly<Record<string, UnitSpec['restart']>> = { always: 'always', 'on-success': 'on-success', 'on-failure': 'on-failure', 'on-abnormal': 'on-failure', 'on-abort': 'on-failure', 'on-watchdog': 'on-failure' };

function specOf(name: string, settings: ReadonlyMap<string, readonly string[]>, own: UnitSpec | undefined): readonly [UnitSpec | undefined, string] {
  const last = (key: string): string | undefined => settings.get(key)?.at(-1);
  const starts = (settings.get('Service.ExecStart') ?? []).map((line) => unitWords(line.replace(/^[-@:+!]+/, ''))).filter((words) => words.length > 0); // a line without a path is no command
  const type = last('Service.Type') ?? 'simple';
  if (starts.length === 0) return [undefined, 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'];
  if (starts.length > 1 && type !== 'oneshot') return [undefined, 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.'];
  if (!['simple', 'exec', 'oneshot', 'notify', 'idle', 'forking', 'dbus', 'notify-reload'].includes(type)) return [undefined, `Failed to parse service type, ignoring: ${type}`];
  const argv = starts[0]!;
  if (!argv[0]!.startsWith('/') && argv[0]!.includes('/')) return [undefined, `Neither a valid executable name nor an absolute path: ${argv[0]!}`];
  const env = new Map((settings.get('Service.Environment') ?? []).flatMap(unitWords).flatMap((word) => (word.includes('=') ? [[word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const] : [])));
  const restart = last('Service.Restart');
  const restartDelayMs = milliseconds(last('Service.RestartSec'));
  const stopTimeoutMs = milliseconds(last('Service.TimeoutStopSec'));
  const startLimitIntervalMs = milliseconds(last('Unit.StartLimitIntervalSec') ?? last('Unit.StartLimitInterval') ?? last('Service.StartLimitInterval'));
  const burst = startLimitIntervalMs === 0 ? '0' : (last('Unit.StartLimitBurst') ?? last('Service.StartLimitBurst'));
  const description = last('Unit.Description');
  const keeps = own && own.argv[0] === argv[0];
  const spec: UnitSpec = {
    name,
    argv,
    ...(starts.length > 1 && { then: starts.slice(1) }),
    ...(keeps && own.program && { program: own.program }),
    ...(keeps && own.uid !== undefined && { uid: own.uid, gid: own.gid ?? 0 }),
    ...(own?.oomScoreAdjust !== undefined && { oomScoreAdjust: own.oomScoreAdjust }),
    ...(own?.enabled !== undefined && { enabled: own.enabled }),
    ...(description !== undefined && { description }),
    ...(type === 'oneshot' && { oneshot: true, remains: last('Service.RemainAfterExit') === 'yes' || last('Service.RemainAfterExit') === 'true' }),
    ...(last('Service.User') !== undefined && { user: last('Service.User')! }),
    ...(env.size > 0 && { env }),
    environmentFiles: settings.get('Service.EnvironmentFile') ?? [],
    ...(last('Service.WorkingDirectory') !== undefined && { cwd: last('Service.WorkingDirectory')! }),
    ...(restart !== undefined && restarts[restart] && { restart: restarts[restart] }),
    ...(restartDelayMs !== undefined && { restartDelayMs }),
    ...(stopTimeoutMs !== undefined && { stopTimeoutMs }),
    ...(startLimitIntervalMs !== undefined && { startLimitIntervalMs }),
    ...(burst !== undefined && /^\d+$/.test(burst) && { startLimitBurst: Number(burst) }),
    ...(last('Service.KillMode') === 'process' && { killMode: 'process' }),
    after: (settings.get('Unit.After') ?? []).flatMap((value) => value.split(/\s+/)).map((each) => each.replace(/\.service$/, '')),
  };
  return [spec, ''];
}

/** The file of a unit that came with the machine. */
export function unitText({ description, name, argv, env, environmentFiles = [], restart, restartDelayMs, startLimitBurst, killMode, after = [], oomScoreAdjust, remains, oneshot }: UnitSpec): string {
  const quoted = (word: string): string => (/[\s"]/.test(word) ? JSON.stringify(word) : word);
  const line = (key: string, value: string | number | undefined): string[] => (value === undefined ? [] : [`${key}=${value}`]);
  return [
    '[Unit]', `Description=${description ?? name}`, ...line('After', after.length > 0 ? after.map((each) => `${each}.service`).join(' ') : undefined), ...line('StartLimitIntervalSec', startLimitBurst === 0 ? 0 : undefined), '',
    '[Service]', ...line('Type', oneshot ? 'oneshot' : undefined), ...line('RemainAfterExit', remains ? 'yes' : undefined), ...[...(env ?? [])].map(([key, value]) => `Environment=${quoted(`${key}=${value}`)}`), ...environmentFiles.map((each) => `EnvironmentFile=${each}`),
    `ExecStart=${argv.map(quoted).join(' ')}`, ...line('Restart', restart === 'no' ? undefined : restart), ...line('RestartSec', restartDelayMs === undefined ? undefined : restartDelayMs / 1000), ...line('KillMode', killMode), ...line('OOMScoreAdjust', oomScoreAdjust), '',
    '[Install]', 'WantedBy=multi-user.target', '',
  ].join('\n');
}
