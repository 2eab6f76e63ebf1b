/** What util-linux's programs say when the kernel refuses them. */
import { SystemError } from '../../host/index.ts';
import { FileError, strerror, type ErrorCode } from '../../files/index.ts';

/** The code of a refusal; anything else is thrown on. */
export function refusalOf(error: unknown): ErrorCode {
  if (error instanceof SystemError || error instanceof FileError) return error.code;
  throw error;
}

/** The refusal of an act, or undefined when it was done. */
export function attempted(act: () => void): ErrorCode | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

export { strerror };
