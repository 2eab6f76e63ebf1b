/** Transcripts of docker as tests have them: a command after `$ `, what it prints, then `stderr:` lines and `exit N` where they matter. Ids are written as <id>. */
import type { DockerWorld } from './docker-world.ts';

interface Step {
  readonly command: string;
  readonly expected: string;
}

/** What the terminal would show of one command, ids masked. */
export function played(world: DockerWorld, command: string): string {
  const { out, err, code } = world.sh(command);
  const errors = err === '' ? '' : `stderr:\n${err}`;
  return `$ ${command}\n${masked(out + errors)}${code === 0 ? '' : `exit ${code}\n`}`;
}

export function masked(text: string): string {
  return text.replace(/\b(?:sha256:)?[0-9a-f]{64}\b/g, '<long>').replace(/\b[0-9a-f]{12}\b/g, '<id>');
}

export function stepsOf(transcript: string): Step[] {
  const steps: Step[] = [];
  for (const part of `\n${transcript.replace(/^\n/, '')}`.split(/\n(?=\$ )/).filter((p) => p.trim() !== '')) {
    const [first = '', ...rest] = part.replace(/^\n/, '').split('\n');
    const expected = rest.join('\n').replace(/\n+$/, '');
    steps.push({ command: first.slice(2), expected: expected === '' ? '' : `${expected}\n` });
  }
  return steps;
}
