/** Character devices by their numbers: null, zero, full, random and the terminals. */
import { FileError } from '../../files/index.ts';
import type { Random } from '../../sim/index.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { ReadyFile, type OpenFile } from '../process/open-file.ts';
import { NullFile } from '../process/sink-file.ts';
import { TtyFile, type Tty } from '../process/tty.ts';
import { PTS_MAJOR } from './devpts-fs.ts';

const BLOCK_BYTES = 65_536;
const zeros = new Uint8Array(BLOCK_BYTES);

class EndlessFile extends ReadyFile {
  readonly kind = 'device';
  readonly label: string;
  private readonly fill: (size: number) => Uint8Array;
  private readonly full: boolean;

  constructor(label: string, fill: (size: number) => Uint8Array, full: boolean) {
    super();
    this.label = label;
    this.fill = fill;
    this.full = full;
  }

  override read(max: number): Uint8Array {
    return this.fill(Math.min(max, BLOCK_BYTES));
  }

  override write(bytes: Uint8Array): number {
    if (this.full) throw new SystemError('ENOSPC', 'write');
    return bytes.length;
  }
}

/** ENXIO when no driver has these numbers. */
export function openDevice(host: Host, opener: { readonly tty?: Tty | undefined }, major: number, minor: number, path: string): OpenFile {
  if (major === 1) {
    if (minor === 3) return new NullFile();
    if (minor === 5) return new EndlessFile('/dev/zero', (size) => zeros.subarray(0, size), false);
    if (minor === 7) return new EndlessFile('/dev/full', (size) => zeros.subarray(0, size), true);
    if (minor === 8 || minor === 9) return new EndlessFile(minor === 8 ? '/dev/random' : '/dev/urandom', (size) => draw(host.random, size), false);
    if (minor === 11) return new NullFile();
  }
  if (major === 5 && (minor === 0 || minor === 1) && opener.tty) return new TtyFile(opener.tty);
  if (major === PTS_MAJOR) {
    const tty = host.ttys.get(minor);
    if (tty) return new TtyFile(tty);
  }
  throw new FileError('ENXIO', path);
}

function draw(random: Random, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0, word = 0; i < size; i++, word >>>= 8) {
    if (i % 4 === 0) word = random.next();
    bytes[i] = word;
  }
  return bytes;
}

