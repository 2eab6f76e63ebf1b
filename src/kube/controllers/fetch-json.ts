/** Asks a door something and waits for the whole answer, which may come later: what controllers need of APIs that others answer for. */
import { concat, decodeUtf8, isJsonObject, parseJson, type Call, type JsonObject } from '../../base/index.ts';

/** `open` gets the call to answer; `done` the status and what came, which is empty when it was no object. */
export function fetchJson(open: (call: Call) => void, done: (status: number, body: JsonObject) => void): void {
  let status = 0;
  const chunks: Uint8Array[] = [];
  open({
    head: (code) => (status = code),
    write: (chunk) => (chunks.push(chunk.slice()), true),
    end() {
      const body = status === 0 || chunks.length === 0 ? null : parsed(decodeUtf8(concat(chunks)));
      done(status, isJsonObject(body) ? body : {});
    },
    onInput: () => {},
    acceptInput: () => {},
    onClose: () => {},
    onDrain: () => {},
  });
}

function parsed(text: string) {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
