/** Which release a program of kubeadm is. */
import type { Process } from '../../../host/index.ts';

/** It stands in the executable's own bytes. */
export function versionOf(p: Process): string {
  return /^version (\S+)$/m.exec(p.files.readText(p.exe).slice(0, 128))?.[1] ?? 'v1.36.1';
}

export function minorOf(p: Process): number {
  return Number(/^v1\.(\d+)/.exec(versionOf(p))?.[1] ?? 36);
}
