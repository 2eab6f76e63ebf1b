/** What a person sees who types these lines one after the other: each line, what it printed, the exit code if not 0. */
import type { TestLaptop } from './test-laptop.ts';

export function transcript(laptop: TestLaptop, ...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const { out, err, code } = laptop.run(line);
      return `$ ${line}\n${out}${err}${code === 0 ? '' : `(exit ${code})\n`}`;
    })
    .join('');
}
