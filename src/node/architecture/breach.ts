// What a rule reports: where, what, and how to mend it.

export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly says: string;
  readonly remedy: string;
}

export function formatBreaches(breaches: readonly Breach[]): string {
  return breaches.map(({ path, line, says, remedy }) => `${path}:${line}  ${says}\n    → ${remedy}`).join('\n');
}
