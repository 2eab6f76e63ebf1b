/** A Dockerfile as stages that depend on one another: which of them the target needs, and how BuildKit counts and names their steps. */
import { commandsOf, type Command, type CommandOf } from '../builder/commands.ts';
import { DockerfileError, parseDockerfile, type Dockerfile } from '../builder/dockerfile.ts';
import { expandWord } from '../builder/words.ts';

export interface PlannedStage {
  readonly index: number;
  readonly name: string; // '' or its alias
  readonly from: CommandOf<'FROM'>;
  /** What it stands on: another stage, an image by name, or nothing. */
  readonly base: PlannedStage | string | undefined;
  readonly commands: readonly Command[];
  /** Before "2/4]": "build ", or '' when there is but one. */
  readonly label: string;
  readonly steps: number;
}

export interface Plan {
  readonly dockerfile: Dockerfile;
  readonly globals: ReadonlyMap<string, string>;
  /** Those that the target needs, each after what it needs itself. */
  readonly stages: readonly PlannedStage[];
  readonly target: PlannedStage;
  /** The names of ARG instructions anywhere. */
  readonly args: ReadonlySet<string>;
}

const filesOf = new Set<Command['kind']>(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** Throws DockerfileError. */
export function planBuild(text: string, name: string, given: ReadonlyMap<string, string>, target: string): Plan {
  const dockerfile = parseDockerfile(text, { name, heredocs: true });
  const commands = commandsOf(dockerfile, 'buildkit');
  const first = commands.findIndex((command) => command.kind === 'FROM');
  const stray = commands.slice(0, first < 0 ? undefined : first).find((command) => command.kind !== 'ARG');
  if (first < 0 || stray) throw new StageError('no build stage in current context', stray ?? commands[0]!);
  const globals = globalArgs(commands.slice(0, first) as CommandOf<'ARG'>[], given, dockerfile.escape);
  const all = stagesOf(commands.slice(first), globals, dockerfile.escape);
  const wanted = target === '' ? all.at(-1) : stageNamed(all, target);
  if (!wanted) throw new DockerfileError(`target stage "${target}" could not be found`);
  const stages: PlannedStage[] = [];
  need(wanted, all, stages);
  return { dockerfile, globals, stages, target: wanted, args: new Set(commands.flatMap((command) => (command.kind === 'ARG' ? command.pairs.map(([arg]) => arg) : []))) };
}

/** It is about an instruction that could be read, so its message names no line. */
export class StageError extends DockerfileError {
  readonly at: Command['at'];

  constructor(message: string, { at }: Command) {
    super(message);
    this.at = at;
  }
}

/** By name, or by number. */
export function stageNamed(stages: readonly PlannedStage[], name: string): PlannedStage | undefined {
  return stages.find((stage) => stage.name !== '' && stage.name === name.toLowerCase()) ?? (/^\d+$/.test(name) ? stages.find((stage) => stage.index === Number(name)) : undefined);
}

function globalArgs(commands: readonly CommandOf<'ARG'>[], given: ReadonlyMap<string, string>, escape: string): Map<string, string> {
  const globals = new Map<string, string>();
  for (const [name, written] of commands.flatMap((command) => command.pairs)) {
    const value = given.get(name) ?? (written === '\0' ? undefined : expandWord(written, globals, escape));
    if (value !== undefined) globals.set(name, value);
  }
  return globals;
}

function stagesOf(commands: readonly Command[], globals: ReadonlyMap<string, string>, escape: string): readonly PlannedStage[] {
  const groups: { readonly from: CommandOf<'FROM'>; readonly commands: Command[] }[] = [];
  for (const command of commands) {
    if (command.kind === 'FROM') groups.push({ from: command, commands: [] });
    else groups.at(-1)!.commands.push(command);
  }
  const isNamed = groups.length > 1 || groups.some((group) => group.commands.some(takesFromElsewhere));
  const stages: PlannedStage[] = [];
  for (const [index, group] of groups.entries()) {
    const word = expandWord(group.from.image, globals, escape);
    if (word === '') throw new StageError(`base name (${group.from.image}) should not be blank`, group.from);
    const base = word === 'scratch' ? undefined : (stages.find((stage) => stage.name !== '' && stage.name === word.toLowerCase()) ?? word);
    const steps = group.commands.filter((command) => filesOf.has(command.kind)).length + (typeof base === 'string' ? 1 : 0);
    stages.push({ index, name: group.from.stage, from: group.from, base, commands: group.commands, label: isNamed ? `${group.from.stage || `stage-${index}`} ` : '', steps });
  }
  return stages;
}

/** Whatever is mounted or copied from outside counts as a stage of its own, and then the only one has a name, too. */
function takesFromElsewhere(command: Command): boolean {
  return (command.kind === 'RUN' && command.mounts.length > 0) || ((command.kind === 'COPY' || command.kind === 'ADD') && command.from !== '');
}

function need(stage: PlannedStage, all: readonly PlannedStage[], found: PlannedStage[]): void {
  if (found.includes(stage)) return;
  if (typeof stage.base === 'object') need(stage.base, all, found);
  for (const name of stage.commands.flatMap(sourcesOf)) {
    const other = stageNamed(all.slice(0, stage.index), name);
    if (other) need(other, all, found);
  }
  found.push(stage);
}

/** The stages or images that a command takes files from. */
export function sourcesOf(command: Command): string[] {
  if (command.kind === 'COPY' || command.kind === 'ADD') return command.from === '' ? [] : [command.from];
  if (command.kind !== 'RUN') return [];
  return command.mounts.flatMap((mount) => /(?:^|,)from=([^,]+)/.exec(mount)?.[1] ?? []);
}
