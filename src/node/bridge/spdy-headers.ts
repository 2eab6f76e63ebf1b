/**
 * Header blocks of SPDY/3.1: names and values, compressed along the whole connection by zlib with a dictionary that both sides
 * know. What is read is really inflated; what is written goes uncompressed in stored blocks, which zlib allows.
 */
import { Unzlib } from 'fflate';

const words = `options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow
authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5
content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since
last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer
transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public
set-cookie keep-alive origin`;

const rest =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505' +
  '203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden' +
  '404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable' +
  'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT' +
  'chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,' +
  'publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';

export function spdyDictionary(): Buffer {
  return Buffer.concat([...words.split(/\s/).map((word) => counted(word.replace('_', ' '))), Buffer.from(rest)]);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([u32(bytes.length), bytes]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export type SpdyHeaders = ReadonlyMap<string, string>;

export class HeaderReader {
  private readonly inflate = new Unzlib({ dictionary: new Uint8Array(spdyDictionary()) });
  private readonly pieces: Uint8Array[] = [];

  constructor() {
    this.inflate.ondata = (piece) => void this.pieces.push(piece.slice());
  }

  /** Throws for a block that cannot be read: with it the connection is lost. */
  read(block: Uint8Array): SpdyHeaders {
    this.inflate.push(new Uint8Array(block), false);
    const bytes = Buffer.concat(this.pieces.splice(0));
    let at = 4;
    const text = (): string => {
      const end = at + 4 + bytes.readUInt32BE(at);
      const value = bytes.toString('utf8', at + 4, end);
      at = end;
      return value;
    };
    const headers = new Map<string, string>();
    for (let left = bytes.readUInt32BE(0); left > 0; left--) headers.set(text().toLowerCase(), text());
    return headers;
  }
}

/** zlib's head without a dictionary, once a connection. */
const zlibHead = Buffer.from([0x78, 0x01]);
const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff]); // so that a reader gives out what it has

export class HeaderWriter {
  private isFirst = true;

  write(headers: SpdyHeaders): Buffer {
    const plain = Buffer.concat([u32(headers.size), ...[...headers].flatMap(([name, value]) => [counted(name), counted(value)])]);
    const size = Buffer.alloc(5);
    size.writeUInt16LE(plain.length, 1);
    size.writeUInt16LE(plain.length ^ 0xffff, 3);
    const head = this.isFirst ? zlibHead : Buffer.alloc(0);
    this.isFirst = false;
    return Buffer.concat([head, size, plain, emptyBlock]);
  }
}
