/** What --help, `kubectl options` and a bare group of verbs print, made from the verbs' data. */
import type { FlagSpec } from './flag.ts';
import { globalFlags } from './global-flags.ts';
import { isKnown, verbGroups, type Verb } from './verb.ts';

const optionsLine = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** The first releases that leave room between a verb and what it is for, and that name the group whose help they point at. */
const WIDE_SINCE = 24;
const PATHS_SINCE = 28;

/** `path` names the verb as typed from "kubectl" on. */
export function helpOf(verb: Verb, path: string, minor: number): string {
  const parts = [`${verb.summary}.\n`];
  if (verb.details) parts.push(verb.details.split('\n').map((line) => (line === '' ? '' : ` ${line}`)).join('\n') + '\n');
  if (verb.aliases) parts.push(`Aliases:\n${[verb.name, ...verb.aliases].join(', ')}\n`);
  if (verb.examples?.length) parts.push(`Examples:\n${verb.examples.map((e) => `  # ${e.does}\n  ${e.command}`).join('\n  \n')}\n`);
  const below = (verb.verbs ?? []).filter((child) => !child.hidden && isKnown(child, minor));
  if (below.length > 0) parts.push(`Available Commands:\n${listOf(below, minor)}`);
  const flags = (verb.flags ?? []).filter((flag) => !flag.hidden && isKnown(flag, minor));
  if (flags.length > 0) parts.push(`Options:\n${flagsText(flags)}`);
  parts.push(`Usage:\n  kubectl ${verb.usage} [options]\n`);
  const more = below.length > 0 ? `Use "${minor < PATHS_SINCE ? 'kubectl' : path} <command> --help" for more information about a given command.\n` : '';
  return `${parts.join('\n')}\n${more}${optionsLine}`;
}

export function rootHelp(verbs: readonly Verb[], minor: number): string {
  const parts = ['kubectl controls the Kubernetes cluster manager.\n', ' Find more information at: https://kubernetes.io/docs/reference/kubectl/\n'];
  for (const group of verbGroups) {
    const members = verbs.filter((verb) => verb.group === group && !verb.hidden && isKnown(verb, minor));
    if (members.length > 0) parts.push(`${group}:\n${listOf(members, minor, 13)}`);
  }
  parts.push('Usage:\n  kubectl [flags] [options]\n');
  return `${parts.join('\n')}\nUse "kubectl <command> --help" for more information about a given command.\n${optionsLine}`;
}

export function optionsHelp(minor: number): string {
  return `The following options can be passed to any command:\n\n${flagsText(globalFlags.filter((flag) => isKnown(flag, minor)))}`;
}

function listOf(verbs: readonly Verb[], minor: number, widthMin = 11): string {
  const width = Math.max(widthMin, ...verbs.map((verb) => verb.name.length));
  const gap = minor < WIDE_SINCE ? ' ' : '   ';
  return verbs.map((verb) => `  ${verb.name.padEnd(width)}${gap}${verb.summary}\n`).join('');
}

function flagsText(flags: readonly FlagSpec[]): string {
  const sorted = [...flags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((flag) => `    ${flag.short ? `-${flag.short}, ` : ''}--${flag.name}=${initialText(flag)}:\n\t${flag.usage}\n`).join('\n');
}

function initialText(flag: FlagSpec): string {
  const initial = flag.initial ?? '';
  if (flag.type === 'list' || flag.type === 'array') return `[${initial}]`;
  if (flag.type === 'string' || flag.type === 'optional') return `'${initial}'`;
  return initial || (flag.type === 'bool' ? 'false' : '0');
}
