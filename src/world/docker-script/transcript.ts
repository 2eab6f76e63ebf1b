/** Transcripts of docker as tests have them: a command after `$ `, what it prints, then `stderr:` lines and `exit N` where they matter. Ids are written as <id>. */
import { expect } from 'vitest';
import type { DockerWorld } from './docker-world.ts';

interface Step {
  readonly command: string;
  readonly expected: string;
}

/** Plays each command and compares. Digits that chance draws are told apart by nothing but their length. */
export function play(world: DockerWorld, transcript: string): void {
  for (const { command, expected } of stepsOf(transcript)) {
    const { out, err, code } = world.sh(command);
    const errors = err === '' ? '' : `stderr:\n${err}`;
    expect(`$ ${command}\n${masked(out + errors)}${code === 0 ? '' : `exit ${code}\n`}`).toBe(`$ ${command}\n${expected}`);
  }
}

export function masked(text: string): string {
  return text.replace(/\b(?:sha256:)?[0-9a-f]{64}\b/g, '<long>').replace(/\b[0-9a-f]{12}\b/g, '<id>');
}

function stepsOf(transcript: string): Step[] {
  const steps: Step[] = [];
  for (const part of `\n${transcript.replace(/^\n/, '')}`.split(/\n(?=\$ )/).filter((p) => p.trim() !== '')) {
    const [first = '', ...rest] = part.replace(/^\n/, '').split('\n');
    const expected = rest.join('\n').replace(/\n+$/, '');
    steps.push({ command: first.slice(2), expected: expected === '' ? '' : `${expected}\n` });
  }
  return steps;
}
