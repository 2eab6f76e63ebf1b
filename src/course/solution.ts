/** A lesson's solution by steps: `# step: ID` begins the part that solves a step, and each part is a script of its own. */
import { parseScript, type Script } from '../world/index.ts';
import type { Lesson } from './format/index.ts';

export function splitSolution({ solution, steps }: Lesson): readonly { readonly step: string; readonly script: Script }[] {
  const lines = solution.split('\n');
  const starts = steps.map(({ id }) => lines.indexOf(`# step: ${id}`));
  return steps.map(({ id }, i) => ({ step: id, script: parseScript(lines.slice(starts[i], starts[i + 1] ?? lines.length).join('\n')) }));
}
