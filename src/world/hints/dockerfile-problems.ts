/** What a build would say to a Dockerfile before it begins, with the mend of an instruction that is misspelt. */
import type { Problem } from '../../client/index.ts';
import { commandsOf, DockerfileError, parseDockerfile } from '../../containers/index.ts';

export function dockerfileProblems(text: string): Problem[] {
  try {
    commandsOf(parseDockerfile(text, { heredocs: true }), 'buildkit');
    return [];
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    const { line, message } = error;
    const problem: Problem = { line, message, severity: 'error' };
    const [, name = '', meant = ''] = /unknown instruction: (\S+) \(did you mean (\w+)\?\)/.exec(message) ?? [];
    const from = /\S+/.exec(text.split('\n')[line - 1] ?? '')?.[0] ?? '';
    if (meant === '' || from.toUpperCase() !== name) return [problem];
    return [{ ...problem, hint: { code: 'meant', args: { name, meant } }, fix: { line, from, to: meant } }];
  }
}
