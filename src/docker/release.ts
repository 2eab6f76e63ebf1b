/** Which engine it says it is: versions of its parts, and of the API that it speaks. */
import type { StorageDriver } from './system/driver-folders.ts';

export interface EngineRelease {
  readonly version: string;
  readonly apiVersion: string;
  readonly minApiVersion: string;
  readonly goVersion: string;
  readonly gitCommit: string;
  readonly buildTime: string;
  readonly containerd: string;
  readonly runc: string;
  readonly init: string;
  readonly storageDriver: StorageDriver;
  /** Its BuildKit does, from 0.14 on. */
  readonly warnsOfDockerfiles: boolean;
}

const releases: Readonly<Record<string, EngineRelease>> = {
  '28': {
    version: '28.2.2',
    apiVersion: '1.50',
    minApiVersion: '1.24',
    goVersion: 'go1.24.3',
    gitCommit: '45873be',
    buildTime: '2025-05-30T12:07:26.000000000+00:00',
    containerd: '1.7.27',
    runc: '1.2.5',
    init: '0.19.0',
    storageDriver: 'overlay2',
    warnsOfDockerfiles: true,
  },
  '26': {
    version: '26.1.5',
    apiVersion: '1.45',
    minApiVersion: '1.24',
    goVersion: 'go1.21.13',
    gitCommit: '411e817',
    buildTime: '2024-07-23T19:50:54.000000000+00:00',
    containerd: '1.7.24',
    runc: '1.1.15',
    init: '0.19.0',
    storageDriver: 'overlay2',
    warnsOfDockerfiles: false,
  },
  '17': {
    version: '17.09.0-ce',
    apiVersion: '1.32',
    minApiVersion: '1.12',
    goVersion: 'go1.8.3',
    gitCommit: 'afdb6d4',
    buildTime: '2017-09-26T22:40:56.000000000+00:00',
    containerd: '0.2.8',
    runc: '1.0.0-rc3',
    init: '0.13.0',
    storageDriver: 'aufs',
    warnsOfDockerfiles: false,
  },
};

/** By its major number: "28", "28.2". The newest when it is not known. */
export function engineRelease(text: string): EngineRelease {
  return releases[text.split('.')[0]!] ?? releases['28']!;
}
