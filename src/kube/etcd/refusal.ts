/** What etcd says to a request that it cannot do, with the code of its protocol. */
export class Refusal extends Error {
  readonly code: number;

  constructor(message: string, code = 11) {
    super(message);
    this.code = code;
  }
}
