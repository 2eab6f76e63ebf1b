/** The digests that images bring. */
import { checksum } from '../tool/checksum.ts';

export const md5sum = checksum('md5');
export const sha1sum = checksum('sha1');
export const sha256sum = checksum('sha256');
export const sha512sum = checksum('sha512');
