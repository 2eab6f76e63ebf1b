/** `--change` of commit and import: instructions of a Dockerfile that only touch the config. */
import type { ImageConfig } from '../images/image.ts';
import { BuildError } from './build-error.ts';
import { commandOf } from './commands.ts';
import { parseDockerfile } from './dockerfile.ts';
import { configAfter, Stage } from './stage.ts';

const allowed = new Set(['CMD', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'HEALTHCHECK', 'LABEL', 'ONBUILD', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']);

/** Throws DockerfileError or BuildError. */
export function applyChanges(config: ImageConfig, changes: readonly string[]): ImageConfig {
  if (changes.length === 0) return config;
  const { instructions, escape } = parseDockerfile(changes.join('\n'));
  const stage = new Stage('', undefined, config);
  for (const instruction of instructions) {
    if (!allowed.has(instruction.name)) throw new BuildError(`${instruction.name} is not a valid change command`);
    const command = commandOf(instruction, escape);
    stage.config = command.kind === 'WORKDIR' ? { ...stage.config, WorkingDir: command.word } : configAfter(stage, command, escape)!.config;
  }
  return stage.config;
}
