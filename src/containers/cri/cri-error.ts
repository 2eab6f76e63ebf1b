/** A refusal with gRPC's code. */
export class CriError extends Error {
  override name = 'CriError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
