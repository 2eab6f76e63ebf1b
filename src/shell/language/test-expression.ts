/** `test` and `[`: decided by the number of arguments as POSIX says, with -a, -o and parentheses beyond four. */

export interface TestFile {
  readonly kind: 'file' | 'dir' | 'link' | 'char' | 'block' | 'fifo' | 'socket';
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly uid: number;
  readonly gid: number;
}

export interface TestWorld {
  stat(path: string): TestFile | undefined;
  lstat(path: string): TestFile | undefined;
  /** Whether both are there and are one file, perhaps under two names. */
  sameFile(one: string, other: string): boolean;
  access(path: string, want: 'r' | 'w' | 'x'): boolean;
  isTerminal(fd: number): boolean;
  isSet(name: string): boolean;
  isReference(name: string): boolean;
  optionOn(name: string): boolean;
  readonly uid: number;
  readonly gid: number;
}

/** The message lacks the program's name: "foo: unary operator expected". The exit code is 2. */
export class TestError extends Error {
  override name = 'TestError';
}

const unaryOperators = new Set('abcdefghknoprstuvwxzLOGSNR'.split('').map((c) => `-${c}`));
const binaryOperators = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef', '=~']);

const argsMax = 1000; // each may nest one deeper

export function evaluateTest(args: readonly string[], world: TestWorld): boolean {
  const [a = '', b = '', c = ''] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (isUnary(a)) return testUnary(a, b, world);
      throw new TestError(`${a}: unary operator expected`);
    case 3:
      if (binaryOperators.has(b)) return testBinary(b, a, c, world);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !evaluateTest([b, c], world);
      if (a === '(' && c === ')') return b !== '';
      throw new TestError(`${b}: binary operator expected`);
    case 4:
      if (a === '!') return !evaluateTest(args.slice(1), world);
      if (a === '(' && args[3] === ')') return evaluateTest([b, c], world);
  }
  if (args.length > argsMax) throw new TestError('too many arguments');
  return new TestParser(args, world).parse();
}

function isUnary(text: string): boolean {
  return unaryOperators.has(text);
}

class TestParser {
  private readonly args: readonly string[];
  private readonly world: TestWorld;
  private at = 0;

  constructor(args: readonly string[], world: TestWorld) {
    this.args = args;
    this.world = world;
  }

  parse(): boolean {
    const value = this.or();
    if (this.at < this.args.length) throw new TestError('too many arguments');
    return value;
  }

  private or(): boolean {
    let value = this.and();
    while (this.args[this.at] === '-o') {
      this.at++;
      const right = this.and();
      value = value || right;
    }
    return value;
  }

  private and(): boolean {
    let value = this.not();
    while (this.args[this.at] === '-a') {
      this.at++;
      const right = this.not();
      value = value && right;
    }
    return value;
  }

  private not(): boolean {
    let negated = false;
    while (this.args[this.at] === '!') {
      this.at++;
      negated = !negated;
    }
    return this.primary() !== negated;
  }

  private primary(): boolean {
    const word = this.args[this.at];
    if (word === undefined) throw new TestError('argument expected');
    const next = this.args[this.at + 1];
    if (next !== undefined && binaryOperators.has(next) && this.at + 2 < this.args.length) {
      this.at += 3;
      return testBinary(next, word, this.args[this.at - 1]!, this.world);
    }
    if (word === '(') {
      this.at++;
      const value = this.or();
      if (this.args[this.at] !== ')') throw new TestError("`)' expected");
      this.at++;
      return value;
    }
    if (isUnary(word) && next !== undefined) {
      this.at += 2;
      return testUnary(word, next, this.world);
    }
    this.at++;
    return word !== '';
  }
}

export function testUnary(operator: string, operand: string, world: TestWorld): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-t':
      return world.isTerminal(Number(operand));
    case '-v':
      return world.isSet(operand);
    case '-R':
      return world.isReference(operand);
    case '-o':
      return world.optionOn(operand);
    case '-r':
    case '-w':
    case '-x':
      return world.access(operand, operator[1] as 'r' | 'w' | 'x');
    case '-h':
    case '-L':
      return world.lstat(operand)?.kind === 'link';
  }
  const file = world.stat(operand);
  return file !== undefined && testFile(operator, file, world);
}

function testFile(operator: string, file: TestFile, world: TestWorld): boolean {
  switch (operator) {
    case '-a':
    case '-e':
      return true;
    case '-f':
      return file.kind === 'file';
    case '-d':
      return file.kind === 'dir';
    case '-s':
      return file.size > 0;
    case '-p':
      return file.kind === 'fifo';
    case '-S':
      return file.kind === 'socket';
    case '-b':
      return file.kind === 'block';
    case '-c':
      return file.kind === 'char';
    case '-u':
      return (file.mode & 0o4000) !== 0;
    case '-g':
      return (file.mode & 0o2000) !== 0;
    case '-k':
      return (file.mode & 0o1000) !== 0;
    case '-O':
      return file.uid === world.uid;
    case '-G':
      return file.gid === world.gid;
    default:
      return false;
  }
}

export function testBinary(operator: string, left: string, right: string, world: TestWorld): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-ef':
      return world.sameFile(left, right);
    case '-nt':
      return (world.stat(left)?.mtimeMs ?? -1) > (world.stat(right)?.mtimeMs ?? -1);
    case '-ot':
      return (world.stat(left)?.mtimeMs ?? -1) < (world.stat(right)?.mtimeMs ?? -1);
    default:
      return compareNumbers(operator, left, right);
  }
}

const short = /^-?\d{1,15}$/;

function compareNumbers(operator: string, left: string, right: string): boolean {
  if (short.test(left) && short.test(right)) return compareIntegers(operator, Number(left), Number(right));
  return compareIntegers(operator, integer(left), integer(right));
}

function integer(text: string): bigint {
  const match = /^\s*([-+]?\d+)\s*$/.exec(text);
  if (!match) throw new TestError(`${text}: integer expression expected`);
  return BigInt(match[1]!.replace(/^\+/, ''));
}

function compareIntegers(operator: string, a: bigint | number, b: bigint | number): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}
