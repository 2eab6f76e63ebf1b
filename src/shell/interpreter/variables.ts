/** Shell variables: scalars, arrays and maps with their attributes, the scopes of `local`, and the environment they make. */

export class Variable {
  value: string | undefined; // undefined: declared without a value
  list: Map<number, string> | undefined;
  map: Map<string, string> | undefined;
  exported = false;
  readonly = false;
  integer = false;
  letters: 'lower' | 'upper' | 'capital' | undefined;
  traced = false; // declare -t, which variables only wear
  reference = false; // declare -n: the value names another variable
  counted = 0; // characters that the process has been told to hold for it
  uncounted = 0; // that its elements have grown by since then

  clone(): Variable {
    const copy = new Variable();
    copy.value = this.value;
    if (this.list) copy.list = new Map(this.list);
    if (this.map) copy.map = new Map(this.map);
    copy.exported = this.exported;
    copy.readonly = this.readonly;
    copy.integer = this.integer;
    copy.letters = this.letters;
    copy.traced = this.traced;
    copy.reference = this.reference;
    return copy;
  }
}

/** An assignment to a variable that must not change. */
export class ReadonlyError extends Error {
  override name = 'ReadonlyError';
  readonly variable: string;
  constructor(variable: string) {
    super(`${variable}: readonly variable`);
    this.variable = variable;
  }
}

/** Shorter values are not worth counting. */
const ELEMENT = 50; // characters' worth that an element takes besides its text
const LONG = 4_096;
/** A reference to a reference and so on: as many as bash follows. */
const REFERENCES_MAX = 8;

export class Variables {
  private readonly table = new Map<string, Variable>();
  private readonly scopes: Map<string, Variable | undefined>[] = [];
  private exports: ReadonlyMap<string, string> | undefined;
  /** Functions that programs get, as text by their names in the environment. */
  private readonly functions = new Map<string, string>();
  /** Told of each name that is assigned or unset: PATH empties the table of commands. */
  onChange: (name: string) => void = () => {};
  /** Told when a long value makes way for another, by how many characters there are more. */
  onGrowth: (characters: number) => void = () => {};

  find(name: string): Variable | undefined {
    const variable = this.table.get(name);
    const end = variable?.reference ? this.behind(variable) : undefined;
    return end === undefined ? variable : this.table.get(end);
  }

  /** The name at the end of references; '' for those that lead in a circle, or too far. Undefined without a value. */
  private behind(reference: Variable): string | undefined {
    let at = reference.value;
    for (let steps = 0; at !== undefined && steps < REFERENCES_MAX; steps++) {
      const variable = this.table.get(at);
      if (!variable?.reference || variable.value === undefined) return at;
      at = variable.value;
    }
    return at === undefined ? undefined : '';
  }

  /** The variable of this very name, be it a reference. */
  itself(name: string): Variable | undefined {
    return this.table.get(name);
  }

  /** What a reference names, when that is an element of an array. */
  elementBehind(name: string): { readonly name: string; readonly index: string } | undefined {
    const variable = this.table.get(name);
    const match = /^(\w+)\[(.*)\]$/s.exec((variable?.reference && this.behind(variable)) || '');
    return match ? { name: match[1]!, index: match[2]! } : undefined;
  }

  /** Its value, an array's element 0. */
  get(name: string): string | undefined {
    const variable = this.find(name);
    if (!variable) return undefined;
    if (variable.list) return variable.list.get(0);
    if (variable.map) return variable.map.get('0');
    return variable.value;
  }

  set(name: string, value: string): void {
    const variable = this.writable(name);
    if (variable.list) {
      this.grown(variable, value.length - (variable.list.get(0)?.length ?? -ELEMENT));
      variable.list.set(0, value);
    } else if (variable.map) {
      this.grown(variable, value.length - (variable.map.get('0')?.length ?? -ELEMENT));
      variable.map.set('0', value);
    } else {
      const growth = value.length - variable.counted;
      if (growth > LONG || growth < -LONG) {
        this.onGrowth(growth);
        variable.counted = value.length;
      }
      variable.value = value;
    }
    this.changed(name, variable);
  }

  setElement(name: string, index: number, value: string): void {
    const variable = this.writable(name);
    if (!variable.list) {
      variable.list = new Map(variable.value === undefined ? [] : [[0, variable.value]]);
      variable.value = undefined;
    }
    this.grown(variable, value.length + ELEMENT - (variable.list.has(index) ? variable.list.get(index)!.length + ELEMENT : 0));
    variable.list.set(index, value);
    this.changed(name, variable);
  }

  /** Elements hold so many characters more, or fewer: told when it is many. */
  grown(variable: Variable, characters: number): void {
    variable.uncounted += characters;
    if (variable.uncounted <= LONG && variable.uncounted >= -LONG) return;
    const change = Math.max(-variable.counted, variable.uncounted);
    variable.uncounted = 0;
    variable.counted += change;
    this.onGrowth(change);
  }

