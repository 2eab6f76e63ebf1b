/** What the engine refuses: an HTTP status and Docker's own words. */

export class EngineError extends Error {
  override name = 'EngineError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function notFound(message: string): EngineError {
  return new EngineError(404, message);
}

export function badRequest(message: string): EngineError {
  return new EngineError(400, message);
}

export function conflict(message: string): EngineError {
  return new EngineError(409, message);
}
