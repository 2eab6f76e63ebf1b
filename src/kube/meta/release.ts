/** The Kubernetes release that a cluster simulates. Kinds, fields, columns and messages ask it whether they apply. */

export class Release {
  readonly text: string; // "1.36"
  readonly minor: number;
  readonly gitVersion: string; // "v1.36.1"

  constructor(text: string) {
    const match = /^1\.(\d+)$/.exec(text);
    if (match === null) throw new Error(`unknown Kubernetes release "${text}"`);
    this.text = text;
    this.minor = Number(match[1]);
    this.gitVersion = `v${text}.${patchLevels[text] ?? 0}`;
  }

  atLeast(minor: number): boolean {
    return this.minor >= minor;
  }

  /** Whether something that came with `since` and went with `until` (its first release without) is there. */
  has(window: { readonly since?: number; readonly until?: number }): boolean {
    return this.minor >= (window.since ?? 0) && this.minor < (window.until ?? Infinity);
  }
}

const patchLevels: Readonly<Record<string, number>> = { '1.11': 10, '1.20': 2, '1.36': 1 };
