/** Which docker client it says it is. */

export interface DockerClientRelease {
  readonly version: string;
  readonly apiVersion: string;
  readonly goVersion: string;
  readonly gitCommit: string;
  readonly built: string;
}

const releases: Readonly<Record<string, DockerClientRelease>> = {
  '28': { version: '28.2.2', apiVersion: '1.50', goVersion: 'go1.24.3', gitCommit: 'e6534b4', built: 'Fri May 30 12:07:14 2025' },
};

export function dockerClientRelease(text: string): DockerClientRelease {
  return releases[text.split('.')[0]!] ?? releases['28']!;
}
