/** The node's files as far as volumes need them, so that volumes can be tested without a machine. */
import type { VolumeFiles } from './volume-files.ts';

export interface NodeFiles {
  /** Makes the directory with its parents; `keepMode` leaves the mode of one that is there. */
  ensureDir(path: string, mode: number, keepMode: boolean): void;
  /** Of all files in the directory. */
  bytesIn(path: string): number;
  ensureFile(path: string): void;
  removeDir(path: string): void;
  kind(path: string): 'dir' | 'file' | 'link' | 'socket' | 'device' | 'fifo' | undefined;
  /** Puts the files into the directory; those of `before` that are no longer among them go. */
  writeTree(path: string, files: VolumeFiles, before: VolumeFiles | undefined): void;
}
