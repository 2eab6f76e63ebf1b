/** Changing kubeconfig files: an entry goes where it is defined, a new one to the default file, and so does the current context. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { list, text } from '../objects/member.ts';
import { emptyKubeconfig, readFile, settingsOf, writeFile, type Kubeconfig, type Section } from './kubeconfig.ts';

/** Puts an entry in place; true when it was there before. */
export function putEntry(p: Process, config: Kubeconfig, section: Section, name: string, settings: JsonObject): boolean {
  const known = config.entries[section].get(name);
  const file = known?.file ?? defaultFile(p, config);
  const document = readFile(p, file) ?? emptyKubeconfig();
  const entry = { name, [settingsOf[section]]: settings };
  const entries = list(document, section);
  const at = entries.findIndex((item) => text(item, 'name') === name);
  const next = at < 0 ? [...entries, entry].sort((a, b) => (text(a, 'name') < text(b, 'name') ? -1 : 1)) : entries.with(at, entry);
  writeFile(p, file, { ...document, [section]: next });
  return known !== undefined;
}

export function dropEntry(p: Process, config: Kubeconfig, section: Section, name: string): string | undefined {
  const known = config.entries[section].get(name);
  if (!known) return undefined;
  const document = readFile(p, known.file) ?? emptyKubeconfig();
  writeFile(p, known.file, { ...document, [section]: list(document, section).filter((item) => text(item, 'name') !== name) });
  return known.file;
}

export function setCurrentContext(p: Process, config: Kubeconfig, name: string): void {
  const file = config.currentContextFile ?? defaultFile(p, config);
  writeFile(p, file, { ...(readFile(p, file) ?? emptyKubeconfig()), 'current-context': name });
}

/** The first file that is there, or the last that is named. */
export function defaultFile(p: Process, config: Kubeconfig): string {
  return config.files.find((file) => p.files.exists(file)) ?? config.defaultFile;
}

/** The merged whole, as `config view` shows it; lists without entries are null. */
export function viewOf(config: Kubeconfig, options: { readonly raw: boolean; readonly minor: number; readonly only?: string }): JsonObject {
  const hidden = hiddenBy(options.minor);
  const section = (name: Section): Json => {
    const all = [...config.entries[name].values()].filter((entry) => options.only === undefined || isUsed(config, options.only, name, entry.name));
    if (all.length === 0) return null;
    return all.sort((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => ({ [settingsOf[name]]: options.raw ? entry.settings : redacted(entry.settings, hidden), name: entry.name }));
  };
  return {
    apiVersion: 'v1',
    clusters: section('clusters'),
    contexts: section('contexts'),
    'current-context': config.currentContext,
    kind: 'Config',
    ...(options.minor < withoutPreferencesSince && { preferences: config.preferences }),
    users: section('users'),
  };
}

function isUsed(config: Kubeconfig, context: string, section: Section, name: string): boolean {
  if (section === 'contexts') return name === context;
  const settings = config.entries.contexts.get(context)?.settings;
  return text(settings, section === 'clusters' ? 'cluster' : 'user') === name;
}

/** Releases from which on. */
const withoutPreferencesSince = 34;
const dataOmittedSince = 12;
const passwordsHiddenSince = 20;

/** What a release puts for what it does not show. */
function hiddenBy(minor: number): Readonly<Record<string, string>> {
  const data = minor >= dataOmittedSince ? 'DATA+OMITTED' : 'REDACTED';
  return { 'certificate-authority-data': data, 'client-certificate-data': data, 'client-key-data': data, ...(minor >= passwordsHiddenSince && { password: 'REDACTED', token: 'REDACTED' }) };
}

function redacted(settings: JsonObject, hidden: Readonly<Record<string, string>>): JsonObject {
  const shown: Record<string, Json> = {};
  for (const [key, value] of Object.entries(settings)) shown[key] = Object.hasOwn(hidden, key) && value !== '' ? hidden[key]! : isJsonObject(value) ? redacted(value, hidden) : value;
  return shown;
}
