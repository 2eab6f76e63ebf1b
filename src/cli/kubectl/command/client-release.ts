/** The release of the client itself. Flags, messages and requests ask it whether they apply. */

export interface ClientRelease {
  readonly text: string; // "1.36"
  readonly minor: number;
  readonly gitVersion: string;
  readonly kustomizeVersion: string;
}

const known: Readonly<Record<string, readonly [patch: number, kustomize: string]>> = {
  '1.11': [10, ''],
  '1.20': [2, ''],
  '1.31': [9, 'v5.4.2'],
  '1.32': [5, 'v5.5.0'],
  '1.35': [2, 'v5.7.1'],
  '1.36': [1, 'v5.8.1'],
};

export function clientRelease(text: string): ClientRelease {
  const [patch, kustomizeVersion] = known[text] ?? [0, 'v5.8.1'];
  return { text, minor: Number(text.slice(text.indexOf('.') + 1)), gitVersion: `v${text}.${patch}`, kustomizeVersion };
}
