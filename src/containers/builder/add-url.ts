/** `ADD http://…`: a file fetched over the world's network while the image is built. */
import { decodeUtf8 } from '../../base/index.ts';
import { bytesContent, fileNode, metaOf } from '../../files/index.ts';
import { NetError, request, resolve, type Process, type Response } from '../../host/index.ts';
import { dialDetail, type Waits } from '../pull/registry-client.ts';
import { BuildError } from './build-error.ts';
import type { Source } from './copy-files.ts';

const urlForm = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/[^?#]*)?(?:\?[^#]*)?$/;
const TIMEOUT_MS = 60_000;

export function isUrl(source: string): boolean {
  return urlForm.test(source);
}

/** Only root may read it, as Docker leaves it. */
export function* fetchSource(process: Process, url: string, nowMs: number): Waits<Source> {
  const [, scheme, host, port, path = '/'] = urlForm.exec(url)!;
  const number = Number(port ?? (scheme === 'https' ? 443 : 80));
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '') throw new BuildError(`ADD failed: cannot determine filename from url: ${url}`);
  let address: string | undefined;
  try {
    address = ((yield resolve(host!)) as readonly string[])[0]!;
    const response = (yield request({ address, port: number }, { path, headers: { host: host! }, timeoutMs: TIMEOUT_MS })) as Response;
    const bytes = (yield response.readAll()) as Uint8Array;
    if (response.status >= 400) throw new BuildError(`ADD failed: failed to GET ${url} with status ${response.status}: ${decodeUtf8(bytes.subarray(0, 200))}`);
    return { path: name, node: fileNode(bytesContent(bytes), metaOf(0o600, nowMs)) };
  } catch (error) {
    if (error instanceof NetError) throw new BuildError(`ADD failed: Get "${url}": ${dialDetail(process, error, host!, number, address)}`);
    throw error;
  }
}
