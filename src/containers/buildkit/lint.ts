/** What BuildKit warns of in a Dockerfile that it builds all the same: each with the rule's name and the line, in its words. */
import { commandsOf, type Command } from '../builder/commands.ts';
import { DockerfileError, parseDockerfile, type Instruction } from '../builder/dockerfile.ts';

/** Nothing about a file that cannot be read: the build says what is wrong with it. */
export function warningsOf(text: string): readonly string[] {
  try {
    const dockerfile = parseDockerfile(text, { heredocs: true });
    const lines = text.split(/\r?\n/);
    const commands = commandsOf(dockerfile, 'buildkit');
    return [...casing(dockerfile.instructions), ...commands.flatMap((command) => [...ofForm(command, lines)]), ...ofStages(commands)];
  } catch (error) {
    if (error instanceof DockerfileError) return [];
    throw error;
  }
}

function warning(rule: string, message: string, { line }: { readonly line: number }): string {
  return `${rule}: ${message} (line ${line})`;
}

function writtenName({ original }: Instruction): string {
  return /^\S+/.exec(original)![0];
}

/** All in capitals or all in small letters: whichever most of them are. */
function casing(instructions: readonly Instruction[]): string[] {
  const names = instructions.map(writtenName);
  const small = names.filter((name) => name === name.toLowerCase()).length;
  const large = names.filter((name) => name === name.toUpperCase()).length;
  const [asMost, called] = small > large ? [(name: string) => name.toLowerCase(), 'lowercase'] : [(name: string) => name.toUpperCase(), 'uppercase'];
  return instructions.flatMap((at) => {
    const name = writtenName(at);
    return name === asMost(name) ? [] : [warning('ConsistentInstructionCasing', `Command '${name}' should match the case of the command majority (${called})`, at)];
  });
}

function* ofForm(command: Command, lines: readonly string[]): Generator<string> {
  const { at, kind } = command;
  const continued = at.heredocs.length === 0 ? lines.slice(at.line - 1, at.endLine) : [];
  if (continued.slice(0, -1).some((line) => line.trim() === '')) yield warning('NoEmptyContinuation', 'Empty continuation line', { line: at.endLine });
  if (kind === 'MAINTAINER') yield warning('MaintainerDeprecated', 'Maintainer instruction is deprecated in favor of using label', at);
  if ((kind === 'ENV' || kind === 'LABEL') && !/^\S*=/.test(at.rest)) yield warning('LegacyKeyValueFormat', `"${kind} key=value" should be used instead of legacy "${kind} key value" format`, at);
  if (kind !== 'FROM') return;
  const [, as = '', stage = ''] = /\s(as)\s+(\S+)\s*$/i.exec(at.original) ?? [];
  const from = writtenName(at);
  if (stage !== stage.toLowerCase()) yield warning('StageNameCasing', `Stage name '${stage}' should be lowercase`, at);
  if (as !== '' && (from === from.toLowerCase()) !== (as === as.toLowerCase())) yield warning('FromAsCasing', `'${as}' and '${from}' keywords' casing do not match`, at);
}

/** Each stage has one CMD, one ENTRYPOINT and one HEALTHCHECK; signals reach what is started without a shell. */
function ofStages(commands: readonly Command[]): string[] {
  const found: string[] = [];
  const stages = new Set<string>();
  let used = new Map<string, Instruction>();
  let hasShell = false;
  let hasWorkdir = false;
  for (const command of commands) {
    const { at, kind } = command;
    if (kind === 'FROM') {
      used = new Map();
      hasShell = hasWorkdir = false;
      if (command.stage !== '' && stages.has(command.stage)) found.push(warning('DuplicateStageName', `Duplicate stage name "${command.stage}", stage names should be unique`, at));
      stages.add(command.stage);
    } else if (kind === 'SHELL') hasShell = true;
    else if (kind === 'WORKDIR') {
      if (!/^["']?[/$]/.test(command.word) && !hasWorkdir) found.push(warning('WorkdirRelativePath', `Relative workdir "${command.word}" can have unexpected results if the base image changes`, at));
      hasWorkdir ||= command.word.startsWith('/');
    } else if (kind === 'ENV' || kind === 'ARG') {
      for (const [name] of command.pairs) if (isSecret(name)) found.push(warning('SecretsUsedInArgOrEnv', `Do not use ARG or ENV instructions for sensitive data (${kind} "${name}")`, at));
    } else if (kind === 'CMD' || kind === 'ENTRYPOINT' || kind === 'HEALTHCHECK') {
      const before = used.get(kind);
      if (before) found.push(warning('MultipleInstructionsDisallowed', `Multiple ${kind} instructions should not be used in the same stage because only the last one will be used`, before));
      used.set(kind, at);
      if (kind !== 'HEALTHCHECK' && command.shell && !hasShell) found.push(warning('JSONArgsRecommended', `JSON arguments recommended for ${kind} to prevent unintended behavior related to OS signals`, at));
    }
  }
  return found;
}

const secretWords = new Set(['apikey', 'auth', 'credential', 'credentials', 'key', 'password', 'pword', 'passwd', 'secret', 'token']);

function isSecret(name: string): boolean {
  const words = name.toLowerCase().split('_');
  return !words.includes('public') && words.some((word) => secretWords.has(word));
}
