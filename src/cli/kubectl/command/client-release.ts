/** The release of the client itself. Flags, messages and requests ask it whether they apply. */
import type { Json } from '../../../base/index.ts';
import { text } from '../objects/member.ts';

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

export function clientRelease(name: string): ClientRelease {
  const [patch, kustomizeVersion] = known[name] ?? [0, 'v5.8.1'];
  return { text: name, minor: Number(name.slice(name.indexOf('.') + 1)), gitVersion: `v${name}.${patch}`, kustomizeVersion };
}

/** As `kubectl version` tells of it. */
export function versionOf({ minor, gitVersion }: ClientRelease): Readonly<Record<string, string>> {
  return { major: '1', minor: String(minor), gitVersion, gitTreeState: 'clean', compiler: 'gc', platform: 'linux/amd64' };
}

/** The first release whose versions tell which others they behave like. */
const emulationSince = 33;
const emulation = ['emulationMajor', 'emulationMinor', 'minCompatibilityMajor', 'minCompatibilityMinor'];

/** A whole version, as a client of this minor release prints the struct. */
export function versionText(version: Json, minor: number): string {
  const fields = ['major', 'minor', ...(minor >= emulationSince ? emulation : []), 'gitVersion', 'gitCommit', 'gitTreeState', 'buildDate', 'goVersion', 'compiler', 'platform'];
  return `version.Info{${fields.map((name) => `${name[0]!.toUpperCase()}${name.slice(1)}:${JSON.stringify(text(version, name))}`).join(', ')}}`;
}
