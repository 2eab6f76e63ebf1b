/** What sending files of a context weighs on the wire: a record for each path, and for those whose content goes with it a frame around that. */
const RECORD_BYTES = 21;
const FRAME_BYTES = 6;
const END_BYTES = 2;

/** `bytes` is −1 for what the other side has already. */
export function transferBytes(files: readonly { readonly path: string; readonly bytes: number }[]): number {
  if (files.length === 0) return END_BYTES;
  return files.reduce((sum, { path, bytes }) => sum + RECORD_BYTES + path.length + (bytes < 0 ? 0 : FRAME_BYTES + bytes), 0);
}
