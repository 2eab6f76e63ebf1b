/** A content as an open file that is read from its beginning: what an upload sends. */
import type { Content } from '../../files/index.ts';
import { OpenFile } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { piecesOf } from '../registry/registry-door.ts';

export class ContentFile extends OpenFile {
  readonly kind = 'file';
  readonly label: string;
  private readonly pieces: Generator<Uint8Array, void>;
  private rest: Uint8Array | undefined;

  constructor(label: string, content: Content) {
    super();
    this.label = label;
    this.pieces = piecesOf(content);
  }

  override read(max: number): Uint8Array | null {
    const piece = this.rest ?? this.pieces.next().value;
    if (!piece) return null;
    this.rest = piece.length > max ? piece.subarray(max) : undefined;
    return piece.length > max ? piece.subarray(0, max) : piece;
  }

  override onReadable(wake: () => void): Cancel {
    wake();
    return () => {};
  }
}