  setMember(name: string, key: string, value: string): void {
    const variable = this.writable(name);
    const before = (variable.map ??= new Map()).get(key);
    this.grown(variable, value.length - (before?.length ?? -key.length - ELEMENT));
    variable.map.set(key, value);
    this.changed(name, variable);
  }

  setList(name: string, values: readonly string[]): void {
    const variable = this.writable(name);
    this.grown(variable, values.reduce((sum, value) => sum + value.length + ELEMENT, -variable.counted - variable.uncounted));
    variable.list = new Map(values.entries());
    variable.value = undefined;
    this.changed(name, variable);
  }

  /** The variable, made when it is not there. Throws when it is read-only. */
  writable(name: string): Variable {
    let variable = this.find(name);
    if (variable?.readonly) throw new ReadonlyError(name);
    if (!variable) {
      const reference = this.table.get(name);
      variable = new Variable();
      this.table.set((reference && this.behind(reference)) || name, variable);
    }
    return variable;
  }

  /** The variable itself, to change its attributes; made when it is not there. */
  declare(name: string): Variable {
    let variable = this.table.get(name);
    if (!variable) {
      variable = new Variable();
      this.table.set(name, variable);
    }
    this.exports = undefined;
    return variable;
  }

  export(name: string): void {
    const variable = this.find(name) ?? this.declare(name);
    variable.exported = true;
    this.exports = undefined;
  }

  /** Gives a function to programs, or takes it back from them. */
  exportFunction(name: string, text: string | undefined): void {
    if (text === undefined) this.functions.delete(`BASH_FUNC_${name}%%`);
    else this.functions.set(`BASH_FUNC_${name}%%`, text);
    this.exports = undefined;
  }

  exportsFunction(name: string): boolean {
    return this.functions.has(`BASH_FUNC_${name}%%`);
  }

  /** Puts a variable back as it was before. */
  replace(name: string, variable: Variable | undefined): void {
    if (this.table.get(name) !== variable) this.giveBack(name);
    if (variable) this.table.set(name, variable);
    else this.table.delete(name);
    this.exports = undefined;
    if (name === 'PATH') this.onChange(name);
  }

  unset(name: string): void {
    const variable = this.find(name);
    if (!variable) return;
    if (variable.readonly) throw new ReadonlyError(name);
    const target = this.table.get(name)?.reference ? this.table.get(name)!.value! : name;
    this.giveBack(target);
    this.table.delete(target);
    this.exports = undefined;
    this.onChange(name);
  }

  /** The memory of what goes. */
  private giveBack(name: string): void {
    const counted = this.table.get(name)?.counted ?? 0;
    if (counted > 0) this.onGrowth(-counted);
  }

  changed(name: string, variable: Variable): void {
    if (variable.exported) this.exports = undefined;
    if (name === 'PATH') this.onChange(name);
  }

  names(): string[] {
    return [...this.table.keys()].sort();
  }

  pushScope(): void {
    this.scopes.push(new Map());
  }

  /** Gives every local of the scope back the variable that it hid. */
  popScope(): void {
    const scope = this.scopes.pop();
    if (!scope) return;
    for (const [name, hidden] of scope) {
      this.giveBack(name);
      if (hidden) this.table.set(name, hidden);
      else this.table.delete(name);
      if (name === 'PATH') this.onChange(name);
    }
    if (scope.size > 0) this.exports = undefined;
  }

  /** Makes the name local to the innermost scope, without a value. False when there is no scope. */
  makeLocal(name: string): boolean {
    const scope = this.scopes[this.scopes.length - 1];
    if (!scope) return false;
    if (scope.has(name)) return true;
    const hidden = this.table.get(name);
    if (hidden?.readonly) throw new ReadonlyError(name);
    scope.set(name, hidden);
    const variable = new Variable();
    variable.exported = hidden?.exported ?? false;
    this.table.set(name, variable);
    this.exports = undefined;
    return true;
  }

  isLocal(name: string): boolean {
    return this.scopes[this.scopes.length - 1]?.has(name) ?? false;
  }

  /** What programs get. The map is shared until an exported variable changes. */
  environment(): ReadonlyMap<string, string> {
    if (!this.exports) {
      const exports = new Map<string, string>(this.functions);
      for (const [name, variable] of this.table) {
        if (variable.exported && variable.value !== undefined) exports.set(name, variable.value);
      }
      this.exports = exports;
    }
    return this.exports;
  }

  /** For a subshell. Its scopes are flat: a subshell never returns from the function it was made in. */
  clone(): Variables {
    const copy = new Variables();
    for (const [name, variable] of this.table) copy.table.set(name, variable.clone());
    for (const scope of this.scopes) copy.scopes.push(new Map([...scope].map(([name, hidden]) => [name, hidden?.clone()])));
    for (const [name, text] of this.functions) copy.functions.set(name, text);
    copy.exports = this.exports;
    return copy;
  }
}
