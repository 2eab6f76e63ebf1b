/** The end that a program asks for by `halt` and `halt_error`. */
export class Halt extends Error {
  override name = 'Halt';
  readonly code: number;
  readonly text: string | undefined;
  constructor(code: number, text: string | undefined) {
    super('halt');
    this.code = code;
    this.text = text;
  }
}
