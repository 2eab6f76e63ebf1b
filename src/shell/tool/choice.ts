/** Options whose value is one of some words: `--sort=time`. A word may be cut short; any other is refused with the list of them. */

/** Words that mean the same stand together: the first is what is answered. What is wrong otherwise. */
export function chooseWord(option: string, given: string, words: readonly (readonly string[])[]): { readonly word: string } | { readonly problem: string } {
  const exact = words.find((same) => same.includes(given));
  const starting = exact ? [exact] : words.filter((same) => same.some((word) => word.startsWith(given)));
  if (starting.length === 1) return { word: starting[0]![0]! };
  const listed = words.map((same) => `\n  - ${same.map((word) => `‘${word}’`).join(', ')}`).join('');
  return { problem: `${starting.length > 1 ? 'ambiguous' : 'invalid'} argument ‘${given}’ for ‘${option}’\nValid arguments are:${listed}` };
}
