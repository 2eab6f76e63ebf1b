/** Kubeconfig files: found, read, merged as the real client merges them, and written back to where each entry came from. */
import { isJsonObject, parseYaml, printYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { errorCode, type Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { absolute, below } from '../command/paths.ts';
import { list, member, text } from '../objects/member.ts';

export const sections = ['clusters', 'contexts', 'users'] as const;
export type Section = (typeof sections)[number];

/** The member of an entry that holds its settings. */
export const settingsOf: Readonly<Record<Section, string>> = { clusters: 'cluster', contexts: 'context', users: 'user' };

/** Settings that name a file. */
export const fileFields: readonly string[] = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

export interface Entry {
  readonly name: string;
  readonly settings: JsonObject;
  readonly file: string; // where it was first found
}

export interface Kubeconfig {
  readonly entries: Readonly<Record<Section, ReadonlyMap<string, Entry>>>;
  readonly currentContext: string;
  readonly currentContextFile: string | undefined;
  readonly preferences: JsonObject;
  /** Where new entries go. */
  readonly defaultFile: string;
  readonly files: readonly string[];
}

/** `explicit` is --kubeconfig; otherwise $KUBECONFIG's files, the first to name a thing winning, or ~/.kube/config. */
export function loadKubeconfig(p: Process, explicit: string): Kubeconfig {
  const listed = (p.env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  const home = `${p.env.get('HOME') ?? ''}/.kube/config`;
  const files = explicit !== '' ? [explicit] : listed.length > 0 ? listed : [home];
  const entries = { clusters: new Map<string, Entry>(), contexts: new Map<string, Entry>(), users: new Map<string, Entry>() };
  let currentContext = '';
  let currentContextFile: string | undefined;
  let preferences: JsonObject = {};
  for (const file of files) {
    const document = readFile(p, file);
    if (!document) continue;
    for (const section of sections) {
      for (const item of list(document, section)) {
        const name = text(item, 'name');
        if (!entries[section].has(name)) entries[section].set(name, { name, settings: objectOf(member(item, settingsOf[section])), file });
      }
    }
    preferences = { ...objectOf(member(document, 'preferences')), ...preferences };
    if (currentContext === '' && text(document, 'current-context') !== '') {
      currentContext = text(document, 'current-context');
      currentContextFile = file;
    }
  }
  return { entries, currentContext, currentContextFile, preferences, defaultFile: files.at(-1)!, files };
}

/** One file as it stands; undefined when it is not there or empty. */
export function readFile(p: Process, path: string): JsonObject | undefined {
  let content: string;
  try {
    content = p.files.readText(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    if (errorCode(error) === 'EACCES') throw new CommandError(`error loading config file "${path}": open ${path}: permission denied`);
    throw error;
  }
  const parsed = parseYaml(content);
  if ('error' in parsed) throw new CommandError(`error loading config file "${path}": ${parsed.error}`);
  if (!isJsonObject(parsed.value)) return undefined;
  const wrong = misfit(parsed.value);
  if (wrong !== undefined) throw new CommandError(`error loading config file "${path}": ${wrong}`);
  return parsed.value;
}

/** What keeps a document from being a kubeconfig, as Go's library tells it. */
function misfit(document: JsonObject): string | undefined {
  const kind = text(document, 'kind') || 'Config';
  if (kind !== 'Config') return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(text(document, 'apiVersion') || 'v1')} in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"`;
  const types = { clusters: 'NamedCluster', contexts: 'NamedContext', users: 'NamedAuthInfo' } as const;
  const section = sections.find((name) => typeof document[name] === 'string');
  return section && `json: cannot unmarshal string into Go struct field Config.${section} of type []v1.${types[section]}`;
}

/** Replaces one file, making its folder where there is none. */
export function writeFile(p: Process, path: string, document: JsonObject): void {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (folder !== '' && !p.files.exists(folder)) p.files.mkdir(folder, { recursive: true });
  p.files.writeFile(path, printYaml(document), { mode: 0o600 });
}

export function emptyKubeconfig(): JsonObject {
  return { apiVersion: 'v1', clusters: [], contexts: [], 'current-context': '', kind: 'Config', users: [] };
}

/** Files of a kubeconfig are named from where it is. */
export function withLocalFiles(p: Process, { settings, file }: Entry): JsonObject {
  const named = fileFields.filter((field) => text(settings, field) !== '').map((field) => [field, below(p, absolute(p, `${file}/..`), text(settings, field))]);
  return { ...settings, ...Object.fromEntries(named) };
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
